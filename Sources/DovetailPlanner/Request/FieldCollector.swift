package import GraphQLLanguage
import DovetailSchema
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// A field of a selection set after fragments were expanded and equal response keys merged.
package struct CollectedField: Sendable {
  package var responseKey: String
  package var name: String
  package var arguments: [Argument]
  /// The selection sets of all the fields that were merged.
  package var selections: [SelectionSet]
  /// Where the field stands: `$.selectionSet.author.selectionSet.name`, by names, not aliases.
  package var path: String
  /// How many fields surround it, itself included.
  package var depth: Int
}

/// Flattens selection sets: expands fragments, obeys `@skip` and `@include`, merges fields.
package struct FieldCollector {
  let fragments: FragmentTable
  let variables: VariableScope
  let limits: OperationLimits
  private let counter = Counter()

  private final class Counter {
    var fields = 0
    var selections = 0
  }

  package init(
    fragments: FragmentTable,
    variables: VariableScope,
    limits: OperationLimits
  ) {
    self.fragments = fragments
    self.variables = variables
    self.limits = limits
  }

  /// The fields of selection sets on an object type, in response order.
  ///
  /// Fragments are on the type under any of the names; the path is that of the object that the
  /// selections are made on.
  package func collect(
    _ sets: [SelectionSet],
    on typeNames: Set<String>,
    path: String,
    depth: Int
  ) throws(PlannerError) -> [CollectedField] {
    guard depth < limits.depth else {
      throw PlannerError(
        message: "the operation is nested more than \(limits.depth) levels deep",
        path: path
      )
    }
    var fields: OrderedDictionary<String, CollectedField> = [:]
    let place = Place(path: path + ".selectionSet", depth: depth + 1, nesting: 0)
    var visited: Set<String> = []
    for set in sets {
      try collect(set, on: typeNames, place, into: &fields, &visited)
    }
    return Array(fields.values)
  }

  /// Where a selection set stands.
  private struct Place {
    var path: String
    var depth: Int
    /// How many fragments surround the selection set within its object.
    var nesting: Int

    var inner: Place { Place(path: path, depth: depth, nesting: nesting + 1) }
  }

  private func collect(
    _ set: SelectionSet,
    on typeNames: Set<String>,
    _ place: Place,
    into fields: inout OrderedDictionary<String, CollectedField>,
    _ visited: inout Set<String>
  ) throws(PlannerError) {
    let path = place.path
    guard place.nesting < limits.depth else {
      throw PlannerError(
        message: "fragments are nested more than \(limits.depth) levels deep",
        path: path
      )
    }
    for selection in set.selections {
      try countSelection()
      switch selection {
      case .field(let field):
        guard try isIncluded(field.directives, on: "a field", path: path) else { continue }
        try add(field, place, into: &fields)
      case .inlineFragment(let fragment):
        guard try isIncluded(fragment.directives, on: "an inline fragment", path: path) else {
          continue
        }
        if let condition = fragment.typeCondition, !typeNames.contains(condition.value) {
          continue
        }
        try collect(fragment.selectionSet, on: typeNames, place.inner, into: &fields, &visited)
      case .fragmentSpread(let spread):
        guard try isIncluded(spread.directives, on: "a fragment spread", path: path) else {
          continue
        }
        guard let fragment = fragments[spread.name.value] else {
          throw PlannerError(message: "reference to undefined fragment \"\(spread.name.value)\"")
        }
        // What a fragment selects on an object, it selects once (specification §6.3.2).
        guard typeNames.contains(fragment.typeCondition.value),
          visited.insert(spread.name.value).inserted
        else { continue }
        try collect(fragment.selectionSet, on: typeNames, place.inner, into: &fields, &visited)
      }
    }
  }

  /// Counts what is looked at, whether it is included or not: fragments that are spread in many
  /// objects make more of it than there is text.
  private func countSelection() throws(PlannerError) {
    counter.selections += 1
    guard counter.selections <= limits.selections else {
      throw PlannerError(
        message: "the operation has more than \(limits.selections) selections when its fragments "
          + "are expanded; ask for less at once"
      )
    }
  }

  private func add(
    _ field: Field,
    _ place: Place,
    into fields: inout OrderedDictionary<String, CollectedField>
  ) throws(PlannerError) {
    counter.fields += 1
    guard counter.fields <= limits.fields else {
      throw PlannerError(
        message: "the operation selects more than \(limits.fields) fields; ask for less at once"
      )
    }
    let key = field.responseKey
    let fieldPath = place.path + pathComponent(field.name.value)
    guard var known = fields[key] else {
      fields[key] = CollectedField(
        responseKey: key,
        name: field.name.value,
        arguments: field.arguments,
        selections: field.selectionSet.map { [$0] } ?? [],
        path: fieldPath,
        depth: place.depth
      )
      return
    }
    guard known.name == field.name.value else {
      throw PlannerError(
        message: "selection of both '\(known.name)' and '\(field.name.value)' specify the same "
          + "response name, '\(key)'",
        path: fieldPath
      )
    }
    guard haveEqualArguments(known.arguments, field.arguments) else {
      throw PlannerError(
        message: "inconsistent arguments between multiple selections of field '\(known.name)'",
        path: fieldPath
      )
    }
    if let set = field.selectionSet { known.selections.append(set) }
    fields[key] = known
  }

  private func haveEqualArguments(_ one: [Argument], _ other: [Argument]) -> Bool {
    guard one.count == other.count else { return false }
    return one.allSatisfy { argument in
      other.contains { $0.name.value == argument.name.value && $0.value == argument.value }
    }
  }

  // MARK: Directives

  private func isIncluded(
    _ directives: [Directive],
    on place: String,
    path: String
  ) throws(PlannerError) -> Bool {
    guard !directives.isEmpty else { return true }
    var seen: Set<String> = []
    for directive in directives {
      let name = directive.name.value
      guard let known = RequestDirectives.all.first(where: { $0.name == name }) else {
        throw PlannerError(
          message: "directive \"\(name)\" is not defined in the schema",
          path: path
        )
      }
      guard known.locations.contains(.field) else {
        throw PlannerError(message: "directive '\(name)' is not allowed on \(place)", path: path)
      }
      guard seen.insert(name).inserted else {
        throw PlannerError(
          message: "the following directives are used more than once: \(name)",
          path: path
        )
      }
    }
    for directive in directives {
      let condition = try condition(of: directive, path: path)
      if directive.name.value == "include", !condition { return false }
      if directive.name.value == "skip", condition { return false }
    }
    return true
  }

  private func condition(
    of directive: Directive,
    path: String
  ) throws(PlannerError) -> Bool {
    if let other = directive.arguments.first(where: { $0.name.value != "if" }) {
      throw PlannerError(
        message: "'\(directive.name.value)' has no argument named '\(other.name.value)'",
        path: path
      )
    }
    guard let argument = directive.arguments.first else {
      throw PlannerError(message: "missing required field 'if'", path: path)
    }
    let given = try variables.resolve(
      argument.value,
      expected: .nonNull(.named(Name("Boolean"))),
      hasDefault: false,
      path: path
    )
    switch given {
    case .literal(.boolean(let value, _)):
      return value
    case .json(.bool(let value), let reference):
      variables.inspect(reference)
      return value
    default:
      throw PlannerError(
        message: "expected a boolean for type 'Boolean', but found \(given.kindText)",
        path: path
      )
    }
  }
}

/// A key as a step of a JSONPath: `.name`, or `["odd name"]`.
package func pathComponent(_ key: String) -> String {
  let isPlain =
    !key.isEmpty
    && key.utf8.enumerated().allSatisfy { index, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): index > 0
      default: false
      }
    }
  return isPlain ? "." + key : "[" + JSONValue.string(key).description + "]"
}
