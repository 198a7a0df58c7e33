import CPostgres
import DovetailSource
import Glibc

/// A libpq connection in pipeline mode, and what it is doing.
///
/// Used under its connection's lock.
///
/// Reads run in autocommit mode on sessions whose `default_transaction_read_only` is on (set when
/// the connection was opened), so that read-only access costs no round trip and no statement;
/// whatever writes begins an explicit `READ WRITE` transaction. Without prepared statements (see
/// `PoolSettings.Preparation`) the session has no such default, and each read brings its own
/// transaction.
struct ConnectionSession: Sendable {
  /// What came of sending.
  enum Start {
    case started(isFlushed: Bool)
    /// Nobody waits for the request any more; nothing was sent.
    case withdrawn
    /// The request cannot be sent; the connection is unharmed.
    case invalid(PostgresFailure)
    case lost(PostgresFailure)
  }

  /// What came of receiving.
  struct Progress {
    var completed: (request: PendingRequest, outcome: PendingRequest.Outcome)?
    var state: State

    enum State {
      case busy(isFlushed: Bool)
      /// Ready for the next request.
      case idle
      case lost(PostgresFailure)
    }
  }

  /// The most statements that a connection keeps prepared.
  static let statementLimit = 512

  let handle: LibpqHandle
  let usesPreparedStatements: Bool
  let readBegin: String
  var statements = StatementCache(limit: Self.statementLimit)
  var exchange: Exchange?
  var isClosed = false
  private var isBeingCancelled = false
  var scratch: [CChar] = []

  init(_ opened: OpenedConnection, settings: PoolSettings) {
    self.handle = opened.handle
    self.usesPreparedStatements = opened.usesPreparedStatements
    self.readBegin =
      TransactionMode(isolation: settings.isolation, isReadOnly: true).beginStatement
  }

  var raw: OpaquePointer { handle.raw }

  /// The connection's failure as libpq describes it.
  var lossDescription: PostgresFailure {
    let text = PQerrorMessage(raw).map { String(cString: $0) } ?? ""
    return PostgresFailure(.connection, text.isEmpty ? "the connection was lost" : text.trimmed)
  }

  var isIdle: Bool {
    !isClosed && exchange == nil && PQtransactionStatus(raw) == PQTRANS_IDLE
  }

  mutating func beginCancellation(of request: PendingRequest) -> CancelHandle? {
    guard !isClosed, !isBeingCancelled, exchange?.request === request,
      let cancel = PQgetCancel(raw)
    else { return nil }
    isBeingCancelled = true
    return CancelHandle(raw: cancel)
  }

  mutating func endCancellation() -> Bool {
    isBeingCancelled = false
    return !isClosed && exchange == nil
  }

  mutating func close() -> PendingRequest? {
    guard !isClosed else { return nil }
    isClosed = true
    PQfinish(raw)
    let request = exchange?.request ?? exchange?.postponed?.request
    exchange = nil
    return request
  }

  mutating func proceed(canWrite: Bool) -> Progress {
    guard !isClosed else { return Progress(state: .busy(isFlushed: true)) }
    var isFlushed = true
    if canWrite {
      let flushed = PQflush(raw)
      if flushed < 0 { return lose(lossDescription) }
      isFlushed = flushed == 0
    }
    guard PQconsumeInput(raw) == 1 else { return lose(lossDescription) }
    if exchange == nil {
      // Between requests only notices, parameter changes or the end can arrive.
      _ = PQisBusy(raw)
      while let notification = PQnotifies(raw) { PQfreemem(notification) }
      if PQstatus(raw) == CONNECTION_BAD { return lose(lossDescription) }
      return Progress(state: .busy(isFlushed: isFlushed))
    }
    return drain(isFlushed: isFlushed)
  }

  /// The progress that ends the connection, and the request on it.
  private mutating func lose(_ failure: PostgresFailure) -> Progress {
    var progress = Progress(state: .lost(failure))
    if let request = exchange?.request {
      progress.completed = (request, .failure(exchange?.failure ?? failure))
    } else {
      progress.completed = exchange?.postponed
    }
    exchange = nil
    return progress
  }

  /// Takes all results that have arrived completely.
  private mutating func drain(isFlushed: Bool) -> Progress {
    var emptyResults = 0
    while let current = exchange {
      if PQisBusy(raw) == 1 { return Progress(state: .busy(isFlushed: isFlushed)) }
      guard let result = PQgetResult(raw) else {
        if PQstatus(raw) == CONNECTION_BAD { return lose(lossDescription) }
        if current.isScript { return complete(isFlushed: isFlushed) }
        exchange?.endStep()
        emptyResults += 1
        if emptyResults > 2 { return lose(PostgresFailure(.connection, "a result is missing")) }
        continue
      }
      emptyResults = 0
      defer { PQclear(result) }
      if let failure = take(result) { return lose(failure) }
      if exchange?.isComplete == true { return complete(isFlushed: isFlushed) }
    }
    return Progress(state: .busy(isFlushed: isFlushed))
  }

  /// Takes a result.
  ///
  /// Returns a failure if the connection cannot be used after it.
  private mutating func take(_ result: OpaquePointer) -> PostgresFailure? {
    let status = PQresultStatus(result)
    switch status {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      exchange?.accept(result)
    case PGRES_PIPELINE_SYNC:
      exchange?.remainingSyncs -= 1
    case PGRES_PIPELINE_ABORTED:
      if let unprepared = exchange?.skipStep() { statements.remove(unprepared) }
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      let failure = PostgresFailure(
        .statement,
        "COPY from or to the client cannot be used here; use INSERT or SELECT"
      )
      exchange?.fail(failure)
      return failure
    default:
      let failure = PostgresFailure(result: result)
      if failure.isStalePlan { exchange?.request?.statements.forEach { statements.remove($0) } }
      if let unprepared = exchange?.fail(failure) { statements.remove(unprepared) }
      if failure.kind == .connection { return failure }
    }
    return nil
  }

  private mutating func complete(isFlushed: Bool) -> Progress {
    guard let ended = exchange.take() else { return Progress(state: .busy(isFlushed: isFlushed)) }
    if ended.isScript && PQenterPipelineMode(raw) != 1 { return lose(lossDescription) }
    var progress = Progress(state: .idle)
    if let request = ended.request {
      progress.completed = (request, ended.outcome)
    } else {
      progress.completed = ended.postponed
    }
    let isLent = ended.request.map { !$0.endsWithConnection } ?? false
    if !isLent && PQtransactionStatus(raw) != PQTRANS_IDLE {
      // A failed batch leaves its transaction open.
      switch sendCleanup() {
      case .started(let isFlushed):
        progress.state = .busy(isFlushed: isFlushed)
        if ended.failure?.isStalePlan == true {
          exchange?.postponed = progress.completed
          progress.completed = nil
        }
      case .lost(let failure), .invalid(let failure): progress.state = .lost(failure)
      case .withdrawn: break
      }
    } else if isBeingCancelled {
      progress.state = .busy(isFlushed: isFlushed)
    }
    return progress
  }
}

extension PendingRequest {
  /// The statements that the request may have prepared.
  var statements: [StatementText] {
    switch work {
    case .query(let statement), .step(let statement): [statement.text]
    case .batch(let statements, _): statements.map(\.text)
    case .script, .lease: []
    }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    return String(text)
  }
}
