import DovetailDemo
import GraphQLLanguage
import GraphQLTypeSystem
import NIOCore
import NIOHTTP1
import NIOPosix
import OrderedCollections
import OrderedJSON
import Synchronization

/// A GraphQL service on the loopback interface: executes valid documents over a test's resolvers, and
/// counts what it is asked.
final class GraphService: Sendable {
  /// A request as it came.
  struct Request: Sendable {
    var query: String
    var variables: JSONValue
    /// The length of the body.
    var byteCount: Int

    var isIntrospection: Bool { query.contains("__schema") || query.contains("_service") }
  }

  /// What the service does instead of answering.
  enum Fault: String, Sendable, CaseIterable {
    case status500
    case garbage
    case half
    case nothing
  }

  private let resolve: Node.Resolver
  private let delay: TimeAmount
  /// What answers all requests in the place of the schema.
  private let hook: (@Sendable (JSONValue) -> JSONValue)?
  private let state: Mutex<State>

  private struct State {
    /// By which documents are checked; federation's `_Any` and the like need no more than that.
    var schema: StaticTypeSchema
    /// After how many seconds the service wants to be asked again, while it is busy.
    var busySeconds: Int?
    var requests: [Request] = []
    var fault: Fault?
    var underWay = 0
    var peak = 0
    var channel: (any Channel)?
  }

  init(_ sdl: String, delay: TimeAmount = .zero, _ resolve: @escaping Node.Resolver) throws {
    let (schema, _) = StaticTypeSchema.build(document: try Document(parsing: sdl))
    state = Mutex(State(schema: schema))
    self.delay = delay
    hook = nil
    self.resolve = resolve
  }

  /// The handler of actions: gives an answer for each body.
  init(
    handler: @escaping @Sendable (JSONValue) -> JSONValue,
    delay: TimeAmount = .zero
  ) throws {
    let document = try Document(parsing: "type Query { a: Int }")
    let (schema, _) = StaticTypeSchema.build(document: document)
    state = Mutex(State(schema: schema))
    self.delay = delay
    hook = handler
    resolve = { (_, _) throws(ResolverError) in .null }
  }

  /// The requests so far, without introspection.
  var requests: [Request] { state.withLock { $0.requests }.filter { !$0.isIntrospection } }

  /// How many requests were under way at once at most.
  var peak: Int { state.withLock { $0.peak } }

  var url: String {
    "http://127.0.0.1:\(state.withLock { $0.channel?.localAddress?.port ?? 0 })/graphql"
  }

  func fail(by fault: Fault?) { state.withLock { $0.fault = fault } }

  /// Answers no query, but asks for patience; nil to be well again.
  func busy(for seconds: Int?) { state.withLock { $0.busySeconds = seconds } }

  /// Has other types from now on.
  func become(_ sdl: String) throws {
    let (schema, _) = StaticTypeSchema.build(document: try Document(parsing: sdl))
    state.withLock { $0.schema = schema }
  }

  func forget() { state.withLock { ($0.requests, $0.peak) = ([], 0) } }

  func start() async throws {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 64)
      .childChannelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(ServiceHandler(service: self))
        }
      }
    let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
    state.withLock { $0.channel = channel }
  }

  func stop() async throws {
    try await state.withLock { $0.channel }?.close()
  }

  // MARK: Answers

  /// What is done with a request.
  fileprivate enum Reaction {
    case body([UInt8], status: Int, retryAfter: Int? = nil)
    case half([UInt8])
    case nothing
  }

  fileprivate func react(to body: [UInt8]) -> (Reaction, TimeAmount) {
    let json = (try? JSONValue(parsing: body)) ?? .null
    let request = Request(
      query: json["query"]?.stringValue ?? "",
      variables: json["variables"] ?? [:],
      byteCount: body.count
    )
    let (fault, busySeconds, schema) = state.withLock { state in
      state.requests.append(request)
      state.underWay += 1
      state.peak = max(state.peak, state.underWay)
      return request.isIntrospection
        ? (nil, nil, state.schema) : (state.fault, state.busySeconds, state.schema)
    }
    if let busySeconds { return (.body([], status: 503, retryAfter: busySeconds), .zero) }
    let answer = (hook?(json) ?? answer(request, by: schema)).serialized()
    switch fault {
    case nil: return (.body(answer, status: 200), request.isIntrospection ? .zero : delay)
    case .status500: return (.body(Array("<h1>Internal error</h1>".utf8), status: 500), delay)
    case .garbage: return (.body(Array("garbage".utf8), status: 200), delay)
    case .half: return (.half(Array(answer.prefix(answer.count / 2))), delay)
    case .nothing: return (.nothing, delay)
    }
  }

  fileprivate func ended() { state.withLock { $0.underWay -= 1 } }

  private func answer(_ request: Request, by schema: StaticTypeSchema) -> JSONValue {
    do {
      let document = try Document(parsing: request.query)
      let problems = validate(document, against: schema)
      guard problems.isEmpty, let operation = document.operations.first else {
        return ["errors": .array(problems.map { ["message": .string($0.message)] })]
      }
      var run = OperationRun(
        schema: schema,
        text: SourceText(request.query),
        document: document,
        variables: try schema.coerceVariables(
          request.variables.objectValue ?? [:],
          for: operation.variableDefinitions
        )
      )
      let root = schema.rootTypeName(for: operation.kind) ?? "Query"
      let data = run.data(of: operation, root: Node(root, resolve))
      return run.errors.isEmpty ? ["data": data] : ["data": data, "errors": .array(run.errors)]
    } catch {
      return ["errors": [["message": .string("\(error)")]]]
    }
  }
}

/// An object whose fields a closure knows.
struct Node: ResolvedObject {
  typealias Resolver = @Sendable (String, JSONObject) throws(ResolverError) -> ResolvedValue

  let typeName: String
  private let resolve: Resolver

  init(_ typeName: String, _ resolve: @escaping Resolver) {
    self.typeName = typeName
    self.resolve = resolve
  }

  /// An object of plain values.
  init(_ typeName: String, _ fields: JSONObject) {
    self.init(typeName) { (field, _) throws(ResolverError) in .leaf(fields[field] ?? .null) }
  }

  func value(of field: String, _ arguments: JSONObject) throws(ResolverError) -> ResolvedValue {
    try resolve(field, arguments)
  }
}

private final class ServiceHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let service: GraphService
  private var body: [UInt8] = []

  init(service: GraphService) {
    self.service = service
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: body.removeAll()
    case .body(let part): body += part.readableBytesView
    case .end:
      let (reaction, delay) = service.react(to: body)
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      context.eventLoop.scheduleTask(in: delay) {
        let (handler, context) = bound.value
        handler.service.ended()
        handler.write(reaction, context)
      }
    }
  }

  private func write(_ reaction: GraphService.Reaction, _ context: ChannelHandlerContext) {
    let bytes: [UInt8]
    var status = 200
    var length: Int
    var isWhole = true
    var retryAfter: Int?
    switch reaction {
    case .nothing:
      context.close(promise: nil)
      return
    case .body(let body, let code, let seconds):
      (bytes, status, length, retryAfter) = (body, code, body.count, seconds)
    case .half(let half): (bytes, length, isWhole) = (half, half.count * 2 + 1, false)
    }
    var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
    head.headers.add(name: "content-type", value: "application/json")
    head.headers.add(name: "content-length", value: String(length))
    if let retryAfter { head.headers.add(name: "retry-after", value: String(retryAfter)) }
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let part = wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    if isWhole {
      context.write(part, promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    } else {
      context.writeAndFlush(part).whenComplete { [channel = context.channel] _ in
        channel.close(promise: nil)
      }
    }
  }
}
