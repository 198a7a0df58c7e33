/// What a rule wants to be told, so that it isn't asked about everything else.
enum RuleInterest: Int, CaseIterable {
  case operation
  case fragment
  case variable
  case field
  case spread
  case inlineFragment
  case directives
  case directive
  case arguments
  case value
  case typeName
  case schemaDefinition
  case typeDefinition
  case directiveDefinition
}
