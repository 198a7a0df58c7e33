import Kriti
package import OrderedCollections

/// The parameters of an address, and the address without them.
package struct QueryString: Sendable, Hashable {
  /// What stands before `?`.
  package var base: String
  /// Decoded; the last of equal names counts.
  package var parameters: OrderedDictionary<String, String?>

  /// Takes an address apart.
  package init(of url: String) {
    guard let mark = url.firstIndex(of: "?") else {
      self.init(base: url, parameters: [:])
      return
    }
    let query = url[url.index(after: mark)...].prefix { $0 != "#" }
    self.init(base: String(url[..<mark]), parameters: Self.parse(query))
  }

  package init(base: String, parameters: OrderedDictionary<String, String?>) {
    self.base = base
    self.parameters = parameters
  }

  /// The parameters of the text behind `?`.
  package static func parse(_ text: some StringProtocol) -> OrderedDictionary<String, String?> {
    var parameters: OrderedDictionary<String, String?> = [:]
    for pair in text.split(separator: "&") {
      guard let mark = pair.firstIndex(of: "=") else {
        parameters.updateValue(nil, forKey: decoded(pair))
        continue
      }
      let value: String? = decoded(pair[pair.index(after: mark)...])
      parameters.updateValue(value, forKey: decoded(pair[..<mark]))
    }
    return parameters
  }

  /// The address with its parameters.
  package var url: String {
    guard !parameters.isEmpty else { return base }
    let pairs = parameters.map { name, value in
      value.map { "\(percentEncoded(name))=\(percentEncoded($0))" } ?? percentEncoded(name)
    }
    return base + "?" + pairs.joined(separator: "&")
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(digit),
        let low = rest.dropFirst().first.flatMap(digit)
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
