/// How many upstreams answer, for health checks.
package struct UpstreamAvailability: Sendable, Hashable {
  package var available: Int
  package var total: Int

  package init(available: Int, total: Int) {
    self.available = available
    self.total = total
  }
}
