/// Booleans as headers and environment variables spell them; `1` and `0` are none.
package enum BooleanText {
  /// What a text that is no boolean should have been.
  package static let expectation =
    "Not a valid boolean text. True values are [\"true\",\"t\",\"yes\",\"y\"] and "
    + "False values are [\"false\",\"f\",\"no\",\"n\"]. All values are case insensitive"

  /// The boolean that the text spells, in any case; `nil` if it spells none.
  package static func parse(_ text: some StringProtocol) -> Bool? {
    switch text.lowercased() {
    case "true", "t", "yes", "y": true
    case "false", "f", "no", "n": false
    default: nil
    }
  }
}
