import DovetailRemoteGraphQL
import Testing

@Suite("When a failed query is sent again")
struct RetryPolicyTests {
  private let policy = RetryPolicy(
    limit: 3,
    firstPause: .milliseconds(100),
    longestPause: .milliseconds(250),
    longestRetryAfter: .seconds(2)
  )

  private func pause(
    after repetitions: Int,
    retryAfter: Duration? = nil,
    remaining: Duration = .seconds(60),
    spread: Double = 1
  ) -> Duration? {
    policy.pause(
      after: repetitions,
      retryAfter: retryAfter,
      remaining: remaining,
      spread: spread
    )
  }

  @Test("Pauses double up to the longest, and there is a last one")
  func doubling() {
    #expect(
      (0...3).map { pause(after: $0) }
        == [.milliseconds(100), .milliseconds(200), .milliseconds(250), nil]
    )
  }

  @Test("Pauses are spread over their second half")
  func spread() {
    #expect(pause(after: 0, spread: 0) == .milliseconds(50))
    #expect(pause(after: 0, spread: 0.5) == .milliseconds(75))
  }

  @Test("What the service asks for is obeyed, unless it is too long")
  func retryAfter() {
    #expect(pause(after: 0, retryAfter: .seconds(2), spread: 0) == .seconds(2))
    #expect(pause(after: 0, retryAfter: .zero) == .zero)
    #expect(pause(after: 0, retryAfter: .seconds(3)) == nil)
    #expect(pause(after: 3, retryAfter: .zero) == nil)
  }

  @Test("A pause that outlasts the query's time is not made")
  func remaining() {
    #expect(pause(after: 0, remaining: .milliseconds(100)) == nil)
    #expect(pause(after: 0, remaining: .milliseconds(101)) == .milliseconds(100))
    #expect(pause(after: 0, remaining: .seconds(-1)) == nil)
  }

  @Test(
    "Retry-After is a number of seconds or a date",
    arguments: [
      ("3", Duration.seconds(3)),
      (" 0 ", .zero),
      ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)),
      ("Sun, 06 Nov 1994 08:48:59 GMT", .zero),
      ("99999999999999999999999", .seconds(Int64(Int32.max))),
    ]
  )
  func header(text: String, delay: Duration) {
    // 1994-11-06 08:49:00 UTC.
    #expect(RetryAfter.delay(text, now: 784_111_740) == delay)
  }

  @Test("Other texts say nothing", arguments: ["", "soon", "-1", "Sun, 06 Foo 1994 08:49:37 GMT"])
  func nonsense(text: String) {
    #expect(RetryAfter.delay(text, now: 0) == nil)
  }
}
