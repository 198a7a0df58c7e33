package import GraphQLLanguage
import OrderedCollections
package import OrderedJSON

/// Answers `__schema` and `__type` of a schema as JSON (specification §4).
package struct IntrospectionExecutor: Sendable {
  /// In which order members are listed.
  package enum Order: Sendable, Hashable {
    /// As the schema has them.
    case schema
    /// Fields, arguments, input fields, enum values, possible types and types by name.
    case alphabetical
  }

  private let schema: any TypeSchema
  private let order: Order
  private let limits: IntrospectionLimits

  /// Answers about a schema.
  package init(
    schema: any TypeSchema,
    order: Order = .schema,
    limits: IntrospectionLimits = .init()
  ) {
    self.schema = schema
    self.order = order
    self.limits = limits
  }

  /// Appends the value of a meta-field of the query root.
  ///
  /// `fields` are answered as one: all `__schema` or `__type` fields with the same
  /// response key, whose selections are merged.
  /// `variables` are coerced values.
  /// `fragment` finds a fragment by its name.
  package func append(
    _ fields: [Field],
    variables: JSONObject = [:],
    fragment: @escaping (String) -> FragmentDefinition?,
    to writer: inout JSONWriter
  ) throws(TypeSystemError) {
    var builder = IntrospectionSelectionBuilder(
      fragment: fragment,
      variables: variables,
      limits: limits
    )
    let sets = fields.compactMap(\.selectionSet)
    var answer = IntrospectionWriter(
      schema: schema,
      order: order,
      limit: writer.bytes.count + limits.bytes,
      json: writer
    )
    writer = JSONWriter()
    defer { writer = answer.json }

    switch fields.first?.name.value {
    case "__schema":
      try answer.append(.schema, try builder.build(sets, on: .schema))
    case "__type":
      let selection = try builder.build(sets, on: .type)
      if let name = typeName(fields.first, variables), let type = schema.type(named: name) {
        try answer.append(.type(.named(type)), selection)
      } else {
        answer.json.appendRaw("null")
      }
    default:
      answer.json.appendRaw("null")
    }
  }

  private func typeName(_ field: Field?, _ variables: JSONObject) -> String? {
    switch field?.arguments.first(where: { $0.name.value == "name" })?.value {
    case .string(let text): text.value
    case .variable(let name): variables[name.value]?.stringValue
    default: nil
    }
  }
}
