import GraphQLLanguage

/// The selection sets of a document, each with the fields directly in it.
///
/// Inline fragments are dissolved in the set that they stand in; named fragments are sets of their
/// own. See Note [Merging fields].
struct FieldScopes {
  /// A field as selected in some place.
  struct Entry {
    var name: String
    var location: Location
    /// The index of the response key in `keys`.
    var key: Int
    /// The object type that the field is selected on; `nil` for an abstract or unknown type.
    var objectType: String?
    var type: TypeReference?
    /// Whether the field's type has fields itself; `nil` where that isn't known.
    var isComposite: Bool?
    /// Text that is equal for equal arguments.
    var arguments: String
    /// The scope of the field's own selections.
    var children: Int?

    /// Whether both select the same field with the same arguments.
    func hasSameValue(as other: Entry) -> Bool {
      name == other.name && arguments == other.arguments
    }
  }

  /// A selection set.
  struct Scope {
    /// Indices of entries.
    var entries: [Int] = []
    var spreads: [String] = []
  }

  private let schema: any TypeSchema
  private(set) var entries: [Entry] = []
  private(set) var scopes: [Scope] = []
  private(set) var fragments: [String: Int] = [:]
  /// All response keys.
  private(set) var keys: [String] = []
  private var indicesOfKeys: [String: Int] = [:]
  private var operations: [Int] = []

  /// Starts without selection sets.
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
    guard !fragments.isEmpty else { return operations }
    var reached = [Bool](repeating: false, count: scopes.count)
    var roots: [Int] = []
    let unspread = Set(scopes.flatMap(\.spreads))
    let inOrder = fragments.sorted { $0.value < $1.value }
    let candidates =
      operations + inOrder.filter { !unspread.contains($0.key) }.map(\.value)
      + inOrder.map(\.value)
    for candidate in candidates where !reached[candidate] {
      roots.append(candidate)
      var open = [candidate]
      reached[candidate] = true
      while let scope = open.popLast() {
        let next =
          scopes[scope].spreads.compactMap { fragments[$0] }
          + scopes[scope].entries.compactMap { entries[$0].children }
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
        let entry = makeEntry(field, on: parent)
        scope.entries.append(entries.count)
        entries.append(entry)
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
      name: field.name.value,
      location: field.location,
      key: index(ofKey: field.responseKey),
      objectType: objectType,
      type: definition?.type,
      isComposite: type?.isComposite,
      arguments: canonicalText(field.arguments),
      children: field.selectionSet.map { makeScope($0, on: type) }
    )
  }

  private mutating func index(ofKey key: String) -> Int {
    if let index = indicesOfKeys[key] { return index }
    indicesOfKeys[key] = keys.count
    keys.append(key)
    return keys.count - 1
  }
}

/// Text that is equal for equal arguments, in whatever order these are.
private func canonicalText(_ arguments: [Argument]) -> String {
  switch arguments.count {
  case 0: ""
  case 1: arguments.first.map { "\($0.name.value):\(canonicalText($0.value))" } ?? ""
  default:
    arguments.map { "\($0.name.value):\(canonicalText($0.value))" }.sorted()
      .joined(separator: ",")
  }
}

/// The text of a literal, the fields of objects sorted by name.
private func canonicalText(_ value: Value) -> String {
  switch value {
  case .variable(let name): return "$" + name.value
  case .int(let text, _), .float(let text, _): return text
  case .enum(let name): return name.value
  case .list(let elements, _):
    return "[\(elements.map { canonicalText($0) }.joined(separator: ","))]"
  case .object(let fields, _):
    let members = fields.map { "\($0.name.value):\(canonicalText($0.value))" }
    return "{\(members.sorted().joined(separator: ","))}"
  case .string, .boolean, .null:
    return Printer.print(value)
  }
}
