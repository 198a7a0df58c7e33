/// The admin secrets, any of which is accepted.
package struct AdminSecrets: Sendable {
  private let secrets: [[UInt8]]

  /// Takes the secrets; an empty one is left out, because an empty header must never match.
  ///
  /// - Returns: `nil` if no secret is left.
  package init?(_ secrets: [String]) {
    let usable = secrets.filter { !$0.isEmpty }.map { Array($0.utf8) }
    guard !usable.isEmpty else { return nil }
    self.secrets = usable
  }

  /// Whether the candidate is one of the secrets.
  ///
  /// The time it takes depends on the lengths only, never on where the texts differ or on which
  /// of the secrets matches.
  package func match(_ candidate: String) -> Bool {
    let bytes = Array(candidate.utf8)
    var matched = false
    for secret in secrets {
      let equal = Self.areEqual(secret, bytes)
      matched = matched || equal
    }
    return matched
  }

  private static func areEqual(_ secret: [UInt8], _ candidate: [UInt8]) -> Bool {
    var difference = secret.count ^ candidate.count
    for index in candidate.indices {
      difference |= Int(secret[index % secret.count] ^ candidate[index])
    }
    return difference == 0
  }
}
