import GraphQLLanguage
import OrderedJSON

/// Join keys as values of the types that a service declares.
enum KeyValue {
  /// Appends the JSON text of a key as a value of a type.
  ///
  /// A text of digits becomes a number where the service wants one, and the other way round; what
  /// cannot be converted goes as it is, and the service says what is wrong with it.
  static func append(_ key: ArraySlice<UInt8>, as type: TypeReference, to writer: inout JSONWriter)
  {
    let name = type.namedType
    if key.first == UInt8(ascii: "[") {
      guard let items = (try? JSONValue(parsing: key))?.arrayValue else {
        writer.appendRaw(key)
        return
      }
      writer.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { writer.append(UInt8(ascii: ",")) }
        append(item.serialized()[...], as: type, to: &writer)
      }
      writer.append(UInt8(ascii: "]"))
      return
    }
    switch (name, key.first) {
    case ("Int", let first?) where isScalar(first) && key.contains(UInt8(ascii: ".")):
      // `12.0` is an integer to us, but not to every service.
      writer.appendRaw(isIntegral(key) ? key.prefix { $0 != UInt8(ascii: ".") } : key)
    case ("Int", UInt8(ascii: "\"")) where isInteger(content(key)),
      ("Float", UInt8(ascii: "\"")) where isNumber(content(key)),
      ("Boolean", UInt8(ascii: "\"")) where isBoolean(content(key)):
      writer.appendRaw(content(key))
    case ("String", let first?) where isScalar(first), ("ID", let first?) where isScalar(first):
      writer.append(UInt8(ascii: "\""))
      writer.appendRaw(key)
      writer.append(UInt8(ascii: "\""))
    default:
      writer.appendRaw(key)
    }
  }

  /// Whether a key can be a value of a specified scalar; of others nothing is known.
  static func canConvert(_ key: ArraySlice<UInt8>, to scalar: String) -> Bool {
    let isText = key.first == UInt8(ascii: "\"")
    switch scalar {
    case "Int": return isText ? isInteger(content(key)) : isNumber(key) && isIntegral(key)
    case "Float": return isText ? isNumber(content(key)) : isNumber(key)
    case "Boolean": return isText ? isBoolean(content(key)) : isBoolean(key)
    case "String", "ID": return isText || key.first.map { isScalar($0) } == true
    default: return true
    }
  }

  /// Appends the bytes by which keys are equal, whether they were written as texts or as numbers.
  static func appendCanonical(_ key: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    guard key.first == UInt8(ascii: "\"") else {
      // `12.0` was sent as `12`.
      let isPlain =
        !key.contains(UInt8(ascii: ".")) || key.contains { $0 | 0x20 == UInt8(ascii: "e") }
      bytes += isPlain || !isIntegral(key) ? key : key.prefix { $0 != UInt8(ascii: ".") }
      return
    }
    if key.contains(UInt8(ascii: "\\")), let text = (try? JSONValue(parsing: key))?.stringValue {
      bytes += text.utf8
    } else {
      bytes += content(key)
    }
  }

  private static func content(_ string: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    string.dropFirst().dropLast()
  }

  /// Whether a byte starts a number or a boolean.
  private static func isScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "t"),
      UInt8(ascii: "f"):
      true
    default:
      false
    }
  }

  private static func isInteger(_ text: ArraySlice<UInt8>) -> Bool {
    isNumber(text) && text.allSatisfy { $0 == UInt8(ascii: "-") || $0 &- UInt8(ascii: "0") < 10 }
  }

  /// Whether a number has no fraction: `12`, and also `12.0`.
  private static func isIntegral(_ number: ArraySlice<UInt8>) -> Bool {
    guard let point = number.firstIndex(of: UInt8(ascii: ".")) else { return true }
    return number[point...].dropFirst().allSatisfy { $0 == UInt8(ascii: "0") }
  }

  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    JSONNumber(String(decoding: text, as: UTF8.self)) != nil
  }

  private static func isBoolean(_ text: ArraySlice<UInt8>) -> Bool {
    text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8)
  }
}
