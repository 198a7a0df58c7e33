/// A place in a JSON document, printed as `$.sources[0].tables[2]["odd key"]`.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  package var components: [Component]

  /// One step down.
  package enum Component: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  package init(_ components: [Component] = []) {
    self.components = components
  }

  /// The whole document: `$`.
  package static let root = JSONPath()

  /// The arguments of a command: `$.args`.
  package static let arguments = JSONPath([.key("args")])

  /// The place of a member.
  package func appending(_ key: String) -> JSONPath {
    JSONPath(components + [.key(key)])
  }

  /// The place of an element.
  package func appending(index: Int) -> JSONPath {
    JSONPath(components + [.index(index)])
  }

  /// The same place seen from a document that holds this one at `prefix`.
  package func prefixed(with prefix: JSONPath) -> JSONPath {
    JSONPath(prefix.components + components)
  }

  package var description: String {
    var text = "$"
    for component in components {
      switch component {
      case .key(let key) where isPlain(key): text += ".\(key)"
      case .key(let key): text += "[\"\(key)\"]"
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  private func isPlain(_ key: String) -> Bool {
    guard let first = key.utf8.first, isLetter(first) else { return false }
    return key.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
