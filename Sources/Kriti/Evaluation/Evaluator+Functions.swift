import OrderedCollections
import OrderedJSON

extension Evaluator {
  /// The result of a function.
  func call(
    _ function: Function,
    _ arguments: [JSONValue],
    at span: SourceSpan
  ) throws(KritiError) -> JSONValue {
    if function == .concat {
      // Either one array of what is put together, or the things themselves.
      if arguments.count == 1, case .array(let parts) = arguments[0] {
        return try concatenate(parts, at: span)
      }
      return try concatenate(arguments, at: span)
    }
    guard arguments.count == 1, let value = arguments.first else {
      throw KritiError(
        .function,
        "Function '\(function.rawValue)' takes one argument, but got \(arguments.count)",
        at: span
      )
    }
    let result: JSONValue? =
      switch function {
      case .not: value.boolValue.map { JSONValue.bool(!$0) }
      case .empty: Self.isEmpty(value).map { JSONValue.bool($0) }
      case .size: Self.size(of: value)
      case .head: Self.first(of: value)
      case .last: Self.last(of: value)
      case .tail: Self.tail(of: value)
      case .inverse: Self.inverse(of: value)
      case .removeNulls: value.arrayValue.map { .array($0.filter { !$0.isNull }) }
      case .toPairs: value.objectValue.map { .array($0.map { [.string($0.key), $0.value] }) }
      case .fromPairs: Self.object(ofPairs: value)
      case .toLower, .toCaseFold: value.stringValue.map { .string($0.lowercased()) }
      case .toUpper: value.stringValue.map { .string($0.uppercased()) }
      case .toTitle: value.stringValue.map { .string(Self.titleCase($0)) }
      case .escapeUri: Self.plainText(value).map { .string(percentEncoded($0)) }
      case .parameterize: Self.parameters(of: value).map { .string($0) }
      case .concat: JSONValue?.none
      }
    guard let result else { throw refused(function, value, at: span) }
    return result
  }

  private func refused(
    _ function: Function,
    _ value: JSONValue,
    at span: SourceSpan
  ) -> KritiError {
    let isEmptyCollection = Self.isEmpty(value) == true && (function == .head || function == .last)
    return KritiError(
      .function,
      isEmptyCollection
        ? "Function '\(function.rawValue)' needs at least one element"
        : "Function '\(function.rawValue)' cannot take type '\(value.kritiType)'",
      at: span
    )
  }

  private func concatenate(
    _ parts: [JSONValue],
    at span: SourceSpan
  ) throws(KritiError) -> JSONValue {
    guard let first = parts.first else { return .array([]) }
    var total = 0
    func bounded(_ count: Int) throws(KritiError) {
      total += count
      guard total <= limits.size else {
        throw KritiError(
          .limit,
          "The evaluation makes more than \(limits.size) bytes",
          at: span
        )
      }
    }
    func mixed(_ other: JSONValue) -> KritiError {
      KritiError(
        .function,
        "Function 'concat' cannot put type '\(first.kritiType)' and type '\(other.kritiType)' "
          + "together",
        at: span
      )
    }
    switch first {
    case .string:
      var text = ""
      for part in parts {
        guard case .string(let piece) = part else { throw mixed(part) }
        try bounded(piece.utf8.count)
        text += piece
      }
      return .string(text)
    case .array:
      var elements: [JSONValue] = []
      for part in parts {
        guard case .array(let piece) = part else { throw mixed(part) }
        try bounded(piece.count)
        elements += piece
      }
      return .array(elements)
    case .object:
      var object = JSONObject()
      for part in parts {
        guard case .object(let piece) = part else { throw mixed(part) }
        object.merge(piece) { _, last in last }
      }
      return .object(object)
    default:
      throw KritiError(
        .function,
        "Function 'concat' cannot take type '\(first.kritiType)'",
        at: span
      )
    }
  }

  // MARK: Collections

  private static func isEmpty(_ value: JSONValue) -> Bool? {
    switch value {
    case .null: true
    case .bool: nil
    case .number(let number): number.double == 0
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    }
  }

  private static func size(of value: JSONValue) -> JSONValue {
    switch value {
    case .null: 0
    case .bool(let flag): flag ? 1 : 0
    case .number: value
    case .string(let text): .int(text.unicodeScalars.count)
    case .array(let elements): .int(elements.count)
    case .object(let members): .int(members.count)
    }
  }

  private static func first(of value: JSONValue) -> JSONValue? {
    switch value {
    case .string(let text): text.first.map { .string(String($0)) }
    case .array(let elements): elements.first
    default: nil
    }
  }

  private static func last(of value: JSONValue) -> JSONValue? {
    switch value {
    case .string(let text): text.last.map { .string(String($0)) }
    case .array(let elements): elements.last
    default: nil
    }
  }

  private static func tail(of value: JSONValue) -> JSONValue? {
    switch value {
    case .string(let text): .string(String(text.dropFirst()))
    case .array(let elements): .array(Array(elements.dropFirst()))
    default: nil
    }
  }

  private static func inverse(of value: JSONValue) -> JSONValue? {
    switch value {
    case .null: .null
    case .bool(let flag): .bool(!flag)
    case .number(let number): JSONNumber(1 / number.double).map { .number($0) }
    case .string(let text): .string(String(text.reversed()))
    case .array(let elements): .array(elements.reversed())
    case .object: value
    }
  }

  private static func object(ofPairs value: JSONValue) -> JSONValue? {
    guard let pairs = value.arrayValue else { return nil }
    var object = JSONObject()
    for pair in pairs {
      guard case .array(let parts) = pair, parts.count == 2, case .string(let key) = parts[0]
      else { return nil }
      object[key] = parts[1]
    }
    return .object(object)
  }

  // MARK: Texts

  private static func titleCase(_ text: String) -> String {
    var isInWord = false
    var result = ""
    for character in text {
      result += isInWord ? character.lowercased() : character.uppercased()
      isInWord = character.isLetter || character.isNumber || character == "'"
    }
    return result
  }

  private static func plainText(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  /// The members of an object as `name=value&…`; those of inner objects as `outer[name]=value`.
  private static func parameters(of value: JSONValue) -> String? {
    guard case .object(let members) = value else { return nil }
    var pairs: [String] = []
    for (key, member) in members {
      addParameters(member, named: percentEncoded(key), to: &pairs)
    }
    return pairs.joined(separator: "&")
  }

  private static func addParameters(
    _ value: JSONValue,
    named name: String,
    to pairs: inout [String]
  ) {
    switch value {
    case .null: break
    case .object(let members):
      for (key, member) in members {
        addParameters(member, named: "\(name)%5B\(percentEncoded(key))%5D", to: &pairs)
      }
    case .array(let elements):
      for element in elements { addParameters(element, named: "\(name)%5B%5D", to: &pairs) }
    default:
      pairs.append("\(name)=\(percentEncoded(plainText(value) ?? ""))")
    }
  }
}
