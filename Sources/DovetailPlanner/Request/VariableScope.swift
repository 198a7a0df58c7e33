package import DovetailPlan
package import GraphQLLanguage
import OrderedCollections
package import OrderedJSON

/// The variables of an operation with the values of one request, and what planning looked at.
///
/// A plan is reused for requests whose variables have the same shape. Where planning depends on more
/// than the shape (a direction of `order_by`, the condition of `@include`), it asks here for the
/// value, and the reference is noted in `inspected`, so that the plan's cache key can include it.
package final class VariableScope {
  private let definitions: [String: Definition]
  package private(set) var inspected: Set<VariableReference> = []
  /// The values with defaults filled in, for execution.
  package let values: JSONObject

  private struct Definition {
    var type: TypeReference
    var defaultValue: Value?
  }

  /// Resolves the variables of an operation (contract 04 §11).
  package init(
    _ definitions: [VariableDefinition],
    given: JSONObject,
    isNullAccepted: Bool = false
  ) throws(PlannerError) {
    var known: [String: Definition] = [:]
    for definition in definitions {
      let name = definition.name.value
      guard known[name] == nil else {
        throw PlannerError(
          code: .parseFailed,
          message: "multiple definitions for variable \"\(name)\""
        )
      }
      known[name] = Definition(type: definition.type, defaultValue: definition.defaultValue)
    }
    let unexpected = given.keys.filter { known[$0] == nil }
    guard unexpected.isEmpty else {
      throw PlannerError(
        message: "unexpected variables in variableValues: "
          + unexpected.sorted().joined(separator: ", ")
      )
    }
    var values: JSONObject = [:]
    for definition in definitions {
      values[definition.name.value] = try Self.value(
        of: definition,
        given: given[definition.name.value],
        isNullAccepted: isNullAccepted
      )
    }
    self.definitions = known
    self.values = values
  }

  private static func value(
    of definition: VariableDefinition,
    given: JSONValue?,
    isNullAccepted: Bool
  ) throws(PlannerError) -> JSONValue? {
    let name = definition.name.value
    if let given {
      if given.isNull, definition.type.isNonNull, !isNullAccepted {
        throw PlannerError(
          message: "null value found for non-nullable type: \"\(definition.type)\""
        )
      }
      return given
    }
    if let literal = definition.defaultValue {
      guard !literal.isNull || !definition.type.isNonNull || isNullAccepted else {
        throw PlannerError(
          message: "null value found for non-nullable type: \"\(definition.type)\""
        )
      }
      return constantJSON(of: literal)
    }
    guard !definition.type.isNonNull else {
      throw PlannerError(message: "expecting a value for non-nullable variable: \"\(name)\"")
    }
    return nil
  }

  /// Resolves a literal that is a variable, checking that the variable may be used there.
  ///
  /// - Returns: the value, `null` for a nullable variable without a value; nil if the literal is no
  ///   variable.
  package func resolve(
    _ value: Value,
    expected: TypeReference,
    hasDefault: Bool,
    path: String
  ) throws(PlannerError) -> GivenValue {
    guard case .variable(let name) = value else { return .literal(value) }
    guard let definition = definitions[name.value] else {
      throw PlannerError(message: "unbound variable \"\(name.value)\"")
    }
    guard Self.isUsable(definition, expected: expected, hasDefault: hasDefault) else {
      throw PlannerError(
        message: "variable '\(name.value)' is declared as '\(definition.type)', but used where "
          + "'\(expected)' is expected",
        path: path
      )
    }
    return .json(values[name.value] ?? .null, VariableReference(name: name.value))
  }

  /// Whether a variable may stand where a type is expected (GraphQL specification, All Variable
  /// Usages Are Allowed).
  private static func isUsable(
    _ definition: Definition,
    expected: TypeReference,
    hasDefault: Bool
  ) -> Bool {
    if expected.isNonNull, !definition.type.isNonNull {
      let hasValue = hasDefault || (definition.defaultValue.map { !$0.isNull } ?? false)
      return hasValue && fits(definition.type, expected.nullable)
    }
    return fits(definition.type, expected)
  }

  private static func fits(_ declared: TypeReference, _ expected: TypeReference) -> Bool {
    switch (declared, expected) {
    case (.nonNull(let inner), .nonNull(let wanted)): fits(inner, wanted)
    case (_, .nonNull): false
    case (.nonNull(let inner), _): fits(inner, expected)
    case (.list(let inner), .list(let wanted)): fits(inner, wanted)
    // A single value coerces to a list of one.
    case (.named, .list(let wanted)): fits(declared, wanted.nullable)
    case (.list, .named): false
    case (.named(let name), .named(let wanted)): name.value == wanted.value
    }
  }

  /// Whether a literal is a variable that has neither a value nor a default.
  package func isUnbound(_ value: Value) -> Bool {
    guard case .variable(let name) = value else { return false }
    return values[name.value] == nil
  }

  /// The declared type of a variable.
  package func type(of name: String) -> TypeReference? { definitions[name]?.type }

  /// The default of a variable.
  package func defaultValue(of name: String) -> Value? { definitions[name]?.defaultValue }

  /// Notes that planning depends on the value at the reference, not only on its shape.
  package func inspect(_ reference: VariableReference) {
    inspected.insert(reference)
  }
}

extension Value {
  var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

/// The JSON of a literal without variables; enum values become strings.
package func constantJSON(of value: Value) -> JSONValue {
  switch value {
  case .variable: .null
  case .int(let text, _), .float(let text, _): .number(JSONNumber(unchecked: text))
  case .string(let string): .string(string.value)
  case .boolean(let bool, _): .bool(bool)
  case .null: .null
  case .enum(let name): .string(name.value)
  case .list(let items, _): .array(items.map(constantJSON))
  case .object(let fields, _):
    .object(
      JSONObject(
        fields.map { ($0.name.value, constantJSON(of: $0.value)) },
        uniquingKeysWith: { _, last in last }
      )
    )
  }
}
