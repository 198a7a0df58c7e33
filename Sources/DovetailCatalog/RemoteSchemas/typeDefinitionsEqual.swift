import GraphQLLanguage
package import GraphQLTypeSystem
import OrderedCollections

/// Whether two definitions of a type may stand for each other in one schema: names, fields,
/// arguments, wrappers, defaults and enum values are equal; descriptions and order do not matter.
package func typeDefinitionsEqual(_ first: SchemaType, _ second: SchemaType) -> Bool {
  guard first.name == second.name else { return false }
  switch (first.kind, second.kind) {
  case (.scalar, .scalar):
    return true
  case (.object(let fields, let interfaces), .object(let otherFields, let otherInterfaces)),
    (.interface(let fields, let interfaces), .interface(let otherFields, let otherInterfaces)):
    return fieldsEqual(fields, otherFields) && Set(interfaces) == Set(otherInterfaces)
  case (.union(let members), .union(let otherMembers)):
    return Set(members) == Set(otherMembers)
  case (.enum(let values), .enum(let otherValues)):
    return Set(values.keys) == Set(otherValues.keys)
  case (.inputObject(let fields, let isOneOf), .inputObject(let otherFields, let isOtherOneOf)):
    return isOneOf == isOtherOneOf && inputValuesEqual(fields, otherFields)
  default:
    return false
  }
}

private func fieldsEqual(
  _ first: OrderedDictionary<String, SchemaField>,
  _ second: OrderedDictionary<String, SchemaField>
) -> Bool {
  first.count == second.count
    && first.values.allSatisfy { field in
      guard let other = second[field.name] else { return false }
      return field.type == other.type && inputValuesEqual(field.arguments, other.arguments)
    }
}

private func inputValuesEqual(
  _ first: OrderedDictionary<String, SchemaInputValue>,
  _ second: OrderedDictionary<String, SchemaInputValue>
) -> Bool {
  first.count == second.count
    && first.values.allSatisfy { value in
      guard let other = second[value.name] else { return false }
      return value.type == other.type && value.defaultValue == other.defaultValue
    }
}
