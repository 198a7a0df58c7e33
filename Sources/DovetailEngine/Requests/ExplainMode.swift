/// What is told of how a request is answered.
package enum ExplainMode: String, Sendable {
  /// The upstream calls that it would take; none is made.
  case plan
  /// The upstream calls that were made, and what each brought and took.
  case analyze
}
