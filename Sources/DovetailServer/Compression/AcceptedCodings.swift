/// Which codings of a response's body a client takes, as far as it matters to us.
struct AcceptedCodings: Sendable, Hashable {
  /// Whether gzip was named.
  var gzip = false
  /// Whether the body may come as it is.
  var identity = true

  /// Reads `Accept-Encoding` (RFC 9110 §12.5.3); without that header only identity is taken.
  ///
  /// `*` does not count as gzip, but `*;q=0` refuses identity unless that is named.
  init(_ header: String?) {
    guard let header else { return }
    var namedIdentity: Bool?
    var any: Bool?
    for item in header.split(separator: ",") {
      let parts = item.split(separator: ";")
      guard let name = parts.first else { continue }
      let isAccepted = !parts.dropFirst().contains(where: Self.isZeroQuality)
      switch Self.trimmed(name).lowercased() {
      case "gzip", "x-gzip": gzip = isAccepted
      case "identity": namedIdentity = isAccepted
      case "*": any = isAccepted
      default: break
      }
    }
    identity = namedIdentity ?? any ?? true
  }

  /// Whether a body of that many bytes is to be compressed.
  func compresses(byteCount: Int) -> Bool {
    guard gzip else { return false }
    return !identity || byteCount >= 700
  }

  private static func isZeroQuality(_ parameter: Substring) -> Bool {
    let parts = parameter.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, trimmed(parts[0]).lowercased() == "q" else { return false }
    let value = trimmed(parts[1])
    return value.hasPrefix("0") && value.utf8.allSatisfy { $0 == 0x30 || $0 == 0x2E }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var rest = text
    while let first = rest.utf8.first, first == 0x20 || first == 0x09 { rest = rest.dropFirst() }
    while let last = rest.utf8.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
    return rest
  }
}
