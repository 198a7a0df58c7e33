import OrderedCollections
import OrderedJSON

/// Evaluates the expressions of one template, counting what it costs.
struct Evaluator {
  let limits: KritiLimits
  var variables: [String: JSONValue]
  private var steps = 0
  private var size = 0

  init(limits: KritiLimits, variables: [String: JSONValue]) {
    self.limits = limits
    self.variables = variables
  }

  /// The value of an expression.
  mutating func evaluate(_ expression: Expression, depth: Int) throws(KritiError) -> JSONValue {
    try count(expression, depth)
    let inner = depth + 1
    switch expression.kind {
    case .literal(let value):
      try spend(value, at: expression.span)
      return value
    case .text(let parts):
      return .string(try text(parts, expression.span, depth: inner))
    case .array(let elements):
      var values: [JSONValue] = []
      for element in elements { values.append(try evaluate(element, depth: inner)) }
      return .array(values)
    case .object(let members):
      var object = JSONObject()
      for member in members {
        let key = try text(member.key, expression.span, depth: inner)
        object[key] = try evaluate(member.value, depth: inner)
      }
      return .object(object)
    case .variable(let name):
      guard let value = variables[name] else {
        throw KritiError(
          .invalidPath,
          "Variable '\(name)' not in scope",
          at: expression.span
        )
      }
      try spend(value, at: expression.span)
      return value
    case .access(let base, let key, let isOptional):
      return try access(base, key, isOptional: isOptional, expression, depth: inner)
    case .fallback(let first, let second):
      let value: JSONValue
      do {
        value = try evaluate(first, depth: inner)
      } catch {
        // What is not there is as good as null here.
        guard error.kind == .invalidPath else { throw error }
        return try evaluate(second, depth: inner)
      }
      return value.isNull ? try evaluate(second, depth: inner) : value
    case .binary(let operation, let left, let right):
      return .bool(try apply(operation, left, right, depth: inner))
    case .call(let function, let arguments):
      var values: [JSONValue] = []
      for argument in arguments { values.append(try evaluate(argument, depth: inner)) }
      let result = try call(function, values, at: expression.span)
      try spend(result, at: expression.span)
      return result
    case .condition(let branches, let otherwise):
      for branch in branches where try boolean(branch.condition, depth: inner) {
        return try evaluate(branch.body, depth: inner)
      }
      guard let otherwise else { return .null }
      return try evaluate(otherwise, depth: inner)
    case .range(let index, let item, let source, let body):
      return try range(index, item, source, body, depth: inner)
    }
  }

  // MARK: Costs

  private mutating func count(_ expression: Expression, _ depth: Int) throws(KritiError) {
    steps += 1
    // Parsing bounds the depth of expressions; this is for trees that were made otherwise.
    guard steps <= limits.steps, depth <= 4 * limits.depth else {
      throw KritiError(
        .limit,
        "The evaluation takes more than \(limits.steps) steps",
        at: expression.span
      )
    }
  }

  /// Counts the size of a value that gets into the result.
  mutating func spend(_ value: JSONValue, at span: SourceSpan) throws(KritiError) {
    // What templates repeat is large values; their parts need not be walked for small ones.
    size += Self.size(of: value, budget: limits.size - size)
    guard size <= limits.size else {
      throw KritiError(
        .limit,
        "The evaluation makes more than \(limits.size) bytes",
        at: span
      )
    }
  }

  private static func size(of value: JSONValue, budget: Int) -> Int {
    guard budget > 0 else { return 1 }
    switch value {
    case .null, .bool: return 1
    case .number(let number): return number.text.utf8.count
    case .string(let text): return text.utf8.count + 1
    case .array(let elements):
      var total = 1
      for element in elements where total <= budget {
        total += size(of: element, budget: budget - total)
      }
      return total
    case .object(let members):
      var total = 1
      for (key, member) in members where total <= budget {
        total += key.utf8.count + size(of: member, budget: budget - total)
      }
      return total
    }
  }

  // MARK: Parts

  private mutating func text(
    _ parts: [Expression.TextPart],
    _ span: SourceSpan,
    depth: Int
  ) throws(KritiError) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .plain(let text): result += text
      case .value(let expression):
        let value = try evaluate(expression, depth: depth)
        switch value {
        case .string(let text): result += text
        case .number(let number): result += number.text
        case .bool(let flag): result += flag ? "true" : "false"
        case .null: result += "null"
        case .array, .object:
          throw KritiError(
            .type,
            "Cannot interpolate type: '\(value.kritiType)'. Expected String, Boolean, or Number",
            at: expression.span
          )
        }
      }
    }
    try spend(.string(result), at: span)
    return result
  }

  mutating func boolean(_ expression: Expression, depth: Int) throws(KritiError) -> Bool {
    let value = try evaluate(expression, depth: depth)
    guard case .bool(let flag) = value else {
      throw KritiError(
        .type,
        "Type error: expected a Boolean, but found type '\(value.kritiType)'",
        at: expression.span
      )
    }
    return flag
  }

  private mutating func range(
    _ index: String?,
    _ item: String?,
    _ source: Expression,
    _ body: Expression,
    depth: Int
  ) throws(KritiError) -> JSONValue {
    let value = try evaluate(source, depth: depth)
    guard case .array(let elements) = value else {
      throw KritiError(
        .range,
        "Can only range over an array, but found type '\(value.kritiType)'",
        at: source.span
      )
    }
    let outer = variables
    defer { variables = outer }
    var results: [JSONValue] = []
    for (position, element) in elements.enumerated() {
      if let index { variables[index] = .int(position) }
      if let item { variables[item] = element }
      results.append(try evaluate(body, depth: depth))
    }
    return .array(results)
  }

  private mutating func access(
    _ base: Expression,
    _ key: Expression,
    isOptional: Bool,
    _ expression: Expression,
    depth: Int
  ) throws(KritiError) -> JSONValue {
    let value = try evaluate(base, depth: depth)
    let position = try evaluate(key, depth: depth)
    // Behind an optional step that found nothing all further steps find nothing.
    if value.isNull, isOptional || base.isOptionalAccess { return .null }
    switch (value, position) {
    case (.object(let members), .string(let name)):
      if let member = members[name] { return member }
    case (.array(let elements), .number(let number)):
      if let index = number.int64.map(Int.init), elements.indices.contains(index) {
        return elements[index]
      }
    default:
      break
    }
    if isOptional { return .null }
    let name =
      switch position {
      case .string(let text): text
      default: position.description
      }
    throw KritiError(.invalidPath, "Path lookup for '\(name)' failed", at: expression.span)
  }
}

extension Expression {
  /// Whether a step on the way to the value was optional.
  fileprivate var isOptionalAccess: Bool {
    var current = self
    while case .access(let base, _, let isOptional) = current.kind {
      if isOptional { return true }
      current = base
    }
    return false
  }
}

extension JSONValue {
  /// What the language calls values of this sort.
  var kritiType: String {
    switch self {
    case .null: "Null"
    case .bool: "Boolean"
    case .number: "Number"
    case .string: "String"
    case .array: "Array"
    case .object: "Object"
    }
  }
}
