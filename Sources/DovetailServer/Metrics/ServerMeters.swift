import Meters

/// What the server counts of its connections and of the bytes in bodies.
final class ServerMeters: Sendable {
  private let opened = Counter()
  private let closed = Counter()
  private let requestBytes = Counter()
  private let responseBytes = Counter()
  /// Responses by the first digit of their status.
  private let responses = (1...5).map { _ in Counter() }

  /// A client has connected.
  func connectionOpened() { opened.add() }

  /// A connection has ended.
  func connectionClosed() { closed.add() }

  /// Takes note of an answer.
  func answered(status: Int, requestBytes: Int, responseBytes: Int) {
    self.requestBytes.add(requestBytes)
    self.responseBytes.add(responseBytes)
    let index = status / 100 - 1
    if responses.indices.contains(index) { responses[index].add() }
  }

  /// The metrics; their names are those of the reference where it has them.
  var families: [MetricFamily] {
    [
      MetricFamily(
        "hasura_http_connections",
        .gauge,
        "Open connections of clients.",
        .integer(opened.value - closed.value)
      ),
      MetricFamily(
        "hasura_http_request_bytes_total",
        .counter,
        "Bytes in the bodies of requests, as they were sent.",
        .integer(requestBytes.value)
      ),
      MetricFamily(
        "hasura_http_response_bytes_total",
        .counter,
        "Bytes in the bodies of responses, as they were sent.",
        .integer(responseBytes.value)
      ),
      MetricFamily(
        "dovetail_http_responses_total",
        .counter,
        "Responses by the class of their status.",
        responses.enumerated().map { index, counter in
          MetricFamily.Sample(.integer(counter.value), [.init("status", "\(index + 1)xx")])
        }
      ),
    ]
  }
}
