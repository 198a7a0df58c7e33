import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import GraphQLLanguage
import NIOHTTP1
import Synchronization
import Testing

@Suite("Equal queries at the same time", .timeLimit(.minutes(1)))
struct SharedCallTests {
  private static let answer = #"{"data":{"me":1}}"#

  private let user = ExecutionContext(
    session: Session(role: "user", variables: ["x-hasura-user-id": "1"]),
    requestID: "a"
  )

  /// Sends the same query so many times at once, and gives the data of each.
  private func send(
    _ contexts: [ExecutionContext],
    to source: RemoteGraphQLSource,
    _ operation: RemoteOperation = .me
  ) async -> [String] {
    await withTaskGroup(of: String.self) { group in
      for context in contexts {
        group.addTask {
          do {
            return try await source.send(operation, context).dataText
          } catch {
            return "\(error)"
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  private var manyContexts: [ExecutionContext] {
    (0..<10).map { index in
      var context = user
      context.requestID = "r\(index)"
      context.clientHeaders = [
        .init(name: "traceparent", value: "00-\(index)"), .init(name: "x-any", value: "\(index)"),
      ]
      return context
    }
  }

  @Test("They share one request, though requests and traces have ids of their own")
  func shared() async throws {
    try await TestService.run(
      answering: { _ in .late(Self.answer, milliseconds: 500) }
    ) { service in
      try await withSource(of: service) { source in
        #expect(
          await send(manyContexts, to: source) == Array(repeating: #"{"me":1}"#, count: 10)
        )
        #expect(service.requests.count == 1)
        #expect(source.status?.counters.shared == 9)
        // What comes later asks anew.
        #expect(await send([user], to: source) == [#"{"me":1}"#])
        #expect(service.requests.count == 2)
      }
    }
  }

  @Test("Other session variables or forwarded headers are another request")
  func identity() async throws {
    try await TestService.run(
      answering: { _ in .late(Self.answer, milliseconds: 100) }
    ) { service in
      let definition = RemoteSchemaDefinition(url: service.url, forwardsClientHeaders: true)
      try await withSource(definition) { source in
        _ = await send(manyContexts, to: source)
        #expect(service.requests.count == 10)
        let sessions = (0..<3).map { index in
          ExecutionContext(
            session: Session(role: "user", variables: ["x-hasura-user-id": "\(index)"])
          )
        }
        _ = await send(sessions + sessions, to: source)
        #expect(service.requests.count == 13)
      }
    }
  }

  @Test(
    "Headers that metadata forwards or maps count, whatever they are called",
    arguments: ["x-request-id", "traceparent", "tracestate", "b3", "x-b3-traceid"]
  )
  func mappedIdentity(name: String) async throws {
    try await TestService.run(
      answering: { _ in .late(Self.answer, milliseconds: 100) }
    ) { service in
      func context(_ header: String, _ value: Int) -> ExecutionContext {
        var context = user
        context.requestID = "r\(value)"
        context.clientHeaders = [.init(name: header, value: "\(value)")]
        return context
      }
      // A tenant's name that travels as the id of a request is a tenant's name.
      let mappedTo = RemoteSchemaDefinition(
        url: service.url,
        clientHeaderMapping: ClientHeaderMapping([
          .init(clientName: "X-Tenant", remoteName: name.uppercased())
        ])
      )
      try await withSource(mappedTo) { source in
        _ = await send((0..<3).map { context("x-tenant", $0) }, to: source)
        #expect(service.requests.count == 3)
        #expect(
          Set(service.requests.flatMap { $0.headers[name] }).isSuperset(of: ["0", "1", "2"])
        )
      }
      let mappedFrom = RemoteSchemaDefinition(
        url: service.url,
        clientHeaderMapping: ClientHeaderMapping([
          .init(clientName: name, remoteName: "X-Tenant")
        ])
      )
      try await withSource(mappedFrom) { source in
        _ = await send((0..<3).map { context(name, $0) }, to: source)
        #expect(service.requests.count == 6)
      }
      let forwarded = RemoteSchemaDefinition(url: service.url, forwardsClientHeaders: true)
      try await withSource(forwarded) { source in
        _ = await send((0..<3).map { context(name, $0) }, to: source)
        #expect(service.requests.count == 9)
      }
    }
  }

  @Test("Nothing is shared where the switch says so, nor among mutations")
  func off() async throws {
    try await TestService.run(
      answering: { _ in .late(Self.answer, milliseconds: 100) }
    ) { service in
      let definition = RemoteSchemaDefinition(url: service.url, sharesEqualQueries: false)
      try await withSource(definition) { source in
        _ = await send([user, user, user], to: source)
        #expect(service.requests.count == 3)
      }
      try await withSource(of: service) { source in
        var mutation = RemoteOperation.me
        mutation.kind = .mutation
        _ = await send([user, user], to: source, mutation)
        #expect(service.requests.count == 5)
      }
    }
  }

  @Test("An answer with cookies is for one client, so each asks for itself")
  func cookies() async throws {
    try await TestService.run(
      answering: { _ in .body(Self.answer, headers: [("Set-Cookie", "a=b")]) }
    ) { service in
      try await withSource(of: service) { source in
        _ = await send([user, user, user], to: source)
      }
      #expect(service.requests.count == 3)
    }
  }

  @Test("A query after a mutation does not get what was read before it")
  func afterMutation() async throws {
    try await TestService.run(
      answering: { _ in .late(Self.answer, milliseconds: 500) }
    ) { service in
      try await withSource(of: service) { source in
        let early = Task { await send([user], to: source) }
        while service.requests.count < 1 { try await Task.sleep(for: .milliseconds(1)) }
        var mutation = RemoteOperation.me
        mutation.kind = .mutation
        let write = Task { await send([user], to: source, mutation) }
        while service.requests.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
        _ = await send([user], to: source)
        #expect(service.requests.count == 3)
        _ = await (early.value, write.value)
      }
    }
  }

  @Test("The client that began may leave: the others still get their answer")
  func leaderLeaves() async throws {
    let isFirst = Mutex(true)
    let answers: @Sendable (TestService.Request) -> TestService.Answer = { _ in
      let silent = isFirst.withLock { first in
        defer { first = false }
        return first
      }
      return silent ? .silence : .late(Self.answer, milliseconds: 300)
    }
    try await TestService.run(answering: answers) { service in
      try await withSource(of: service) { source in
        let leader = Task { await send([user], to: source) }
        while service.requests.count < 1 { try await Task.sleep(for: .milliseconds(1)) }
        let followers = Task { await send([user, user, user], to: source) }
        try await Task.sleep(for: .milliseconds(50))
        leader.cancel()
        #expect(await followers.value == Array(repeating: #"{"me":1}"#, count: 3))
        #expect(await leader.value.first?.contains("cancelled") == true)
        #expect(service.requests.count == 2)
      }
    }
  }

  @Test("A client that follows may leave at once")
  func followerLeaves() async throws {
    try await TestService.run(answering: { _ in .silence }) { service in
      try await withSource(of: service) { source in
        let leader = Task { await send([user], to: source) }
        while service.requests.count < 1 { try await Task.sleep(for: .milliseconds(1)) }
        let follower = Task { await send([user], to: source) }
        try await Task.sleep(for: .milliseconds(20))
        follower.cancel()
        #expect(await follower.value.first?.contains("cancelled") == true)
        leader.cancel()
        _ = await leader.value
        #expect(service.requests.count == 1)
      }
    }
  }
}
