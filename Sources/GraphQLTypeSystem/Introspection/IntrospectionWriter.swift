import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// Writes introspection objects, field by selected field.
struct IntrospectionWriter {
  /// An object of the introspection system.
  enum Node {
    case schema
    case type(TypeNode)
    case field(SchemaField)
    case inputValue(SchemaInputValue)
    case enumValue(SchemaEnumValue)
    case directive(SchemaDirective)
  }

  /// A named type, or a wrapper around one.
  enum TypeNode {
    case named(SchemaType)
    case list(TypeReference)
    case nonNull(TypeReference)
  }

  /// What is written about.
  let schema: any TypeSchema
  /// In which order members are listed.
  let order: IntrospectionExecutor.Order
  /// How many bytes there may be.
  let limit: Int
  /// What has been written.
  var json: JSONWriter

  /// Appends an object.
  mutating func append(
    _ node: Node,
    _ selection: IntrospectionSelection
  ) throws(TypeSystemError) {
    guard json.bytes.count <= limit else { throw .introspectionTooLarge }
    var separator = UInt8(ascii: "{")
    for field in selection.fields {
      json.append(separator)
      separator = UInt8(ascii: ",")
      json.appendKey(field.key)
      if field.name == "__typename" {
        json.appendString(selection.object.rawValue)
        continue
      }
      switch node {
      case .schema: try appendSchema(field)
      case .type(let type): try appendType(type, field)
      case .field(let value): try appendField(value, field)
      case .inputValue(let value): try appendInputValue(value, field)
      case .enumValue(let value): appendEnumValue(value, field)
      case .directive(let value): try appendDirective(value, field)
      }
    }
    if selection.fields.isEmpty { json.append(separator) }
    json.append(UInt8(ascii: "}"))
  }

  private mutating func appendSchema(
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    switch field.name {
    case "description": appendText(schema.description)
    case "types": try appendTypes(named: schema.typeNames, field)
    case "queryType": try appendRoot(.query, field)
    case "mutationType": try appendRoot(.mutation, field)
    case "subscriptionType": try appendRoot(.subscription, field)
    case "directives":
      let directives = sorted(schema.directives, by: \.name)
      try appendList(directives.map { .directive($0) }, field)
    default: appendNull()
    }
  }

  private mutating func appendRoot(
    _ kind: OperationKind,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    try appendOptional(schema.rootType(for: kind).map { .type(.named($0)) }, field)
  }

  private mutating func appendField(
    _ value: SchemaField,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    switch field.name {
    case "name": json.appendString(value.name)
    case "description": appendText(value.description)
    case "args": try appendInputValues(value.arguments.values, field)
    case "type": try appendOptional(node(of: value.type), field)
    case "isDeprecated": appendFlag(value.deprecationReason != nil)
    case "deprecationReason": appendText(value.deprecationReason)
    default: appendNull()
    }
  }

  private mutating func appendInputValue(
    _ value: SchemaInputValue,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    switch field.name {
    case "name": json.appendString(value.name)
    case "description": appendText(value.description)
    case "type": try appendOptional(node(of: value.type), field)
    case "defaultValue": appendText(value.defaultValue.map { Printer.print($0) })
    case "isDeprecated": appendFlag(value.deprecationReason != nil)
    case "deprecationReason": appendText(value.deprecationReason)
    default: appendNull()
    }
  }

  private mutating func appendEnumValue(
    _ value: SchemaEnumValue,
    _ field: IntrospectionSelection.Field
  ) {
    switch field.name {
    case "name": json.appendString(value.name)
    case "description": appendText(value.description)
    case "isDeprecated": appendFlag(value.deprecationReason != nil)
    case "deprecationReason": appendText(value.deprecationReason)
    default: appendNull()
    }
  }

  private mutating func appendDirective(
    _ value: SchemaDirective,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    switch field.name {
    case "name": json.appendString(value.name)
    case "description": appendText(value.description)
    case "isRepeatable": appendFlag(value.isRepeatable)
    case "locations":
      var separator = UInt8(ascii: "[")
      for location in value.locations {
        json.append(separator)
        json.appendString(location.rawValue)
        separator = UInt8(ascii: ",")
      }
      if value.locations.isEmpty { json.append(separator) }
      json.append(UInt8(ascii: "]"))
    case "args": try appendInputValues(value.arguments.values, field)
    default: appendNull()
    }
  }

  /// Appends arguments or input fields.
  mutating func appendInputValues(
    _ values: some Sequence<SchemaInputValue>,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    let listed = values.filter { field.includeDeprecated || $0.deprecationReason == nil }
    try appendList(sorted(listed, by: \.name).map { .inputValue($0) }, field)
  }

  /// Appends the types of that name which the schema has.
  mutating func appendTypes(
    named names: [String],
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    let types = sorted(names, by: \.self).compactMap { schema.type(named: $0) }
    try appendList(types.map { .type(.named($0)) }, field)
  }

  /// Appends a list of objects.
  mutating func appendList(
    _ nodes: [Node],
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    guard let selection = field.selection else { return appendNull() }
    var separator = UInt8(ascii: "[")
    for node in nodes {
      json.append(separator)
      separator = UInt8(ascii: ",")
      try append(node, selection)
    }
    if nodes.isEmpty { json.append(separator) }
    json.append(UInt8(ascii: "]"))
  }

  /// Appends an object, or null.
  mutating func appendOptional(
    _ node: Node?,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    guard let node, let selection = field.selection else { return appendNull() }
    try append(node, selection)
  }

  /// The introspection object of a type reference; `nil` if it names no type.
  func node(of reference: TypeReference) -> Node? {
    switch reference {
    case .named(let name): schema.type(named: name.value).map { .type(.named($0)) }
    case .list(let inner): .type(.list(inner))
    case .nonNull(let inner): .type(.nonNull(inner))
    }
  }

  /// The elements in the order in which they are listed.
  func sorted<Element>(_ elements: [Element], by name: (Element) -> String) -> [Element] {
    switch order {
    case .schema: elements
    case .alphabetical: elements.sorted { name($0) < name($1) }
    }
  }

  /// Appends a string, or null.
  mutating func appendText(_ text: String?) {
    if let text { json.appendString(text) } else { appendNull() }
  }

  /// Appends a boolean.
  mutating func appendFlag(_ flag: Bool) {
    flag ? json.appendRaw("true") : json.appendRaw("false")
  }

  /// Appends null.
  mutating func appendNull() { json.appendRaw("null") }
}
