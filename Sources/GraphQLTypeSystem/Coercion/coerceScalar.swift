import GraphQLLanguage
import OrderedJSON

/// Why a scalar does not take a value.
struct ScalarRejection: Error {
  /// What is wrong with the value.
  var problem: InputProblem
}

/// The value of a scalar that a JSON value stands for (specification §3.5).
///
/// Scalars that are not built in take anything.
func coerceScalar(_ value: JSONValue, to type: String) -> Result<JSONValue, ScalarRejection> {
  let mismatch = ScalarRejection(problem: .notScalar(type: type, found: .json(value)))
  let outOfRange = ScalarRejection(problem: .outOfRange(type: type, found: .json(value)))
  switch (type, value) {
  case ("Int", .number(let number)):
    guard let integer = integer(number) else { return .failure(mismatch) }
    return Int32(exactly: integer).map { .success(.int(Int($0))) } ?? .failure(outOfRange)
  case ("Float", .number(let number)):
    return number.double.isFinite ? .success(value) : .failure(outOfRange)
  case ("String", .string), ("Boolean", .bool), ("ID", .string):
    return .success(value)
  case ("ID", .number(let number)):
    if number.isIntegerText { return .success(.string(number.text)) }
    guard let integer = Int64(exactly: number.double) else { return .failure(mismatch) }
    return .success(.string(String(integer)))
  case ("Int", _), ("Float", _), ("String", _), ("Boolean", _), ("ID", _):
    return .failure(mismatch)
  default:
    return .success(value)
  }
}

/// The value of a scalar that a literal stands for (specification §3.5).
func coerceScalar(
  _ value: Value,
  to type: String,
  variables: JSONObject
) -> Result<JSONValue, ScalarRejection> {
  let mismatch = ScalarRejection(problem: .notScalar(type: type, found: .literal(value)))
  switch (type, value) {
  case ("Int", .int(let text, _)):
    if let integer = Int32(text) { return .success(.int(Int(integer))) }
    return .failure(ScalarRejection(problem: .outOfRange(type: type, found: .literal(value))))
  case ("Float", .int(let text, _)), ("Float", .float(let text, _)):
    if let number = Double(text), number.isFinite {
      return .success(.number(JSONNumber(unchecked: text)))
    }
    return .failure(ScalarRejection(problem: .outOfRange(type: type, found: .literal(value))))
  case ("String", .string(let text)), ("ID", .string(let text)):
    return .success(.string(text.value))
  case ("Boolean", .boolean(let flag, _)):
    return .success(.bool(flag))
  case ("ID", .int(let text, _)):
    return .success(.string(text))
  case ("Int", _), ("Float", _), ("String", _), ("Boolean", _), ("ID", _):
    return .failure(mismatch)
  default:
    return .success(JSONValue(literal: value, variables: variables))
  }
}

/// The integer that a number is, also when it is written as `1.0` or `1e3`.
///
/// An integer too large to be held is given as one that is out of range of `Int`.
private func integer(_ number: JSONNumber) -> Int64? {
  if number.isIntegerText { return number.int64 ?? .max }
  let double = number.double
  guard double.isFinite, double.rounded(.towardZero) == double else { return nil }
  return Int64(exactly: double) ?? .max
}

extension JSONNumber {
  /// Whether the number is written without fraction and exponent.
  fileprivate var isIntegerText: Bool {
    !text.utf8.contains {
      $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
    }
  }
}
