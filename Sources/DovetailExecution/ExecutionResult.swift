/// What the run of a plan gave.
package struct ExecutionResult: Sendable {
  /// `ExecutionOptions.prefix` and the value of `data`; nil if the operation failed.
  package var data: [UInt8]?
  /// What went wrong: why there is no data, or what is missing from it.
  package var errors: [ExecutionError]
  /// `Set-Cookie` headers that root fetches brought, in root order.
  package var cookies: [String]

  package init(data: [UInt8]?, errors: [ExecutionError] = [], cookies: [String] = []) {
    self.data = data
    self.errors = errors
    self.cookies = cookies
  }
}
