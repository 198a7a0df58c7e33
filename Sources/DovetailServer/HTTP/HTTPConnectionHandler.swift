import NIOCore
import NIOHTTP1

/// Serves one connection: takes requests one after the other, has them answered on the event loop,
/// and writes the answers in the order of the requests.
///
/// While a request is being answered, what the client has sent already waits, and nothing more is
/// read; so a client that does not take its answers cannot make us hold many of them.
final class HTTPConnectionHandler: ChannelInboundHandler, ChannelOutboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    /// Waiting for a request.
    case idle
    /// A request is coming in.
    case receiving
    /// A request is being answered. The task is cancelled when the connection ends.
    case answering(Task<Void, Never>)
    /// The client must take more of an answer before the next request is served.
    case flushing
    /// The last answer was written; whatever comes is dropped.
    case closing
  }

  private enum Arrival {
    case part(HTTPServerRequestPart)
    case refusal(RequestRefusal)
  }

  private let settings: HTTPSettings
  private let router: Router
  private let accessLog: AccessLog
  private let registry: ConnectionRegistry
  private let loopContext: LoopContext

  private var phase = Phase.idle
  /// The request that is coming in.
  ///
  /// It isn't a part of the phase, because taking it out there to append to its body would copy
  /// the body.
  private var assembler: RequestAssembler?
  /// The target of the request that is coming in.
  private var target = ""
  private var backlog = CircularBuffer<Arrival>()
  private var isReadWithheld = false
  private var isDraining = false
  private var peerAddress = ""
  /// When the client last did something, if it is its turn.
  private var lastProgress = NIODeadline.now()
  private var unsentBytes = 0
  private var timer: Scheduled<Void>?

  init(
    settings: HTTPSettings,
    router: Router,
    accessLog: AccessLog,
    registry: ConnectionRegistry,
    loopContext: LoopContext
  ) {
    self.settings = settings
    self.router = router
    self.accessLog = accessLog
    self.registry = registry
    self.loopContext = loopContext
  }

  // MARK: - The life of the connection

  func channelActive(context: ChannelHandlerContext) {
    let address = context.remoteAddress?.ipAddress ?? ""
    // A socket that serves both versions of IP reports IPv4 addresses in this form.
    peerAddress = address.hasPrefix("::ffff:") ? String(address.dropFirst(7)) : address
    lastProgress = .now()
    registry.add(context.channel)
    router.meters.connectionOpened()
    scheduleTimer(at: lastProgress + clientTimeout, context: context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    if case .answering(let task) = phase { task.cancel() }
    phase = .closing
    backlog.removeAll()
    timer?.cancel()
    registry.remove(context.channel)
    router.meters.connectionClosed()
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is DrainEvent else {
      context.fireUserInboundEventTriggered(event)
      return
    }
    isDraining = true
    if case .idle = phase { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let parserError = error as? HTTPParserError else {
      context.close(promise: nil)
      return
    }
    if case .headerOverflow = parserError {
      arrive(.refusal(.headersTooLarge), context: context)
    } else {
      arrive(.refusal(.malformed), context: context)
    }
  }

  // MARK: - What comes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    arrive(.part(unwrapInboundIn(data)), context: context)
  }

  func read(context: ChannelHandlerContext) {
    if backlog.isEmpty {
      context.read()
    } else {
      isReadWithheld = true
    }
  }

  private func arrive(_ arrival: Arrival, context: ChannelHandlerContext) {
    switch phase {
    case .idle, .receiving: process(arrival, context: context)
    case .answering, .flushing: backlog.append(arrival)
    case .closing: break
    }
  }

  private func processBacklog(context: ChannelHandlerContext) {
    while canProcess, let arrival = backlog.popFirst() {
      process(arrival, context: context)
    }
    if backlog.isEmpty, isReadWithheld {
      isReadWithheld = false
      context.read()
    }
  }

  private var canProcess: Bool {
    switch phase {
    case .idle, .receiving: true
    case .answering, .flushing, .closing: false
    }
  }

  private func process(_ arrival: Arrival, context: ChannelHandlerContext) {
    do throws(RequestRefusal) {
      switch arrival {
      case .refusal(let refusal): throw refusal
      case .part(.head(let head)): try begin(head, context: context)
      case .part(.body(let piece)):
        if try assembler?.append(piece) == true { lastProgress = .now() }
      case .part(.end):
        guard let complete = assembler else { break }
        assembler = nil
        answer(complete, context: context)
      }
    } catch {
      refuse(error, context: context)
    }
  }

  private func begin(
    _ head: HTTPRequestHead,
    context: ChannelHandlerContext
  ) throws(RequestRefusal) {
    lastProgress = .now()
    phase = .receiving
    target = head.uri
    let assembler = try RequestAssembler(
      head: head,
      maximumBodyLength: settings.maximumBodyLength,
      now: lastProgress
    )
    self.assembler = assembler
    if assembler.expectsContinue {
      let line = context.channel.allocator.buffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
      context.writeAndFlush(wrapOutboundOut(line), promise: nil)
    }
  }

  // MARK: - Answers

  private func answer(_ assembler: RequestAssembler, context: ChannelHandlerContext) {
    let request = assembler.finish(peerAddress: peerAddress, now: .now())
    let keepsAlive = assembler.keepsAlive
    let router = router
    let loop = loopContext.loop
    let connection = NIOLoopBound((handler: self, context: context), eventLoop: loop)
    // Cancelled when the connection ends.
    let task = Task(executorPreference: loopContext.executor) {
      let response = await router.respond(to: request)
      connection.value.handler.deliver(
        response,
        to: request,
        keepsAlive: keepsAlive,
        context: connection.value.context
      )
    }
    phase = .answering(task)
  }

  private func deliver(
    _ response: HTTPResponse,
    to request: HTTPRequest,
    keepsAlive: Bool,
    context: ChannelHandlerContext
  ) {
    // Otherwise the client has left.
    guard case .answering = phase else { return }
    let ends = !keepsAlive || isDraining
    let connection: ResponseEncoder.Connection =
      ends ? .closed : request.minorVersion == 0 ? .keptExplicitly : .keptByDefault
    let encoder = ResponseEncoder(
      date: loopContext.dateHeader.current(),
      connection: connection,
      omitsBody: request.method == .HEAD,
      requestID: request.requestID
    )
    let buffer = encoder.encode(response, allocator: context.channel.allocator)
    accessLog.record(request, response)
    router.meters.answered(
      status: response.status,
      requestBytes: request.body.count,
      responseBytes: response.body.count
    )
    lastProgress = .now()
    if ends {
      phase = .closing
      write(buffer, context: context) { $0.close(promise: nil) }
      return
    }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    phase = context.channel.isWritable ? .idle : .flushing
    processBacklog(context: context)
  }

  /// Answers what cannot be followed, and ends the connection, because where the next request
  /// begins is not known.
  private func refuse(_ refusal: RequestRefusal, context: ChannelHandlerContext) {
    phase = .closing
    assembler = nil
    backlog.removeAll()
    let endpoint = Endpoint(path: HTTPRequest.split(target: target).path)
    let error = refusal.error(settings)
    let response = HTTPResponse(
      status: refusal.status,
      kind: .failure,
      contentType: APIResponse.json,
      body: .bytes(error.body(endpoint?.errorFormat ?? .query, showsInternal: false))
    )
    let encoder = ResponseEncoder(
      date: loopContext.dateHeader.current(),
      connection: .closed,
      omitsBody: false,
      requestID: nil
    )
    let buffer = encoder.encode(response, allocator: context.channel.allocator)
    write(buffer, context: context) { context in
      // If we closed while the client still sends, the answer would be lost with the connection.
      context.close(mode: .output, promise: nil)
      context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(2)) {
        context.close(promise: nil)
      }
    }
    if isReadWithheld {
      isReadWithheld = false
      context.read()
    }
  }

  private func write(
    _ buffer: ByteBuffer,
    context: ChannelHandlerContext,
    then next: @escaping (ChannelHandlerContext) -> Void
  ) {
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenComplete { _ in next(context) }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: written)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if case .flushing = phase, context.channel.isWritable {
      phase = .idle
      lastProgress = .now()
      processBacklog(context: context)
    }
    context.fireChannelWritabilityChanged()
  }

  // MARK: - Slow clients

  private var clientTimeout: TimeAmount {
    TimeAmount(settings.clientTimeout)
  }

  private func scheduleTimer(at deadline: NIODeadline, context: ChannelHandlerContext) {
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
      self.checkProgress(context: context)
    }
  }

  /// Ends the connection if it is the client's turn and it has done nothing for too long.
  private func checkProgress(context: ChannelHandlerContext) {
    let now = NIODeadline.now()
    if case .answering = phase { lastProgress = now }
    let unsent =
      (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    if unsent > 0, unsent < unsentBytes || unsentBytes == 0 { lastProgress = now }
    unsentBytes = unsent
    let deadline = lastProgress + clientTimeout
    if deadline > now {
      scheduleTimer(at: deadline, context: context)
    } else if case .receiving = phase {
      refuse(.tooSlow, context: context)
    } else {
      context.close(promise: nil)
    }
  }
}
