import GraphQLLanguage
import OrderedJSON

extension InputProblem {
  /// The problem in words.
  package var message: String {
    switch self {
    case .wrongKind(let type, .json(.null)):
      "Expected non-nullable type \"\(type)\" not to be null."
    case .wrongKind(let type, let found): "Expected value of type \"\(type)\", found \(found)."
    case .notScalar(let type, let found): "\(Self.expectation(type)): \(found)"
    case .outOfRange("Int", let found):
      "Int cannot represent non 32-bit signed integer value: \(found)"
    case .outOfRange(let type, let found): "\(type) cannot represent non-finite value: \(found)"
    case .notEnumValue(let type, .json(let value), let suggestions):
      "Enum \"\(type)\" cannot represent non-string value: \(value)." + didYouMean(suggestions)
    case .notEnumValue(let type, let found, let suggestions):
      "Enum \"\(type)\" cannot represent non-enum value: \(found)."
        + didYouMean(suggestions, "the enum value ")
    case .unknownEnumValue(let type, let found, let suggestions):
      "Value \"\(found.bareText)\" does not exist in \"\(type)\" enum."
        + didYouMean(suggestions, "the enum value ")
    case .notInputObject(let type, .json): "Expected type \"\(type)\" to be an object."
    case .notInputObject(let type, let found):
      "Expected value of type \"\(type)\", found \(found)."
    case .missingField(let type, let field, let fieldType):
      "Field \"\(type).\(field)\" of required type \"\(fieldType)\" was not provided."
    case .unknownField(let type, let field, let suggestions):
      "Field \"\(field)\" is not defined by type \"\(type)\"." + didYouMean(suggestions)
    case .notExactlyOneField(let type):
      "OneOf Input Object \"\(type)\" must specify exactly one key."
    case .nullOneOfField(let type, let field): "Field \"\(type).\(field)\" must be non-null."
    case .unknownType(let name): "Unknown input type \"\(name)\"."
    case .missingVariable(let name, let type):
      "Variable \"$\(name)\" of required type \"\(type)\" was not provided."
    case .nullVariable(let name, let type):
      "Variable \"$\(name)\" of non-null type \"\(type)\" must not be null."
    case .nonInputVariable(let name, let type):
      "Variable \"$\(name)\" expected value of type \"\(type)\" "
        + "which cannot be used as an input type."
    case .unsetVariable(let name, let type):
      "Expected variable \"$\(name)\" provided to type \"\(type)\" to have a runtime value."
    case .missingArgument(let name, let type):
      "Argument \"\(name)\" of required type \"\(type)\" was not provided."
    case .variable(let name, let value, let problem):
      "Variable \"$\(name)\" got invalid value \(value); \(problem.message)"
    case .tooComplex: "The value is nested too deeply or has too many defaults."
    case .tooManyProblems:
      "Too many errors processing variables, error limit reached. Execution aborted."
    }
  }

  private static func expectation(_ type: String) -> String {
    switch type {
    case "Int": "Int cannot represent non-integer value"
    case "Float": "Float cannot represent non numeric value"
    case "String": "String cannot represent a non string value"
    case "Boolean": "Boolean cannot represent a non boolean value"
    case "ID": "ID cannot represent a non-string and non-integer value"
    default: "\(type) cannot represent value"
    }
  }
}

extension FoundValue: CustomStringConvertible {
  /// The value as GraphQL or JSON text.
  package var description: String {
    switch self {
    case .literal(let value): Printer.print(value)
    case .json(let value): "\(value)"
    }
  }

  /// The value, a string of JSON without its quotes.
  fileprivate var bareText: String {
    if case .json(.string(let text)) = self { text } else { description }
  }
}
