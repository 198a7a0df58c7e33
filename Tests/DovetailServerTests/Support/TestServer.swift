import DovetailAuth
import DovetailServer
import NIOCore
import NIOPosix

/// A running server and what a test needs to talk to it.
struct TestServer {
  let server: HTTPServer
  let port: Int
  let group: MultiThreadedEventLoopGroup

  /// Connects to the server, and sends the greeting at once.
  func connect(sending greeting: [UInt8] = []) async throws -> TestConnection {
    try await TestConnection(port: port, group: group, greeting: greeting)
  }

  /// Sends one request on a connection of its own.
  func exchange(
    _ method: String,
    _ path: String,
    headers: [String] = [],
    body: [UInt8] = []
  ) async throws -> TestResponse {
    let connection = try await connect()
    try await connection.send(request(method, path, headers: headers, body: body))
    let response = try await connection.receive(hasBody: method != "HEAD")
    await connection.close()
    return response
  }

  /// Sends one request with a text as its body.
  func post(
    _ path: String,
    _ body: String,
    headers: [String] = []
  ) async throws -> TestResponse {
    try await exchange("POST", path, headers: headers, body: Array(body.utf8))
  }

  /// Sends a request without a body.
  func get(_ path: String, headers: [String] = []) async throws -> TestResponse {
    try await exchange("GET", path, headers: headers)
  }
}

/// The bytes of a request.
func request(
  _ method: String,
  _ path: String,
  headers: [String] = [],
  body: [UInt8] = []
) -> [UInt8] {
  var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"] + headers
  if !body.isEmpty { lines.append("Content-Length: \(body.count)") }
  return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
}

/// The bytes of a GraphQL request.
func graphQLRequest(_ query: String, headers: [String] = []) -> [UInt8] {
  request("POST", "/v1/graphql", headers: headers, body: Array(#"{"query":"\#(query)"}"#.utf8))
}

/// Runs a server for the time of a test.
func withServer(
  engine: TestEngine = TestEngine(),
  mode: AuthenticationMode = .open,
  settings: (inout RouterSettings) -> Void = { _ in },
  http: (inout HTTPSettings) -> Void = { _ in },
  log: EngineLog = EngineLog(writer: LogWriter(), enabledTypes: []),
  _ body: (TestServer) async throws -> Void
) async throws {
  var routerSettings = RouterSettings()
  settings(&routerSettings)
  var httpSettings = HTTPSettings()
  httpSettings.host = "127.0.0.1"
  httpSettings.port = 0
  httpSettings.shutdownTimeout = .milliseconds(200)
  http(&httpSettings)
  let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
  let router = Router(
    engine: engine,
    authenticator: Authenticator(mode: mode),
    settings: routerSettings,
    log: log
  )
  let server = HTTPServer(settings: httpSettings, router: router, group: group)
  do {
    let addresses = try await server.start()
    let port = addresses.first?.port ?? 0
    try await body(TestServer(server: server, port: port, group: group))
  } catch {
    await server.shutDown()
    try await group.shutdownGracefully()
    throw error
  }
  await server.shutDown()
  try await group.shutdownGracefully()
}

/// An event that one part of a test waits for and another makes happen.
final class Signal: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream()
  }

  /// Makes the event happen.
  func fire() { continuation.yield() }

  /// Waits for the event; returns too when the task is cancelled.
  func wait() async {
    var iterator = stream.makeAsyncIterator()
    _ = await iterator.next()
  }
}
