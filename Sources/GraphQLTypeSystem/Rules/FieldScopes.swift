import GraphQLLanguage
import OrderedCollections

/// The selection sets of a document, each with the fields directly in it.
///
/// Inline fragments are dissolved in the set that they stand in; named fragments are sets of their
/// own. See Note [Merging fields].
struct FieldScopes {
  /// A field as selected in some place.
  struct Entry {
    var field: Field
    var key: String
    /// The object type that the field is selected on; `nil` for an abstract or unknown type.
    var objectType: String?
    var type: TypeReference?
    /// Whether the field's type has fields itself; `nil` where that isn't known.
    var isComposite: Bool?
    /// Equal for fields of equal name and arguments.
    var signature: String
    /// The scope of the field's own selections.
    var children: Int?
  }

  /// A selection set.
  struct Scope {
    var entries: [Entry] = []
    var spreads: [String] = []
  }

  private let schema: any TypeSchema
  private(set) var scopes: [Scope] = []
  private(set) var fragments: [String: Int] = [:]
  private var operations: [Int] = []

  init(schema: any TypeSchema) {
    self.schema = schema
  }

  /// Adds all operations and fragments.
  mutating func add(_ document: Document) {
    for definition in document.definitions {
      switch definition {
      case .operation(let operation):
        operations.append(
          makeScope(operation.selectionSet, on: schema.rootType(for: operation.kind))
        )
      case .fragment(let fragment):
        fragments[fragment.name.value] = makeScope(
          fragment.selectionSet,
          on: schema.type(named: fragment.typeCondition.value)
        )
      default:
        break
      }
    }
  }

  /// The scopes from which all others are reached: operations, and fragments that none uses.
  var roots: [Int] {
    var reached = [Bool](repeating: false, count: scopes.count)
    var roots: [Int] = []
    let unspread = Set(scopes.flatMap(\.spreads))
    let fragmentsLast = fragments.sorted { $0.value < $1.value }
    let candidates =
      operations
      + fragmentsLast.filter { !unspread.contains($0.key) }.map(\.value)
      + fragmentsLast.map(\.value)
    for candidate in candidates where !reached[candidate] {
      roots.append(candidate)
      var open = [candidate]
      reached[candidate] = true
      while let scope = open.popLast() {
        let next =
          scopes[scope].spreads.compactMap { fragments[$0] }
          + scopes[scope].entries.compactMap(\.children)
        for child in next where !reached[child] {
          reached[child] = true
          open.append(child)
        }
      }
    }
    return roots
  }

  private mutating func makeScope(_ set: SelectionSet, on parent: SchemaType?) -> Int {
    let index = scopes.count
    scopes.append(Scope())
    var scope = Scope()
    collect(set, on: parent, into: &scope)
    scopes[index] = scope
    return index
  }

  private mutating func collect(
    _ set: SelectionSet,
    on parent: SchemaType?,
    into scope: inout Scope
  ) {
    for selection in set.selections {
      switch selection {
      case .field(let field):
        scope.entries.append(makeEntry(field, on: parent))
      case .inlineFragment(let fragment):
        let type = fragment.typeCondition.map { schema.type(named: $0.value) } ?? parent
        collect(fragment.selectionSet, on: type, into: &scope)
      case .fragmentSpread(let spread):
        scope.spreads.append(spread.name.value)
      }
    }
  }

  private mutating func makeEntry(_ field: Field, on parent: SchemaType?) -> Entry {
    let definition = parent.flatMap { schema.field(named: field.name.value, of: $0) }
    let type = definition.flatMap { schema.type(named: $0.type.namedType) }
    var objectType: String?
    if let parent, case .object = parent.kind { objectType = parent.name }
    return Entry(
      field: field,
      key: field.responseKey,
      objectType: objectType,
      type: definition?.type,
      isComposite: type?.isComposite,
      signature: fieldSignature(field),
      children: field.selectionSet.map { makeScope($0, on: type) }
    )
  }
}

/// Text that is equal for fields of equal name and arguments, in whatever order these are.
private func fieldSignature(_ field: Field) -> String {
  guard !field.arguments.isEmpty else { return field.name.value }
  let arguments = field.arguments.map { "\($0.name.value):\(canonicalText($0.value))" }
  return "\(field.name.value)(\(arguments.sorted().joined(separator: ",")))"
}

/// The text of a literal, the fields of objects sorted by name.
private func canonicalText(_ value: Value) -> String {
  switch value {
  case .list(let elements, _):
    "[\(elements.map(canonicalText).joined(separator: ","))]"
  case .object(let fields, _):
    "{\(fields.map { "\($0.name.value):\(canonicalText($0.value))" }.sorted().joined(separator: ","))}"
  default:
    Printer.print(value)
  }
}
