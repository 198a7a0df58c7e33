package import GraphQLLanguage

/// What can be wrong with the text of a schema, seen definition by definition.
package enum DefinitionProblem: Sendable, Hashable {
  case severalSchemaDefinitions
  case schemaDefinitionInExtension
  case duplicateOperationType(OperationKind)
  case operationTypeExists(OperationKind)
  case duplicateType(name: String)
  case typeExists(name: String)
  case duplicateDirectiveDefinition(name: String)
  case directiveExists(name: String)
  case duplicateEnumValue(type: String, value: String)
  case enumValueExists(type: String, value: String)
  case duplicateField(type: String, field: String)
  case fieldExists(type: String, field: String)
  case duplicateArgumentDefinition(owner: ArgumentOwner, argument: String)
  /// An extension of a type that is of another kind, such as `object`.
  case extensionOfOtherKind(type: String, kind: String)
  case extensionOfUnknownType(name: String, suggestions: [String])
}
