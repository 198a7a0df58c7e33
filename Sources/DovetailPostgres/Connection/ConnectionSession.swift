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
    /// The connection has other work, to which this cannot be added.
    case occupied
    /// The request cannot be sent; the connection is unharmed.
    case invalid(PostgresFailure)
    case lost(PostgresFailure)
  }

  /// A request that has ended, or work without one.
  struct Completion {
    var request: PendingRequest?
    var outcome: PendingRequest.Outcome
    /// Whether the connection can take another request in its place.
    var releases: Bool
  }

  /// What became of the connection.
  enum Progress {
    case open(isFlushed: Bool)
    case lost(PostgresFailure)
  }

  /// The most statements that a connection keeps prepared.
  static let statementLimit = 512

  let handle: LibpqHandle
  let usesPreparedStatements: Bool
  let readBegin: String
  var statements = StatementCache(limit: Self.statementLimit)
  /// What was sent and has not ended, in order; results are of the first.
  var exchanges: [Exchange] = []
  var isClosed = false
  private(set) var isBeingCancelled = false
  /// How many ends the pool has not been told of, because of a cancellation under way.
  private var unreportedEnds = 0
  private var previousEnd: Int64 = 0
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
    !isClosed && exchanges.isEmpty && PQtransactionStatus(raw) == PQTRANS_IDLE
  }

  /// Prepares the cancellation of a request, if the server is working on it.
  ///
  /// Returns the requests that wait behind it too, which the cancellation might hit.
  mutating func beginCancellation(
    of request: PendingRequest
  ) -> (handle: CancelHandle, followers: [PendingRequest])? {
    guard !isClosed, !isBeingCancelled, exchanges.first?.request === request,
      let cancel = PQgetCancel(raw)
    else { return nil }
    isBeingCancelled = true
    return (CancelHandle(raw: cancel), takeFollowers())
  }

  /// The cancellation was delivered.
  ///
  /// Returns how many ends to tell the pool now.
  mutating func endCancellation() -> Int {
    isBeingCancelled = false
    defer { unreportedEnds = 0 }
    return isClosed ? 0 : unreportedEnds
  }

  /// Takes away the requests that wait behind the first; what was sent for them is done in vain.
  mutating func takeFollowers() -> [PendingRequest] {
    exchanges.indices.dropFirst().compactMap { exchanges[$0].abandon() }
  }

  mutating func close() -> [PendingRequest] {
    guard !isClosed else { return [] }
    isClosed = true
    PQfinish(raw)
    let requests = exchanges.compactMap { $0.request ?? $0.postponed?.request }
    exchanges = []
    return requests
  }

  /// Sends and receives what the socket is ready for; appends what has ended.
  mutating func proceed(canWrite: Bool, _ completions: inout [Completion]) -> Progress {
    guard !isClosed else { return .open(isFlushed: true) }
    var isFlushed = true
    if canWrite {
      let flushed = PQflush(raw)
      if flushed < 0 { return lose(lossDescription, &completions) }
      isFlushed = flushed == 0
    }
    guard PQconsumeInput(raw) == 1 else { return lose(lossDescription, &completions) }
    if exchanges.isEmpty {
      // Between requests only notices, parameter changes or the end can arrive.
      _ = PQisBusy(raw)
      while let notification = PQnotifies(raw) { PQfreemem(notification) }
      if PQstatus(raw) == CONNECTION_BAD { return lose(lossDescription, &completions) }
      return .open(isFlushed: isFlushed)
    }
    return drain(isFlushed: isFlushed, &completions)
  }

  /// Ends the connection, and the requests on it.
  private mutating func lose(
    _ failure: PostgresFailure,
    _ completions: inout [Completion]
  ) -> Progress {
    for (index, exchange) in exchanges.enumerated() {
      let request = exchange.request ?? exchange.postponed?.request
      let own = index == 0 ? exchange.failure : nil
      completions.append(
        Completion(request: request, outcome: .failure(own ?? failure), releases: false)
      )
    }
    exchanges = []
    return .lost(failure)
  }

  /// Takes all results that have arrived completely.
  private mutating func drain(isFlushed: Bool, _ completions: inout [Completion]) -> Progress {
    var emptyResults = 0
    while !exchanges.isEmpty {
      if PQisBusy(raw) == 1 { return .open(isFlushed: isFlushed) }
      guard let result = PQgetResult(raw) else {
        if PQstatus(raw) == CONNECTION_BAD { return lose(lossDescription, &completions) }
        if exchanges[0].isScript {
          if let failure = complete(&completions) { return lose(failure, &completions) }
          continue
        }
        exchanges[0].endStep()
        emptyResults += 1
        if emptyResults > 3 {
          return lose(PostgresFailure(.connection, "a result is missing"), &completions)
        }
        continue
      }
      emptyResults = 0
      defer { PQclear(result) }
      if let failure = take(result) { return lose(failure, &completions) }
      if exchanges[0].isComplete, let failure = complete(&completions) {
        return lose(failure, &completions)
      }
    }
    return .open(isFlushed: isFlushed)
  }

  /// Takes a result of the first exchange.
  ///
  /// Returns a failure if the connection cannot be used after it.
  private mutating func take(_ result: OpaquePointer) -> PostgresFailure? {
    let status = PQresultStatus(result)
    switch status {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      exchanges[0].accept(result)
    case PGRES_PIPELINE_SYNC:
      exchanges[0].remainingSyncs -= 1
    case PGRES_PIPELINE_ABORTED:
      if let unprepared = exchanges[0].skipStep() { statements.remove(unprepared) }
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      let failure = PostgresFailure(
        .statement,
        "COPY from or to the client cannot be used here; use INSERT or SELECT"
      )
      exchanges[0].fail(failure)
      return failure
    default:
      let failure = PostgresFailure(result: result)
      if failure.isStalePlan { exchanges[0].request?.statements.forEach { statements.remove($0) } }
      if let unprepared = exchanges[0].fail(failure) { statements.remove(unprepared) }
      if failure.kind == .connection { return failure }
    }
    return nil
  }

  /// Ends the first exchange.
  ///
  /// Returns a failure if the connection cannot be used after it.
  private mutating func complete(_ completions: inout [Completion]) -> PostgresFailure? {
    let ended = exchanges.removeFirst()
    if ended.isScript && PQenterPipelineMode(raw) != 1 {
      exchanges.insert(ended, at: 0)
      return lossDescription
    }
    let now = monotonicNow()
    if usesPreparedStatements { ended.noteDuration(now: now, after: previousEnd) }
    previousEnd = now
    var completion = Completion(
      request: ended.request,
      outcome: ended.outcome,
      releases: ended.endsWithConnection
    )
    if let postponed = ended.postponed {
      completion.request = postponed.request
      completion.outcome = postponed.outcome
    }
    if ended.endsWithConnection && exchanges.isEmpty && PQtransactionStatus(raw) != PQTRANS_IDLE {
      // A failed batch leaves its transaction open.
      completion.releases = false
      guard ended.request != nil else {
        completions.append(completion)
        return PostgresFailure(.connection, "a transaction cannot be ended")
      }
      if case .lost(let failure) = sendCleanup() {
        completions.append(completion)
        return failure
      }
      if let request = completion.request, ended.failure?.isStalePlan == true {
        exchanges[0].postponed = (request, completion.outcome)
        return nil
      }
    } else if isBeingCancelled && completion.releases {
      completion.releases = false
      unreportedEnds += 1
    }
    completions.append(completion)
    return nil
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
