import DovetailServer
import Testing

@Suite("A connection", .timeLimit(.minutes(1)))
struct ConnectionTests {
  @Test("A connection serves one request after the other")
  func keepAlive() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      for number in 1...3 {
        try await connection.send(graphQLRequest("{ a\(number) }"))
        let response = try await connection.receive()
        #expect(response.status == 200)
        #expect(response.text.contains("{ a\(number) }"))
        #expect(response.header("connection") == nil)
      }
    }
  }

  @Test("Requests sent at once are answered in their order, though the first takes longest")
  func pipelining() async throws {
    let release = Signal()
    var engine = TestEngine()
    engine.graphQL = { request, _ in
      if request.query == "{ slow }" { await release.wait() }
      return GraphQLResponse(data: Array("\"\(request.query)\"".utf8))
    }
    try await withServer(engine: engine) { server in
      let connection = try await server.connect()
      let queries = ["{ slow }", "{ b }", "{ c }", "{ d }"]
      try await connection.send(queries.flatMap { graphQLRequest($0) })
      release.fire()
      for query in queries {
        #expect(try await connection.receive().text == #"{"data":"\#(query)"}"#)
      }
    }
  }

  @Test("A request may come in small pieces")
  func pieces() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      for byte in graphQLRequest("{ pieces }") { try await connection.send([byte]) }
      #expect(try await connection.receive().text.contains("{ pieces }"))
    }
  }

  @Test("A chunked body is put together")
  func chunked() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      try await connection.send(
        """
        POST /v1/graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\
        8\r\n{"query"\r\n9\r\n:"{ me }"\r\n1\r\n}\r\n0\r\n\r\n
        """
      )
      #expect(try await connection.receive().text.contains("{ me }"))
    }
  }

  @Test("An HTTP/1.0 connection ends with the response unless the client wants to keep it")
  func http10() async throws {
    try await withServer { server in
      let short = try await server.connect()
      try await short.send("GET /healthz HTTP/1.0\r\n\r\n")
      #expect(try await short.receive().header("connection") == "close")
      #expect(try await short.receiveUntilClosed().isEmpty)

      let long = try await server.connect()
      for _ in 1...2 {
        try await long.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        #expect(try await long.receive().header("connection") == "keep-alive")
      }
    }
  }

  @Test("Connection: close is honoured")
  func close() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      try await connection.send(graphQLRequest("{ a }", headers: ["Connection: close"]))
      #expect(try await connection.receive().header("connection") == "close")
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("A client that waits for it is told to continue")
  func expectContinue() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      let body = #"{"query":"{ a }"}"#
      try await connection.send(
        """
        POST /v1/graphql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\
        Content-Length: \(body.utf8.count)\r\n\r\n
        """
      )
      #expect(try await connection.receive(hasBody: false).status == 100)
      try await connection.send(body)
      #expect(try await connection.receive().status == 200)
    }
  }

  @Test(
    "What is ambiguous or no HTTP is refused, and the connection ends",
    arguments: [
      ("GET /healthz HTTP/1.1\r\n\r\n", 400),
      ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
      ("nonsense\r\n\r\n", 400),
      ("POST /v1/graphql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
      (
        """
        POST /v1/graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\
        \r\n\r\n0\r\n\r\n
        """, 400
      ),
      ("GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n", 417),
      (
        """
        POST /v1/graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n\
        2\r\n{}\r\n0\r\n\r\n
        """, 501
      ),
    ]
  )
  func malformed(text: String, status: Int) async throws {
    try await withServer { server in
      let connection = try await server.connect()
      try await connection.send(text)
      let response = try await connection.receive()
      #expect(response.status == status)
      #expect(response.text.contains(#""code":"bad-request""#))
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("A target may name the server")
  func absoluteForm() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      for target in ["http://any.example/v1/version", "HTTPS://x:1/v1/version?a=b"] {
        try await connection.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await connection.receive().status == 200)
      }
      try await connection.send("GET http://x?a=/v1/version HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try await connection.receive().status == 404)
    }
  }

  @Test("A client that wants a tunnel gets an answer and no connection")
  func connect() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      try await connection.send("CONNECT other.example:443 HTTP/1.1\r\nHost: x\r\n\r\n")
      let response = try await connection.receive()
      #expect(response.status == 404)
      #expect(response.header("connection") == "close")
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("What comes behind a request in flight and is no HTTP does not harm the request")
  func malformedBehind() async throws {
    let release = Signal()
    var engine = TestEngine()
    engine.graphQL = { _, _ in
      await release.wait()
      return GraphQLResponse(data: Array("1".utf8))
    }
    try await withServer(engine: engine) { server in
      let connection = try await server.connect()
      try await connection.send(graphQLRequest("{ a }") + Array("garbage\r\n\r\n".utf8))
      release.fire()
      #expect(try await connection.receive().text == #"{"data":1}"#)
      #expect(try await connection.receive().status == 400)
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("Headers beyond the limit are refused with 431")
  func headerLimit() async throws {
    try await withServer(http: { $0.maximumHeaderLength = 1_000 }) { server in
      let header = "X-Long: " + String(repeating: "a", count: 2_000)
      let response = try await server.get("/healthz", headers: [header])
      #expect(response.status == 431)
      let response1 = try await server.get("/healthz")
      #expect(response1.status == 200)
    }
  }

  @Test("A client that leaves cancels its request")
  func disconnect() async throws {
    let started = Signal()
    let cancelled = Signal()
    var engine = TestEngine()
    engine.graphQL = { _, _ in
      started.fire()
      await Signal().wait()
      if Task.isCancelled { cancelled.fire() }
      return GraphQLResponse(data: Array("1".utf8))
    }
    try await withServer(engine: engine) { server in
      let connection = try await server.connect()
      try await connection.send(graphQLRequest("{ a }"))
      await started.wait()
      await connection.close()
      await cancelled.wait()
    }
  }

  @Test("A client that never finishes its request is turned away")
  func slowRequest() async throws {
    try await withServer(http: { $0.clientTimeout = .seconds(1) }) { server in
      let connection = try await server.connect(
        sending: request("POST", "/v1/graphql", headers: ["Content-Length: 10"])
      )
      #expect(try await connection.receive().status == 408)
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("A connection without requests ends after the timeout")
  func idle() async throws {
    try await withServer(http: { $0.clientTimeout = .seconds(1) }) { server in
      let connection = try await server.connect()
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("The timeout does not count while the engine works")
  func slowEngine() async throws {
    var engine = TestEngine()
    engine.graphQL = { _, _ in
      try? await Task.sleep(for: .milliseconds(1_800))
      return GraphQLResponse(data: Array("1".utf8))
    }
    try await withServer(engine: engine, http: { $0.clientTimeout = .seconds(1) }) { server in
      let connection = try await server.connect(sending: graphQLRequest("{ a }"))
      #expect(try await connection.receive().status == 200)
    }
  }

  @Test("A large response arrives whole, and the connection goes on")
  func largeResponse() async throws {
    let text = String(repeating: "x", count: 20 << 20)
    var engine = TestEngine()
    engine.graphQL = { _, _ in GraphQLResponse(data: Array("\"\(text)\"".utf8)) }
    try await withServer(engine: engine) { server in
      let connection = try await server.connect()
      try await connection.send(graphQLRequest("{ a }") + graphQLRequest("{ b }"))
      for _ in 1...2 {
        #expect(try await connection.receive().body.count == text.utf8.count + 11)
      }
    }
  }

  @Test("Requests of one connection run on its event loop")
  func loopAffinity() async throws {
    var engine = TestEngine()
    engine.graphQL = { _, _ in
      let before = currentThread()
      await Task.yield()
      let after = currentThread()
      return GraphQLResponse(data: Array("[\(before),\(after)]".utf8))
    }
    try await withServer(engine: engine) { server in
      let connection = try await server.connect()
      var threads: Set<Substring> = []
      for _ in 1...5 {
        try await connection.send(graphQLRequest("{ a }"))
        let text = try await connection.receive().text
        threads.formUnion(
          text.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }.split(separator: ",")
        )
      }
      #expect(threads.count == 1)
    }
  }
}
