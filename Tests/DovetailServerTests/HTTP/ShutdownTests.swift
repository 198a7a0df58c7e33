import DovetailAuth
import DovetailServer
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@Suite("Shutting down", .timeLimit(.minutes(1)))
struct ShutdownTests {
  @Test("An idle server ends at once, though clients are connected")
  func idle() async throws {
    try await withServer(http: { $0.shutdownTimeout = .seconds(50) }) { server in
      let connection = try await server.connect()
      try await connection.send(graphQLRequest("{ a }"))
      _ = try await connection.receive()
      let duration = await ContinuousClock().measure { await server.server.shutDown() }
      #expect(duration < .seconds(20))
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("A request in flight is answered, and its connection ends then")
  func inFlight() async throws {
    let started = Signal()
    let release = Signal()
    var engine = TestEngine()
    engine.graphQL = { _, _ in
      started.fire()
      await release.wait()
      return GraphQLResponse(data: Array("1".utf8))
    }
    try await withServer(engine: engine, http: { $0.shutdownTimeout = .seconds(50) }) { server in
      let connection = try await server.connect()
      try await connection.send(graphQLRequest("{ a }"))
      await started.wait()
      async let end: Void = server.server.shutDown()
      await #expect(throws: (any Error).self) {
        // New connections are refused as soon as nobody listens any more.
        while true { await (try server.connect()).close() }
      }
      release.fire()
      let response = try await connection.receive()
      #expect(response.text == #"{"data":1}"#)
      #expect(response.header("connection") == "close")
      #expect(try await connection.receiveUntilClosed().isEmpty)
      await end
    }
  }

  @Test("A request that takes longer than the time-out is cancelled")
  func timeout() async throws {
    let started = Signal()
    var engine = TestEngine()
    engine.graphQL = { _, _ in
      started.fire()
      await Signal().wait()
      return GraphQLResponse(data: Array("1".utf8))
    }
    try await withServer(engine: engine, http: { $0.shutdownTimeout = .milliseconds(100) }) {
      server in
      let connection = try await server.connect()
      try await connection.send(graphQLRequest("{ a }"))
      await started.wait()
      await server.server.shutDown()
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("As a service, the server ends with its group")
  func service() async throws {
    try await withServer { server in
      let services = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [.init(service: server.server)],
          logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
      )
      async let end: Void = services.run()
      let connection = try await server.connect()
      try await connection.send(graphQLRequest("{ a }"))
      #expect(try await connection.receive().status == 200)
      await services.triggerGracefulShutdown()
      try await end
      // Connecting again would tell less: another process may have the port by now.
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("A port that is taken is reported with the address and what to do")
  func portTaken() async throws {
    try await withServer { first in
      let error = await #expect(throws: ServerError.self) {
        try await withServer(http: { $0.port = first.port }) { _ in }
      }
      #expect(
        error?.description == """
          cannot listen on 127.0.0.1:\(first.port): another process is using the port; stop it, \
          or choose another port (--server-port, HASURA_GRAPHQL_SERVER_PORT)
          """
      )
    }
  }

  @Test("A host without an address is reported by name")
  func unknownHost() async throws {
    let error = await #expect(throws: ServerError.self) {
      try await withServer(http: { $0.host = "no-such-host.invalid" }) { _ in }
    }
    #expect(error?.description.contains("\"no-such-host.invalid\"") == true)
  }

  @Test("An address of another machine is reported")
  func foreignAddress() async throws {
    let error = await #expect(throws: ServerError.self) {
      try await withServer(http: { $0.host = "192.0.2.1" }) { _ in }
    }
    #expect(error?.description.contains("192.0.2.1:0: this machine has no such address") == true)
  }

  @Test(
    "Addresses are told as URLs have them",
    arguments: [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")]
  )
  func addressText(host: String, text: String) throws {
    #expect(try SocketAddress(ipAddress: host, port: 8_080).text == text + ":8080")
  }

  @Test("The host * serves IPv4 and, where there is any, IPv6", arguments: ["127.0.0.1", "::1"])
  func allAddresses(address: String) async throws {
    var engine = TestEngine()
    engine.graphQL = { _, context in
      GraphQLResponse(data: Array("\"\(context.peerAddress)\"".utf8))
    }
    try await withServer(engine: engine, http: { $0.host = "*" }) { server in
      let connection: TestConnection
      do {
        connection = try await TestConnection(
          port: server.port,
          group: server.group,
          host: address
        )
      } catch {
        // Without IPv6 on this machine nobody can connect to ::1; IPv4 must work everywhere.
        #expect(address == "::1")
        return
      }
      try await connection.send(graphQLRequest("{ a }"))
      #expect(try await connection.receive().text == #"{"data":"\#(address)"}"#)
    }
  }
}
