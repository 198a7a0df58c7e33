import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import GraphQLLanguage
import OrderedJSON
import Synchronization
import Testing

@Suite("Sending again, and leaving alone")
struct RetryTests {
  private static let good = TestService.Answer.body(#"{"data":{"me":1}}"#)

  /// Options without long waits.
  private func options(
    retries: Int = 2,
    failures: Int = 0,
    openTime: Duration = .milliseconds(100)
  ) -> RemoteGraphQLOptions {
    RemoteGraphQLOptions(
      retry: RetryPolicy(
        limit: retries,
        firstPause: .milliseconds(1),
        longestPause: .milliseconds(5),
        longestRetryAfter: .seconds(1)
      ),
      circuitBreaker: CircuitBreaker.Settings(failures: failures, openTime: openTime)
    )
  }

  /// Answers one after the other; the last one again and again.
  private func inTurn(
    _ answers: [TestService.Answer]
  ) -> @Sendable (TestService.Request) -> TestService.Answer {
    let turn = Turn()
    return { _ in
      let index = turn.index.withLock { index in
        defer { index += 1 }
        return index
      }
      return answers[min(index, answers.count - 1)]
    }
  }

  private final class Turn: Sendable {
    let index = Mutex(0)
  }

  private func mutation() -> RemoteOperation {
    var operation = RemoteOperation.me
    operation.kind = .mutation
    return operation
  }

  @Test("A query that is not answered is sent again")
  func retry() async throws {
    let answers = inTurn([
      .body("try later", status: 503), .body("", status: 502), Self.good,
    ])
    try await TestService.run(answering: answers) { service in
      try await withSource(of: service, options: options()) { source in
        let data = try await source.send(.me).dataText
        #expect(data == #"{"me":1}"#)
        #expect(source.status?.counters.calls == 3)
        #expect(source.status?.counters.retries == 2)
        #expect(source.status?.counters.failures == 2)
      }
      #expect(service.requests.count == 3)
    }
  }

  @Test("What is answered in the end is the client's, if nothing better comes")
  func exhausted() async throws {
    try await TestService.run(answering: { _ in .body("<p>away</p>", status: 503) }) { service in
      try await withSource(of: service, options: options()) { source in
        let error = await sourceError { _ = try await source.send(.me) }
        #expect(error?.detail?["status"] == 503)
      }
      #expect(service.requests.count == 3)
    }
  }

  @Test("A status means nothing where there is data, as the contract has it")
  func dataCounts() async throws {
    try await TestService.run(
      answering: { _ in .body(#"{"data":{"me":1}}"#, status: 503) }
    ) { service in
      try await withSource(of: service, options: options()) { source in
        let data = try await source.send(.me).dataText
        #expect(data == #"{"me":1}"#)
      }
      #expect(service.requests.count == 1)
    }
  }

  @Test("Errors of the service are answers: nothing is sent again")
  func upstreamErrors() async throws {
    try await TestService.run(
      answering: #"{"errors":[{"message":"no"}]}"#
    ) { service in
      try await withSource(of: service, options: options()) { source in
        let error = await sourceError { _ = try await source.send(.me) }
        #expect(error?.upstreamErrors == [["message": "no"]])
      }
      #expect(service.requests.count == 1)
    }
  }

  @Test(
    "A mutation is never sent again",
    arguments: [TestService.Answer.body("", status: 503), .nothing]
  )
  func mutations(answer: TestService.Answer) async throws {
    try await TestService.run(answering: inTurn([answer, Self.good])) { service in
      try await withSource(of: service, options: options()) { source in
        let error = await sourceError { _ = try await source.send(mutation()) }
        #expect(error != nil)
      }
      #expect(service.requests.count == 1)
    }
  }

  @Test("A service that asks for time gets it, but not more than there is")
  func retryAfter() async throws {
    let clock = ContinuousClock()
    let soon = TestService.Answer.body("", status: 429, headers: [("Retry-After", "1")])
    try await TestService.run(answering: inTurn([soon, Self.good])) { service in
      try await withSource(of: service, options: options()) { source in
        let start = clock.now
        let data = try await source.send(.me).dataText
        #expect(data == #"{"me":1}"#)
        #expect(clock.now - start >= .seconds(1))
      }
    }
    let late = TestService.Answer.body("", status: 429, headers: [("Retry-After", "2")])
    try await TestService.run(answering: inTurn([late, Self.good])) { service in
      try await withSource(of: service, options: options()) { source in
        #expect(await sourceError { _ = try await source.send(.me) } != nil)
      }
      #expect(service.requests.count == 1)
    }
  }

  @Test("A service that fails repeatedly is left alone, then tried by one call")
  func circuit() async throws {
    let changes = Changes()
    let answers = inTurn([
      .body("", status: 503), .body("", status: 503), .body("", status: 503), Self.good,
    ])
    try await TestService.run(answering: answers) { service in
      let client = RemoteHTTPClient()
      let source = try RemoteGraphQLSource(
        name: "crm",
        definition: RemoteSchemaDefinition(url: service.url),
        environment: [:],
        client: client,
        options: options(retries: 0, failures: 2),
        onCircuitChange: { change in changes.circuits.withLock { $0.append(change.circuit) } }
      )
      for _ in 0..<2 { _ = await sourceError { _ = try await source.send(.me) } }
      #expect(source.status?.circuit == .open)
      let refused = await sourceError { _ = try await source.send(.me) }
      #expect(refused?.code == .remoteSchemaError)
      #expect(
        refused?.message
          == "HTTP exception occurred while sending the request to \"\(service.url)\""
      )
      let reason = refused?.detail?["message"]?.stringValue
      #expect(reason?.hasPrefix("Circuit breaker open") == true)
      #expect(reason?.contains("status 503") == true)
      #expect(service.requests.count == 2)
      #expect(source.status?.counters.refusals == 1)
      // The third answer is a failure, too.
      try await untilAdmitted { await sourceError { _ = try await source.send(.me) } }
      #expect(source.status?.circuit == .open)
      try await untilAdmitted { await sourceError { _ = try await source.send(.me) } }
      #expect(source.status?.circuit == .closed)
      #expect(service.requests.count == 4)
      #expect(
        changes.circuits.withLock { $0 } == [.open, .halfOpen, .open, .halfOpen, .closed]
      )
      await client.shutdown()
    }
  }

  private final class Changes: Sendable {
    let circuits = Mutex<[UpstreamStatus.Circuit]>([])
  }

  /// Calls until the call is not refused.
  private func untilAdmitted(_ call: () async -> SourceError?) async throws {
    while let error = await call(),
      error.detail?["message"]?.stringValue?.hasPrefix("Circuit") == true
    {
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  @Test("Introspection asks a service that is left alone, and lets calls through if it answers")
  func introspection() async throws {
    let answers = inTurn([.body("", status: 503), Self.good])
    try await TestService.run(answering: answers) { service in
      try await withSource(
        of: service,
        options: options(retries: 0, failures: 1, openTime: .seconds(60))
      ) {
        source in
        _ = await sourceError { _ = try await source.send(.me) }
        #expect(source.status?.circuit == .open)
        try await source.checkHealth()
        #expect(source.status?.circuit == .closed)
        let data = try await source.send(.me).dataText
        #expect(data == #"{"me":1}"#)
      }
    }
  }

  @Test("The definition's settings win over the engine's")
  func definition() async throws {
    try await TestService.run(answering: { _ in .body("", status: 503) }) { service in
      let definition = RemoteSchemaDefinition(
        url: service.url,
        retry: RemoteRetrySettings(limit: 1, firstPause: 1),
        circuitBreaker: CircuitBreakerSettings(failures: 2, openTime: 60_000)
      )
      try await withSource(definition, options: options(retries: 9)) { source in
        _ = await sourceError { _ = try await source.send(.me) }
        #expect(source.status?.circuit == .open)
      }
      #expect(service.requests.count == 2)
    }
  }

  @Test("The operation's end ends the call, which says nothing of the service")
  func deadline() async throws {
    try await TestService.run(answering: { _ in .silence }) { service in
      try await withSource(of: service, options: options(failures: 1)) { source in
        let context = ExecutionContext(
          session: .admin,
          deadline: ContinuousClock.now.advanced(by: .milliseconds(50))
        )
        let error = await sourceError { _ = try await source.send(.me, context) }
        #expect(error?.code == .timeLimitExceeded)
        #expect(source.status?.circuit == .closed)
      }
    }
  }
}
