package import GraphQLLanguage
package import OrderedJSON

/// What can be wrong with a value given for a type (specification §3, §6.1.2, §6.4.1).
package enum InputProblem: Sendable, Hashable {
  /// Null, or a value of another shape, for a type.
  case wrongKind(type: TypeReference, found: FoundValue)
  /// A value that a built-in scalar does not take.
  case notScalar(type: String, found: FoundValue)
  /// An integer outside the range of `Int`.
  case outOfRange(type: String, found: FoundValue)
  case notEnumValue(type: String, found: FoundValue, suggestions: [String])
  /// A name, or a string of JSON, that is no value of the enum.
  case unknownEnumValue(type: String, found: FoundValue, suggestions: [String])
  case notInputObject(type: String, found: FoundValue)
  case missingField(type: String, field: String, fieldType: TypeReference)
  case unknownField(type: String, field: String, suggestions: [String])
  case notExactlyOneField(type: String)
  case nullOneOfField(type: String, field: String)
  case unknownType(name: String)
  /// A required variable without a value.
  case missingVariable(name: String, type: TypeReference)
  /// A required variable whose value is null.
  case nullVariable(name: String, type: TypeReference)
  case nonInputVariable(name: String, type: TypeReference)
  /// A variable without a value where one is required.
  case unsetVariable(name: String, type: TypeReference)
  case missingArgument(name: String, type: TypeReference)
  /// A problem inside of a variable's value, at the diagnostic's path.
  indirect case variable(name: String, value: JSONValue, problem: InputProblem)
  /// Nested too deeply, or defaults that multiply.
  case tooComplex
  /// More problems were found than are reported.
  case tooManyProblems
}

/// A value that did not fit, as it was given.
package enum FoundValue: Sendable, Hashable {
  case literal(Value)
  case json(JSONValue)
}
