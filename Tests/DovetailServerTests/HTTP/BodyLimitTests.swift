import DovetailServer
import Testing

@Suite("Large bodies", .timeLimit(.minutes(1)))
struct BodyLimitTests {
  @Test("A document beyond the limit gets a clear error, and the connection goes on")
  func longQuery() async throws {
    try await withServer { server in
      let connection = try await server.connect()
      let fields = String(repeating: "a ", count: 2_500_000)
      try await connection.send(graphQLRequest("{ \(fields) }"))
      let response = try await connection.receive()
      #expect(response.status == 413)
      #expect(
        response.text == """
          {"errors":[{"message":"the GraphQL document is larger than the limit of 4194304 bytes \
          (--max-query-length)","extensions":{"path":"$","code":"payload-too-large"}}]}
          """
      )
      try await connection.send(graphQLRequest("{ a }"))
      #expect(try await connection.receive().status == 200)
    }
  }

  @Test("A body of some megabytes is taken")
  func largeBody() async throws {
    try await withServer { server in
      let text = String(repeating: "x", count: 5 << 20)
      let response = try await server.post(
        "/v1/graphql",
        #"{"query":"{ a }","variables":{"text":"\#(text)"}}"#
      )
      #expect(response.status == 200)
      #expect(response.body.count > 5 << 20)
    }
  }

  @Test(
    "A body beyond the limit is refused in the endpoint's form, and the connection ends",
    arguments: [
      ("/v1/graphql", #"{"errors":[{"message":"the request body is larger than the limit"#),
      ("/v1/metadata", #"{"error":"the request body is larger than the limit"#),
    ]
  )
  func announcedTooLong(path: String, start: String) async throws {
    try await withServer(http: { $0.maximumBodyLength = 1_000 }) { server in
      let connection = try await server.connect()
      try await connection.send(
        request("POST", path, body: [UInt8](repeating: 0x20, count: 100_000))
      )
      let response = try await connection.receive()
      #expect(response.status == 413)
      #expect(response.text.hasPrefix(start))
      #expect(response.header("connection") == "close")
      #expect(try await connection.receiveUntilClosed().isEmpty)
    }
  }

  @Test("A body whose length is not announced is cut off at the limit")
  func chunkedTooLong() async throws {
    try await withServer(http: { $0.maximumBodyLength = 1_000 }) { server in
      let connection = try await server.connect()
      try await connection.send(
        "POST /v1/graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      )
      let chunk = "200\r\n" + String(repeating: " ", count: 512) + "\r\n"
      try await connection.send(chunk + chunk)
      #expect(try await connection.receive().status == 413)
    }
  }

  @Test("Who wants to send too much is not told to continue")
  func expectTooMuch() async throws {
    try await withServer(http: { $0.maximumBodyLength = 1_000 }) { server in
      let response = try await server.exchange(
        "POST",
        "/v1/graphql",
        headers: ["Expect: 100-continue", "Content-Length: 5000"]
      )
      #expect(response.status == 413)
    }
  }
}
