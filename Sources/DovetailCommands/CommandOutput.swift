/// Where commands write.
package struct CommandOutput: Sendable {
  /// Takes what the command was asked for.
  package var result: @Sendable (String) -> Void
  /// Takes what happens on the way, a line each.
  package var note: @Sendable (String) -> Void

  package init(
    result: @escaping @Sendable (String) -> Void,
    note: @escaping @Sendable (String) -> Void
  ) {
    self.result = result
    self.note = note
  }
}
