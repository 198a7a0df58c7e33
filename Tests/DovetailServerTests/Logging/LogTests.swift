import DovetailAuth
import DovetailServer
import Logging
import OrderedJSON
import Testing

@Suite("The log", .timeLimit(.minutes(1)))
struct LogTests {
  private let pipe: LogPipe

  init() throws {
    pipe = try LogPipe()
  }

  private func log(
    _ types: Set<LogType> = LogType.enabledByDefault,
    level: LogLevel = .info
  ) -> EngineLog {
    EngineLog(
      writer: LogWriter(descriptor: pipe.writeEnd),
      enabledTypes: types,
      level: level
    )
  }

  @Test("A line has time, level, type and detail")
  func shape() throws {
    let log = log()
    log.startup("server_configuration", info: ["port": 8080])
    log.writer.flush()
    let line = try #require(try pipe.lines().first)
    #expect(line["level"] == "info")
    #expect(line["type"] == "startup")
    #expect(line["detail"] == ["kind": "server_configuration", "info": ["port": 8080]])
    let timestamp = try #require(line["timestamp"]?.stringValue)
    let digits = timestamp.map { $0.isNumber ? "0" : String($0) }.joined()
    #expect(digits == "0000-00-00T00:00:00.000+0000")
  }

  @Test("Types and levels that are not wanted are not written")
  func filter() throws {
    let log = log([.http], level: .warn)
    log.log(.http, .info, detail: 1)
    log.log(.startup, .error, detail: 2)
    log.log(.http, .error, detail: 3)
    log.writer.flush()
    #expect(try pipe.lines().map { $0["detail"] } == [3])
  }

  @Test("A log that is not read drops lines, says so, and holds nobody up")
  func dropping() throws {
    let writer = LogWriter(descriptor: pipe.writeEnd, capacity: 1_000)
    let log = EngineLog(writer: writer)
    for number in 1...1_000 { log.log(.startup, .info, detail: .int(number)) }
    writer.flush()
    let lines = try pipe.lines()
    let last = try #require(lines.last?["detail"]?["message"]?.stringValue)
    #expect(lines.count < 1_000)
    #expect(last.hasSuffix("log lines were dropped: the log is too slow"))
  }

  @Test("swift-log writes the same lines, without what looks like a secret")
  func swiftLog() throws {
    let log = log()
    var logger = Logger(label: "dovetail.postgres") { JSONLogHandler(label: $0, log: log) }
    logger[metadataKey: "source"] = "default"
    logger.debug("not written")
    logger.error(
      "it \"broke\"",
      metadata: ["Authorization": "Bearer x", "headers": ["cookie": "a=b", "accept": "x"]]
    )
    log.writer.flush()
    let line = try #require(try pipe.lines().first)
    #expect(line["type"] == "dovetail.postgres")
    #expect(line["level"] == "error")
    #expect(
      line["detail"] == [
        "message": "it \"broke\"",
        "Authorization": "<redacted>",
        "headers": ["accept": "x", "cookie": "<redacted>"],
        "source": "default",
      ]
    )
  }

  @Test("A successful request is logged with who asked and what it took")
  func accessLog() async throws {
    let log = log()
    try await withServer(log: log) { server in
      _ = try await server.post(
        "/v1/graphql?x=1",
        #"{"query":"{ a }"}"#,
        headers: [
          "X-Hasura-Role: user", "X-Hasura-User-Id: 7", "X-Request-Id: abc",
          "X-Forwarded-For: 10.0.0.7, 10.0.0.8", "Authorization: Bearer hidden", "Cookie: hidden",
        ]
      )
    }
    log.writer.flush()
    let line = try #require(try pipe.lines().first)
    #expect(line["type"] == "http-log")
    #expect(line["level"] == "info")
    let detail = try #require(line["detail"])
    #expect(detail["request_id"] == "abc")
    #expect(
      detail["http_info"] == [
        "status": 200, "http_version": "HTTP/1.1", "url": "/v1/graphql?x=1", "ip": "10.0.0.7",
        "method": "POST", "content_encoding": nil,
      ]
    )
    let operation = try #require(detail["operation"])
    #expect(operation["user_vars"] == ["x-hasura-role": "user", "x-hasura-user-id": "7"])
    #expect(operation["request_id"] == "abc")
    #expect(operation["response_size"]?.intValue != nil)
    #expect(operation["query"] == "{ a }")
    #expect(operation["error"] == nil)
    for key in ["query_execution_time", "request_read_time"] {
      let number = if case .number(let number)? = operation[key] { number.double } else { -1.0 }
      #expect(number >= 0 && number < 60)
    }
    #expect(!line.description.contains("hidden"))
  }

  @Test("A failed request is logged as an error with what went wrong")
  func failure() async throws {
    let log = log()
    let secrets = try #require(AdminSecrets(["topsecret"]))
    try await withServer(mode: .adminSecret(secrets, unauthorizedRole: nil), log: log) { server in
      _ = try await server.post(
        "/v1/graphql",
        #"{"query":"{ a }"}"#,
        headers: ["X-Hasura-Admin-Secret: topsecre"]
      )
      _ = try await server.post(
        "/v1/metadata",
        #"{"type":"x","args":{"password":"p"}}"#,
        headers: ["X-Hasura-Admin-Secret: topsecret"]
      )
    }
    log.writer.flush()
    let lines = try pipe.lines()
    try #require(lines.count == 2)
    #expect(lines[0]["level"] == "error")
    #expect(lines[0]["detail"]?["operation"]?["error"]?["code"] == "access-denied")
    #expect(lines[0]["detail"]?["http_info"]?["status"] == 200)
    #expect(lines[1]["detail"]?["operation"]?["query"] == "x")
    #expect(!lines.description.contains("topsecre"))
    #expect(!lines.description.contains("password"))
  }

  @Test("The text of a request can be kept for failures")
  func queryOnlyOnError() async throws {
    let log = log()
    var engine = TestEngine()
    engine.graphQL = { request, _ in
      request.query == "bad"
        ? GraphQLResponse(APIError(code: "x", message: "m"))
        : GraphQLResponse(data: Array("1".utf8))
    }
    try await withServer(engine: engine, settings: { $0.logsQueryOnlyOnError = true }, log: log) {
      server in
      _ = try await server.post("/v1/graphql", #"{"query":"good"}"#)
      _ = try await server.post("/v1/graphql", #"{"query":"bad"}"#)
    }
    log.writer.flush()
    #expect(try pipe.lines().map { $0["detail"]?["operation"]?["query"] } == [nil, "bad"])
  }
}
