import DovetailSource
import OrderedJSON

/// Finds looked-up values in an answer.
struct LeafReader {
  /// The answer, and after it the lists that were made of leaves.
  private(set) var bytes: [UInt8]
  /// The names of the fields from the aliased one down.
  private let path: ArraySlice<[UInt8]>

  init(_ bytes: [UInt8], path: ArraySlice<[UInt8]>) {
    self.bytes = bytes
    self.path = path
  }

  /// Where a value was found.
  enum Leaf {
    case null
    case range(Range<Int>)
    /// A list on the way became a list of leaves, which is text of its own.
    case text([UInt8])
  }

  /// The values of the members `f0`, `f1`, … of `data`.
  mutating func readAliases(
    in data: Range<Int>,
    keyCount: Int
  ) throws(SourceError) -> [Range<Int>?] {
    var values: [Range<Int>?] = Array(repeating: nil, count: keyCount)
    var texts: [(key: Int, text: [UInt8])] = []
    let path = path
    let failure: SourceError? = bytes.withUnsafeBytes { buffer in
      let scanner = JSONScanner(buffer)
      var members = scanner.members(at: data.lowerBound)
      do throws(SourceError) {
        while let member = members.next() {
          guard let key = Self.number(scanner, member.key), key < keyCount else { continue }
          switch try Self.leaf(scanner, member.value, path) {
          case .null: break
          case .range(let range): values[key] = range
          case .text(let text): texts.append((key, text))
          }
        }
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    for (key, text) in texts {
      values[key] = bytes.count..<(bytes.count + text.count)
      bytes.append(contentsOf: text)
    }
    return values
  }

  /// The value of a field without aliases, which may lie below a path.
  mutating func readValue(in data: Range<Int>) throws(SourceError) -> Range<Int>? {
    let path = path
    let found: Result<Leaf, SourceError> = bytes.withUnsafeBytes { buffer in
      do throws(SourceError) {
        return .success(try Self.leaf(JSONScanner(buffer), data, path))
      } catch {
        return .failure(error)
      }
    }
    switch try found.get() {
    case .null:
      return nil
    case .range(let range):
      return range
    case .text(let text):
      let range = bytes.count..<(bytes.count + text.count)
      bytes.append(contentsOf: text)
      return range
    }
  }

  /// The number of an alias.
  private static func number(_ scanner: JSONScanner, _ key: Range<Int>) -> Int? {
    guard key.count > 1, key.count < 12, scanner.byte(at: key.lowerBound) == UInt8(ascii: "f")
    else {
      return nil
    }
    var number = 0
    for offset in (key.lowerBound + 1)..<key.upperBound {
      let digit = scanner.byte(at: offset) &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    return number
  }

  /// The value below a path.
  static func leaf(
    _ scanner: JSONScanner,
    _ value: Range<Int>,
    _ path: ArraySlice<[UInt8]>
  ) throws(SourceError) -> Leaf {
    switch scanner.kind(at: value.lowerBound) {
    case .null:
      return .null
    case _ where path.isEmpty:
      return .range(value)
    case .array:
      var text: [UInt8] = [UInt8(ascii: "[")]
      var elements = scanner.elements(at: value.lowerBound)
      while let element = elements.next() {
        if text.count > 1 { text.append(UInt8(ascii: ",")) }
        switch try leaf(scanner, element, path) {
        case .null: text.append(contentsOf: "null".utf8)
        case .range(let range):
          for offset in range { text.append(scanner.byte(at: offset)) }
        case .text(let inner): text.append(contentsOf: inner)
        }
      }
      text.append(UInt8(ascii: "]"))
      return .text(text)
    case .object:
      guard let name = path.first else { return .range(value) }
      var members = scanner.members(at: value.lowerBound)
      while let member = members.next() {
        if scanner.matches(member.key, name) {
          return try leaf(scanner, member.value, path.dropFirst())
        }
      }
      throw lookupFailure("expecting key \(String(decoding: name, as: UTF8.self))")
    default:
      throw lookupFailure(
        "unexpected non-object json value found while path not empty: "
          + path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
      )
    }
  }
}

/// The error for an answer to a lookup that cannot be used.
func lookupFailure(_ message: String) -> SourceError {
  SourceError(code: .unexpected, message: message, path: "$")
}
