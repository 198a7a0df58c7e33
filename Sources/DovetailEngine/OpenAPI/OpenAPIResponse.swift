import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// Describes what an operation answers with, field by selected field.
struct OpenAPIResponse {
  private let schema: RoleSchema
  private let fragments: [String: FragmentDefinition]
  /// How many more selections are described: fragments that spread others twice make many of them.
  private var budget = 20_000
  /// How deep fields and fragments are followed; what is deeper cannot be asked for either.
  private let maximumDepth: Int

  init(_ document: Document, _ schema: RoleSchema, maximumDepth: Int) {
    self.schema = schema
    self.maximumDepth = maximumDepth
    self.fragments = Dictionary(
      document.fragments.map { ($0.name.value, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The members of `data`.
  mutating func data(
    of operation: OperationDefinition,
    _ types: inout OpenAPITypes
  ) -> JSONValue {
    guard let root = schema.rootTypeName(for: operation.kind) else { return [:] }
    return ["properties": .object(properties([operation.selectionSet], on: root, 0, &types))]
  }

  private mutating func properties(
    _ sets: [SelectionSet],
    on typeName: String,
    _ depth: Int,
    _ types: inout OpenAPITypes
  ) -> JSONObject {
    guard depth < maximumDepth else { return [:] }
    var fields: OrderedDictionary<String, SelectedField> = [:]
    for set in sets { collect(set, on: typeName, depth, into: &fields) }
    var properties: JSONObject = [:]
    for (key, field) in fields {
      properties[key] = describe(field, field.type, depth, &types)
    }
    return properties
  }

  /// A field with all the selections that are made on its value.
  private struct SelectedField {
    var type: TypeReference
    var selections: [SelectionSet]
  }

  private mutating func collect(
    _ set: SelectionSet,
    on typeName: String,
    _ depth: Int,
    into fields: inout OrderedDictionary<String, SelectedField>
  ) {
    guard depth < maximumDepth else { return }
    for selection in set.selections {
      guard budget > 0 else { return }
      budget -= 1
      switch selection {
      case .field(let field):
        guard let type = type(of: field, on: typeName) else { continue }
        fields[field.responseKey, default: SelectedField(type: type, selections: [])].selections +=
          field.selectionSet.map { [$0] } ?? []
      case .inlineFragment(let fragment):
        collect(
          fragment.selectionSet,
          on: fragment.typeCondition?.value ?? typeName,
          depth + 1,
          into: &fields
        )
      case .fragmentSpread(let spread):
        guard let fragment = fragments[spread.name.value] else { continue }
        let condition = fragment.typeCondition.value
        collect(fragment.selectionSet, on: condition, depth + 1, into: &fields)
      }
    }
  }

  private func type(of field: Field, on typeName: String) -> TypeReference? {
    if field.name.value == "__typename" { return .nonNull(.named(Name("String"))) }
    return schema.field(field.name.value, of: typeName)?.type
  }

  private mutating func describe(
    _ field: SelectedField,
    _ type: TypeReference,
    _ depth: Int,
    _ types: inout OpenAPITypes
  ) -> JSONValue {
    let isNullable = JSONValue.bool(!type.isNonNull)
    switch type.nullable {
    case .list(let element), .nonNull(let element):
      return [
        "items": describe(field, element, depth, &types), "type": "array", "nullable": isNullable,
      ]
    case .named(let name):
      guard let definition = schema.type(named: name.value), definition.isComposite else {
        return types.inputSchema(of: type)
      }
      var members: JSONObject = ["title": .string(name.value), "type": "object"]
      if let description = definition.description { members["description"] = .string(description) }
      members["nullable"] = isNullable
      members["properties"] = .object(
        properties(field.selections, on: name.value, depth + 1, &types)
      )
      return .object(members)
    }
  }
}
