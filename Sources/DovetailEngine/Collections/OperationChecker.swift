import DovetailPlanner
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Checks whether the operations of a document can still be asked for, without values of variables.
///
/// It looks at what a change of metadata can take away: fields, arguments and types. What depends on
/// values is found out when a request is planned.
struct OperationChecker {
  private let schema: RoleSchema
  private let limits: OperationLimits
  private let fragments: [String: FragmentDefinition]
  /// Fragments that were looked at, with the type they were on.
  private var visited: Set<FragmentUse> = []
  private(set) var problems: OrderedSet<String> = []

  private struct FragmentUse: Hashable {
    var fragment: String
    var type: String
  }

  /// What is wrong with a document; nothing if it fits the schema.
  static func problems(
    of document: Document,
    in schema: RoleSchema,
    _ limits: OperationLimits
  ) -> [String] {
    var checker = OperationChecker(document, schema, limits)
    if document.operations.isEmpty { checker.problems.append("$: there is no operation") }
    for operation in document.operations {
      checker.checkFragments(document, operation)
      checker.check(operation)
    }
    return Array(checker.problems)
  }

  private init(_ document: Document, _ schema: RoleSchema, _ limits: OperationLimits) {
    self.schema = schema
    self.limits = limits
    self.fragments = Dictionary(
      document.fragments.map { ($0.name.value, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  private mutating func checkFragments(_ document: Document, _ operation: OperationDefinition) {
    do {
      _ = try FragmentTable(document, usedBy: operation)
    } catch {
      problems.append("\(error.path): \(error.message)")
    }
  }

  private mutating func check(_ operation: OperationDefinition) {
    // What can be subscribed to can be queried, too.
    let root =
      schema.rootTypeName(for: operation.kind)
      ?? (operation.kind == .subscription ? schema.rootTypeName(for: .query) : nil)
    guard let root else {
      problems.append("$: no \(operation.kind.rawValue)s exist")
      return
    }
    check(operation.selectionSet, on: root, path: "$", depth: 0)
    // Behind the fields: they make the types of their arguments known.
    for variable in operation.variableDefinitions {
      let name = variable.type.namedType
      guard schema.type(named: name)?.isInput != true else { continue }
      problems.append("$: type '\(name)' of variable '\(variable.name.value)' not found")
    }
  }

  /// Each fragment is entered once on each type; a chain of them can still nest deeper than a text.
  private mutating func check(
    _ set: SelectionSet,
    on typeName: String,
    path: String,
    depth: Int
  ) {
    guard depth < limits.depth else {
      problems.append("$: the operation is nested more than \(limits.depth) levels deep")
      return
    }
    for selection in set.selections {
      switch selection {
      case .field(let field):
        check(field, on: typeName, path: path + "." + field.name.value, depth: depth)
      case .inlineFragment(let fragment):
        guard let condition = known(fragment.typeCondition, else: typeName, path: path) else {
          continue
        }
        check(fragment.selectionSet, on: condition, path: path, depth: depth + 1)
      case .fragmentSpread(let spread):
        guard let fragment = fragments[spread.name.value] else { continue }
        let use = FragmentUse(fragment: fragment.name.value, type: typeName)
        guard visited.insert(use).inserted,
          let condition = known(fragment.typeCondition, else: typeName, path: path)
        else { continue }
        check(fragment.selectionSet, on: condition, path: path, depth: depth + 1)
      }
    }
  }

  /// The type that a fragment is on; nil, and a problem, if there is no such type.
  private mutating func known(_ condition: Name?, else typeName: String, path: String) -> String? {
    guard let condition = condition?.value, condition != typeName else { return typeName }
    guard schema.type(named: condition)?.isComposite == true else {
      problems.append("\(path): object '\(condition)' not found")
      return nil
    }
    return condition
  }

  private mutating func check(
    _ field: Field,
    on typeName: String,
    path: String,
    depth: Int
  ) {
    // Fields of introspection do not depend on metadata.
    guard !field.name.value.hasPrefix("__") else { return }
    guard let definition = schema.field(field.name.value, of: typeName) else {
      problems.append("\(path): field '\(field.name.value)' not found in object '\(typeName)'")
      return
    }
    for argument in field.arguments where definition.arguments[argument.name.value] == nil {
      problems.append(
        "\(path): '\(field.name.value)' has no argument named '\(argument.name.value)'"
      )
    }
    let given = Set(field.arguments.map(\.name.value))
    for argument in definition.arguments.values
    where argument.isRequired && !given.contains(argument.name) {
      problems.append("\(path): missing required argument '\(argument.name)'")
    }
    let type = definition.type.namedType
    let isComposite = schema.type(named: type)?.isComposite ?? false
    switch field.selectionSet {
    case let set? where isComposite: check(set, on: type, path: path, depth: depth + 1)
    case .some: problems.append("\(path): unexpected subselection set for non-object field")
    case nil where isComposite: problems.append("\(path): missing selection set for '\(type)'")
    case nil: break
    }
  }
}
