import CPostgres
import Glibc

/// Opens a connection and prepares its session.
///
/// Blocks, so it runs on a helper thread.
///
/// `isAbandoned` is asked now and then; if true, the attempt ends.
func openConnection(
  to target: ConnectionTarget,
  settings: PoolSettings,
  isAbandoned: @escaping () -> Bool
) -> Result<OpenedConnection, PostgresFailure> {
  var attempt = 0
  while true {
    do throws(PostgresFailure) {
      let opening = try ConnectionOpening(target, settings: settings, isAbandoned: isAbandoned)
      return .success(try opening.run())
    } catch let failure {
      attempt += 1
      let isHopeless = failure.kind == .configuration || failure.kind == .closed
      if isHopeless || attempt > settings.retries { return .failure(failure) }
      usleep(UInt32(min(attempt, 10)) * 100_000)
    }
  }
}

/// A connection that is ready for a session.
struct OpenedConnection: Sendable {
  let handle: LibpqHandle
  let usesPreparedStatements: Bool
}

/// One attempt to open a connection.
private struct ConnectionOpening {
  private let raw: OpaquePointer
  private let deadline: Int64
  private let settings: PoolSettings
  private let isAbandoned: () -> Bool

  init(
    _ target: ConnectionTarget,
    settings: PoolSettings,
    isAbandoned: @escaping () -> Bool
  ) throws(PostgresFailure) {
    let parameters = try target.parameters()
    let begin = monotonicNow()
    guard let raw = Self.start(parameters) else {
      throw PostgresFailure(.connection, "out of memory")
    }
    self.raw = raw
    self.settings = settings
    self.isAbandoned = isAbandoned
    let own = Self.option("connect_timeout", of: raw).flatMap { Int64($0) } ?? 0
    // libpq's asynchronous functions leave `connect_timeout` to their caller.
    let timeout = own > 0 ? max(own, 2) * 1_000_000_000 : settings.connectTimeout.inNanoseconds
    self.deadline = begin + timeout
  }

  /// Connects and sets up the session; closes the connection on failure.
  func run() throws(PostgresFailure) -> OpenedConnection {
    do throws(PostgresFailure) {
      try connect()
      PQsetNoticeReceiver(raw, { _, _ in }, nil)
      guard PQsetnonblocking(raw, 1) == 0 else { throw connectionFailure() }
      let isPrepared = try isPreparing()
      _ = try execute(sessionSetup(isPreparing: isPrepared))
      guard PQenterPipelineMode(raw) == 1 else { throw connectionFailure() }
      return OpenedConnection(
        handle: LibpqHandle(raw: raw),
        usesPreparedStatements: isPrepared
      )
    } catch let failure {
      PQfinish(raw)
      throw failure
    }
  }

  /// What the rest relies on: ISO dates, and the mode of statements outside of transactions (see
  /// `ConnectionSession`).
  private func sessionSetup(isPreparing: Bool) -> String {
    guard isPreparing else { return "SET datestyle TO 'ISO'" }
    var sql = "SET datestyle TO 'ISO'; SET default_transaction_read_only TO on"
    if settings.isolation != .readCommitted {
      let level = settings.isolation.rawValue.split(separator: "-").joined(separator: " ")
      sql += "; SET default_transaction_isolation TO '\(level)'"
    }
    return sql
  }

  private func connect() throws(PostgresFailure) {
    guard PQstatus(raw) != CONNECTION_BAD else { throw connectionFailure() }
    var polled = PGRES_POLLING_WRITING
    while true {
      switch polled {
      case PGRES_POLLING_OK: return
      case PGRES_POLLING_READING: try wait(for: POLLIN)
      case PGRES_POLLING_WRITING: try wait(for: POLLOUT)
      default: throw connectionFailure()
      }
      polled = PQconnectPoll(raw)
    }
  }

  /// Whether statements of this connection are prepared.
  private func isPreparing() throws(PostgresFailure) -> Bool {
    switch settings.preparation {
    case .always: true
    case .never: false
    case .automatic:
      // A pooler tells a process number of its own, for cancelling.
      try execute("SELECT pg_backend_pid()") == String(PQbackendPID(raw))
    }
  }

  /// Runs statements and returns the first value of the last one.
  private func execute(_ sql: String) throws(PostgresFailure) -> String? {
    guard PQsendQuery(raw, sql) == 1 else { throw connectionFailure() }
    while PQflush(raw) == 1 { try wait(for: POLLOUT) }
    var failure: PostgresFailure?
    var value: String?
    while true {
      while PQisBusy(raw) == 1 {
        try wait(for: POLLIN)
        guard PQconsumeInput(raw) == 1 else { throw connectionFailure() }
      }
      guard let result = PQgetResult(raw) else { break }
      if PQresultStatus(result) == PGRES_FATAL_ERROR { failure = PostgresFailure(result: result) }
      value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0).map { String(cString: $0) } : nil
      PQclear(result)
    }
    if let failure { throw failure }
    return value
  }

  /// Waits until the socket is ready, in pieces so that an abandoned attempt ends soon.
  private func wait(for events: Int32) throws(PostgresFailure) {
    while true {
      guard !isAbandoned() else { throw PostgresFailure.closed }
      let left = deadline - monotonicNow()
      guard left > 0 else {
        throw PostgresFailure(.connection, "timeout expired while connecting to the database")
      }
      var entry = pollfd(fd: PQsocket(raw), events: Int16(events), revents: 0)
      let ready = poll(&entry, 1, Int32(min(left / 1_000_000 + 1, 250)))
      if ready > 0 { return }
      if ready < 0 && errno != EINTR { throw connectionFailure() }
    }
  }

  private func connectionFailure() -> PostgresFailure {
    let message = PQerrorMessage(raw).map { String(cString: $0).trimmed } ?? ""
    // libpq tells no SQLSTATE of a refused connection.
    let isFull = ["too many clients", "too many connections", "connection slots"]
      .contains { message.contains($0) }
    return PostgresFailure(isFull ? .tooManyConnections : .connection, message)
  }

  private static func start(_ parameters: [(keyword: String, value: String)]) -> OpaquePointer? {
    // SAFETY: the copies live until libpq has read them, and are freed right after.
    let keywords = parameters.map { strdup($0.keyword) } + [nil]
    let values = parameters.map { strdup($0.value) } + [nil]
    defer { (keywords + values).forEach { free($0) } }
    return keywords.map { UnsafePointer($0) }.withUnsafeBufferPointer { keywords in
      values.map { UnsafePointer($0) }.withUnsafeBufferPointer { values in
        PQconnectStartParams(keywords.baseAddress, values.baseAddress, 1)
      }
    }
  }

  private static func option(_ keyword: String, of connection: OpaquePointer) -> String? {
    guard let options = PQconninfo(connection) else { return nil }
    defer { PQconninfoFree(options) }
    var option = options
    while let name = option.pointee.keyword {
      if String(cString: name) == keyword { return option.pointee.val.map { String(cString: $0) } }
      option += 1
    }
    return nil
  }
}
