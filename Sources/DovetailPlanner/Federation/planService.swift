import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// `_service { sdl }`: answered from the role's schema.
  func planService(
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> RootField.Value {
    try checkNoArguments(field)
    let typeName = definition.type.namedType
    var object: JSONObject = [:]
    for member in try subfields(of: field, typeName: typeName) {
      guard member.name != "__typename" else {
        try checkLeaf(member)
        object[member.responseKey] = .string(typeName)
        continue
      }
      guard let inner = schema.field(member.name, of: typeName),
        case .federationSDL? = inner.attachment as? FieldMeaning
      else { throw unknownField(member, typeName) }
      try checkNoArguments(member)
      try checkLeaf(member)
      object[member.responseKey] = .string(schema.federationSDL())
    }
    return .constant(JSONValue.object(object).serialized())
  }
}
