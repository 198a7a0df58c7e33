package import DovetailMetadata

/// A webhook that must agree to what a mutation writes, before anything is written.
package struct InputCheck: Sendable, Hashable {
  package var webhook: InputValidation
  /// What the client gave: rows, or conditions with changes; presets are not among it.
  package var input: Operand

  package init(webhook: InputValidation, input: Operand) {
    self.webhook = webhook
    self.input = input
  }
}
