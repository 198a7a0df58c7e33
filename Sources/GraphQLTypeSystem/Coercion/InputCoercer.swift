import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// Turns given values into values of input types, collecting what is wrong with them.
///
/// Coerced values are JSON: enum values are strings, and numbers keep their text.
struct InputCoercer {
  /// How deeply values may be nested, defaults filled in.
  private static let maximumDepth = 600
  /// How many defaults are filled in: those of nested input objects can multiply.
  private static let maximumDefaults = 100_000

  /// Whose types values are coerced to.
  let schema: any TypeSchema
  /// The coerced values of variables, for literals that have some.
  var variables: JSONObject = [:]
  /// Whether defaults of input fields are filled in.
  var fillsDefaults = true
  /// How many defaults were filled in.
  var defaultCount = 0
  /// How many problems are collected.
  var limit = 50
  private(set) var diagnostics: [Diagnostic] = []
  /// The variable whose value is being coerced, to which problems are attributed.
  private var variable: Name?

  /// Starts without variables and without problems.
  init(schema: any TypeSchema) {
    self.schema = schema
  }

  /// Whether so much is wrong that the rest is not looked at.
  var isFull: Bool { diagnostics.count > limit }

  /// Notes a problem at a path.
  mutating func report(
    _ problem: InputProblem,
    _ value: JSONValue = .null,
    at path: [PathElement],
    location: Location? = nil
  ) {
    guard !isFull else { return }
    var problem = problem
    if let variable {
      problem = .variable(name: variable.value, value: value, problem: problem)
    }
    if diagnostics.count == limit { problem = .tooManyProblems }
    let place = variable?.location ?? location
    diagnostics.append(
      Diagnostic(.input(problem), locations: place.map { [$0] } ?? [], path: path)
    )
  }

  /// Coerces a variable's value; problems are attributed to the variable.
  mutating func coerceVariable(
    _ name: Name,
    _ value: JSONValue,
    to type: TypeReference
  ) -> JSONValue? {
    variable = name
    defer { variable = nil }
    return coerce(value, to: type, at: [.key(name.value)])
  }

  /// Whether a value at the path is too complex to be looked at.
  func isTooComplex(_ path: [PathElement]) -> Bool {
    path.count > Self.maximumDepth || defaultCount > Self.maximumDefaults
  }
}
