import OrderedCollections
import OrderedJSON

extension Evaluator {
  /// The result of an operator; `&&` and `||` look at the right side only if they must.
  mutating func apply(
    _ operation: BinaryOperator,
    _ left: Expression,
    _ right: Expression,
    depth: Int
  ) throws(KritiError) -> Bool {
    switch operation {
    case .and:
      guard try boolean(left, depth: depth) else { return false }
      return try boolean(right, depth: depth)
    case .or:
      if try boolean(left, depth: depth) { return true }
      return try boolean(right, depth: depth)
    default: break
    }
    let one = try evaluate(left, depth: depth)
    let other = try evaluate(right, depth: depth)
    switch operation {
    case .equal: return isEqual(one, other)
    case .notEqual: return !isEqual(one, other)
    case .contains: return try contains(other, one, at: right.span)
    case .less: return try compare(one, other, at: left.span) < 0
    case .lessOrEqual: return try compare(one, other, at: left.span) <= 0
    case .greater: return try compare(one, other, at: left.span) > 0
    default: return try compare(one, other, at: left.span) >= 0
    }
  }

  /// Whether values are equal; numbers are whatever their spelling, objects in any order.
  private func isEqual(_ one: JSONValue, _ other: JSONValue) -> Bool {
    switch (one, other) {
    case (.number(let one), .number(let other)):
      if let one = one.int64, let other = other.int64 { return one == other }
      return one.text == other.text || one.double == other.double
    case (.array(let one), .array(let other)):
      return one.count == other.count && zip(one, other).allSatisfy { isEqual($0, $1) }
    case (.object(let one), .object(let other)):
      return one.count == other.count
        && one.allSatisfy { key, value in other[key].map { isEqual(value, $0) } ?? false }
    default:
      return one == other
    }
  }

  private func contains(
    _ whole: JSONValue,
    _ part: JSONValue,
    at span: SourceSpan
  ) throws(KritiError) -> Bool {
    switch (whole, part) {
    case (.array(let elements), _): return elements.contains { isEqual($0, part) }
    case (.object(let members), .string(let key)): return members[key] != nil
    case (.object, _): return false
    default:
      throw KritiError(
        .type,
        "'in' needs an Array or Object on its right, but found type '\(whole.kritiType)'",
        at: span
      )
    }
  }

  /// Negative, zero or positive.
  private func compare(
    _ one: JSONValue,
    _ other: JSONValue,
    at span: SourceSpan
  ) throws(KritiError) -> Int {
    switch (one, other) {
    case (.number(let one), .number(let other)):
      if let one = one.int64, let other = other.int64 {
        return one < other ? -1 : one > other ? 1 : 0
      }
      return one.double < other.double ? -1 : one.double > other.double ? 1 : 0
    case (.string(let one), .string(let other)):
      return one < other ? -1 : one > other ? 1 : 0
    case (.bool(let one), .bool(let other)):
      return one == other ? 0 : other ? -1 : 1
    default:
      throw KritiError(
        .type,
        "Cannot compare type '\(one.kritiType)' with type '\(other.kritiType)'",
        at: span
      )
    }
  }
}
