import GraphQLLanguage
import OrderedCollections

/// Selected fields exist on the type that they are selected on (specification §5.3.1).
struct FieldsOnCorrectTypeRule: RuleVisitor {
  static let interests: [RuleInterest] = [.field]

  mutating func visit(_ field: Field, _ context: inout ValidationContext) {
    guard let type = context.parentType, context.field == nil, let schema = context.schema else {
      return
    }
    let name = field.name.value
    let types = Self.typesHaving(name, type, schema)
    context.report(
      .unknownField(
        name: name,
        type: type.name,
        suggestions: types.isEmpty
          ? .fields(nearNames(to: name, among: type.fields.keys)) : .types(types)
      ),
      at: field.location
    )
  }

  /// The types to which a fragment could narrow an abstract type so that it has the field, those
  /// that most of its possible types share first.
  private static func typesHaving(
    _ field: String,
    _ type: SchemaType,
    _ schema: any TypeSchema
  ) -> [String] {
    guard type.isAbstract else { return [] }
    var counts: OrderedDictionary<String, Int> = [:]
    for name in schema.possibleTypes(of: type.name) {
      guard let possible = schema.type(named: name), possible.fields[field] != nil,
        case .object(_, let interfaces) = possible.kind
      else { continue }
      counts[name] = 1
      for interface in interfaces where schema.type(named: interface)?.fields[field] != nil {
        counts[interface, default: 0] += 1
      }
    }
    return counts.elements
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      .map(\.key)
  }
}
