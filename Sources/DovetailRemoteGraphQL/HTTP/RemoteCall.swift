import AsyncHTTPClient
import DovetailSource
import Glibc
import Meters
import NIOCore

/// A request on its way to a service, sent as often as it takes.
struct RemoteCall: Sendable {
  let caller: RemoteCaller
  let request: HTTPClient.Request
  let purpose: CallPurpose
  let context: ExecutionContext

  /// What an attempt led to.
  private enum Attempt {
    case answer(HTTPAnswer)
    /// An answer that says that the service is unavailable; it is the client's if nothing better comes.
    case unavailable(HTTPAnswer)
    case failure(any Error)
  }

  private typealias Clock = ContinuousClock

  /// Sends the request until there is an answer, or no sense in trying again.
  ///
  /// All attempts together take no longer than one may.
  func run() async throws(SourceError) -> HTTPAnswer {
    let start = Clock.now
    let ownEnd = start.advanced(by: .seconds(caller.service.timeoutSeconds))
    let end = min(ownEnd, context.deadline ?? ownEnd)
    var repetitions = 0
    // A kept connection that the service closed just as it was used is nobody's failure.
    var mayRepeatAtOnce = purpose != .mutation
    var last: Attempt?
    while true {
      let ticket: CircuitBreaker.Ticket
      switch caller.state.admit(always: purpose == .inspection, isRetry: repetitions > 0) {
      case .admitted(let admitted): ticket = admitted
      case .refused(let time):
        if let last { return try outcome(of: last) }
        throw refusal(for: time)
      }
      let sent = Clock.now
      let attempt = await send(until: end)
      caller.state.callTime.observe(sent.duration(to: .now))
      if mayRepeatAtOnce, case .failure(let error) = attempt,
        error as? HTTPClientError == .remoteConnectionClosed, !Task.isCancelled
      {
        mayRepeatAtOnce = false
        caller.state.end(ticket, .abandoned, reason: nil)
        continue
      }
      mayRepeatAtOnce = false
      take(attempt, ticket)
      guard let pause = pause(after: attempt, repetitions, until: end) else {
        return try outcome(of: attempt)
      }
      do {
        try await Task.sleep(for: pause, clock: .continuous)
      } catch {
        throw Self.cancelled
      }
      last = attempt
      repetitions += 1
    }
  }

  // MARK: Attempts

  // The future is awaited where the caller runs, so that there is one hop from the event loop.
  private func send(until end: Clock.Instant) async -> Attempt {
    let task = caller.client.client(forTrustedHost: caller.isTrusted).execute(
      request: request,
      delegate: AnswerCollector(limit: caller.options.maximumAnswerSize),
      deadline: .now() + .nanoseconds(Clock.now.duration(to: end).nanoseconds)
    )
    do {
      let answer = try await withTaskCancellationHandler {
        try await task.futureResult.get()
      } onCancel: {
        task.cancel()
      }
      return isUnavailable(answer) ? .unavailable(answer) : .answer(answer)
    } catch {
      return .failure(error)
    }
  }

  /// Whether an answer says that the service cannot answer now.
  ///
  /// The contract ignores the status where the body has data.
  private func isUnavailable(_ answer: HTTPAnswer) -> Bool {
    switch answer.status {
    case 429, 502, 503, 504:
      do {
        return !(try RemoteAnswer(answer.body) { Self.unreadable($0) }.hasData)
      } catch {
        return true
      }
    default:
      return false
    }
  }

  private static func unreadable(_ reason: String) -> SourceError {
    SourceError(code: .remoteSchemaError, message: reason)
  }

  private func take(_ attempt: Attempt, _ ticket: CircuitBreaker.Ticket) {
    switch attempt {
    case .answer:
      caller.state.end(ticket, .answered, reason: nil)
    case .unavailable(let answer) where answer.status == 429:
      // Too many requests: the service is well, and says so.
      caller.state.end(ticket, .answered, reason: nil)
    case .unavailable(let answer):
      caller.state.end(ticket, .failed, reason: "status \(answer.status)")
    case .failure(let error):
      // What the client or the operation ended says nothing of the service.
      let isOurs = isCancellation(error) || hasOperationEnded
      caller.state.end(
        ticket,
        isOurs ? .abandoned : .failed,
        reason: isOurs ? nil : RemoteCaller.reason(error)
      )
    }
  }

  private func pause(
    after attempt: Attempt,
    _ repetitions: Int,
    until end: Clock.Instant
  ) -> Duration? {
    guard purpose != .mutation, !Task.isCancelled else { return nil }
    var retryAfter: Duration?
    switch attempt {
    case .answer: return nil
    case .unavailable(let answer):
      retryAfter = answer.retryAfter.flatMap { RetryAfter.delay($0, now: Int64(time(nil))) }
    case .failure(let error):
      guard !isCancellation(error), !(error is AnswerCollector.TooLarge) else { return nil }
    }
    return caller.options.retry.pause(
      after: repetitions,
      retryAfter: retryAfter,
      remaining: Clock.now.duration(to: end),
      spread: Double.random(in: 0...1)
    )
  }

  // MARK: Outcomes

  private func outcome(of attempt: Attempt) throws(SourceError) -> HTTPAnswer {
    switch attempt {
    case .answer(let answer), .unavailable(let answer): return answer
    case .failure(let error):
      if isCancellation(error) { throw Self.cancelled }
      if hasOperationEnded {
        throw SourceError(
          code: .timeLimitExceeded,
          message: "the operation took longer than its time limit",
          path: "$"
        )
      }
      throw caller.failure(RemoteCaller.reason(error), request)
    }
  }

  private func refusal(for time: Duration) -> SourceError {
    let milliseconds = time.nanoseconds / 1_000_000
    let failure = caller.state.status.lastFailure.map { " (\($0))" } ?? ""
    return caller.failure(
      "Circuit breaker open: the service has failed repeatedly\(failure) and is tried again in "
        + "\(milliseconds) ms",
      request
    )
  }

  private static let cancelled = SourceError(
    code: .cancelled,
    message: "the request was cancelled"
  )

  private var hasOperationEnded: Bool { context.deadline.map { $0 <= Clock.now } ?? false }

  private func isCancellation(_ error: any Error) -> Bool {
    Task.isCancelled || error as? HTTPClientError == .cancelled || error is CancellationError
  }
}

extension Duration {
  /// The duration in nanoseconds, as far as they fit.
  fileprivate var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return isTooLong ? (seconds < 0 ? .min : .max) : product &+ attoseconds / 1_000_000_000
  }
}
