import CPostgres
import Glibc

extension ConnectionSession {
  /// Sends the statements of a request, unless it was cancelled meanwhile.
  mutating func start(_ request: PendingRequest) -> Start {
    guard !isClosed else {
      return .lost(PostgresFailure(.connection, "the connection is closed"))
    }
    guard exchanges.isEmpty || takesMore(request), !isBeingCancelled else { return .occupied }
    guard !request.isCancelled else { return .withdrawn }
    if let failure = request.invalidity { return .invalid(failure) }
    if request.mustFindServerAlive && isAbandonedByServer {
      return .lost(PostgresFailure(.connection, "the server has closed the connection"))
    }
    exchanges.append(Exchange(request: request, now: monotonicNow()))
    return flush(isSent: send(request.work))
  }

  /// Whether the request may be sent behind those that have not ended.
  private func takesMore(_ request: PendingRequest) -> Bool {
    guard usesPreparedStatements, case .query = request.work else { return false }
    return exchanges.allSatisfy { exchange in
      // Abandoned ones were such queries too; nothing else has followers.
      guard let work = exchange.request?.work else { return exchange.postponed == nil }
      if case .query = work { return true } else { return false }
    }
  }

  /// Ends the transaction that a failed request left open.
  mutating func sendCleanup() -> Start {
    var cleanup = Exchange(request: nil, now: monotonicNow())
    cleanup.remainingSyncs = 1
    cleanup.steps = [.ignore]
    exchanges.append(cleanup)
    return flush(isSent: sendText("ROLLBACK") && PQpipelineSync(raw) == 1)
  }

  private mutating func flush(isSent: Bool) -> Start {
    let flushed = isSent ? PQflush(raw) : -1
    if flushed < 0 {
      exchanges.removeLast()
      return .lost(lossDescription)
    }
    return .started(isFlushed: flushed == 0)
  }

  /// The exchange that is being sent.
  private var last: Int { exchanges.count - 1 }

  private mutating func send(_ work: PendingRequest.Work) -> Bool {
    switch work {
    case .query(let statement):
      if usesPreparedStatements {
        guard statement.text.isUnique else { return sendPrepared(statement) && sync() }
        exchanges[last].steps = Exchange.executeOnly
        return sendUnprepared(statement) && sync()
      }
      return sendBatch([statement], begin: readBegin)
    case .batch(let statements, let mode):
      return sendBatch(statements, begin: mode.beginStatement)
    case .step(let statement):
      exchanges[last].steps = Exchange.executeOnly
      return sendUnprepared(statement) && sync()
    case .script(let sql):
      exchanges[last].isScript = true
      return PQexitPipelineMode(raw) == 1 && PQsendQuery(raw, sql) == 1
    case .lease:
      return false
    }
  }

  private mutating func sendBatch(_ statements: [Statement], begin: String) -> Bool {
    guard sendText(begin) else { return false }
    exchanges[last].steps = [.ignore]
    for statement in statements {
      if usesPreparedStatements && statement.text.isWorthKeeping {
        guard sendPrepared(statement) else { return false }
      } else {
        exchanges[last].steps.append(.execute)
        guard sendUnprepared(statement) else { return false }
      }
    }
    exchanges[last].steps.append(.ignore)
    return sendText("COMMIT") && sync()
  }

  private mutating func sync() -> Bool {
    exchanges[last].remainingSyncs += 1
    return PQpipelineSync(raw) == 1
  }

  private mutating func sendPrepared(_ statement: Statement) -> Bool {
    let name: String
    if let known = statements.name(for: statement.text) {
      name = known
      if exchanges[last].steps.isEmpty {
        // The usual case shares one array.
        exchanges[last].steps = Exchange.executeOnly
      } else {
        exchanges[last].steps.append(.execute)
      }
    } else {
      for victim in statements.evict() {
        exchanges[last].steps.append(.ignore)
        guard sendText("DEALLOCATE \(victim)") else { return false }
      }
      name = statements.add(statement.text)
      guard PQsendPrepare(raw, name, statement.text.sql, 0, nil) == 1 else { return false }
      exchanges[last].steps += [.prepare(statement.text), .execute]
    }
    let raw = raw
    return withTexts(of: statement.parameters) { count, texts in
      PQsendQueryPrepared(raw, name, count, texts, nil, nil, 0) == 1
    }
  }

  private mutating func sendUnprepared(_ statement: Statement) -> Bool {
    let raw = raw
    let sql = statement.text.sql
    return withTexts(of: statement.parameters) { count, texts in
      PQsendQueryParams(raw, sql, count, nil, texts, nil, nil, 0) == 1
    }
  }

  private func sendText(_ sql: String) -> Bool {
    PQsendQueryParams(raw, sql, 0, nil, nil, nil, nil, 0) == 1
  }

  /// Calls the closure with the parameters as libpq wants them.
  private mutating func withTexts(
    of parameters: [[UInt8]?],
    _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?) -> Bool
  ) -> Bool {
    guard !parameters.isEmpty else { return body(0, nil) }
    scratch.removeAll(keepingCapacity: scratch.capacity < 65_536)
    // SAFETY: `texts` is written from start to end before it is read, and points into `scratch`,
    // which does not change during the call.
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: parameters.count) { starts in
      for (index, parameter) in parameters.enumerated() {
        guard let text = parameter else {
          starts[index] = -1
          continue
        }
        starts[index] = scratch.count
        text.withUnsafeBytes { scratch.append(contentsOf: $0.bindMemory(to: CChar.self)) }
        scratch.append(0)
      }
      return scratch.withUnsafeBufferPointer { buffer in
        withUnsafeTemporaryAllocation(
          of: UnsafePointer<CChar>?.self,
          capacity: parameters.count
        ) { texts in
          for index in parameters.indices {
            let start = starts[index]
            let text = start < 0 ? nil : buffer.baseAddress?.advanced(by: start)
            texts.initializeElement(at: index, to: text)
          }
          return body(Int32(parameters.count), texts.baseAddress)
        }
      }
    }
  }

  /// Whether the server has closed the connection while it was idle.
  ///
  /// Then its farewell or the end of the stream can be read; in good order nothing can, since
  /// notices are taken when they arrive.
  private var isAbandonedByServer: Bool {
    var byte: UInt8 = 0
    let count = recv(PQsocket(raw), &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
    return count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)
  }
}

extension PendingRequest {
  /// Whether the request must not be sent to a server that may be gone, since it cannot be
  /// repeated.
  fileprivate var mustFindServerAlive: Bool {
    if case .batch(_, let mode) = work { !mode.isReadOnly } else { false }
  }

  /// Why the protocol cannot carry the request.
  fileprivate var invalidity: PostgresFailure? {
    switch work {
    case .query(let statement), .step(let statement):
      return statement.invalidity
    case .batch(let statements, _):
      for statement in statements {
        if let failure = statement.invalidity { return failure }
      }
      return nil
    case .script(let sql):
      return sql.utf8.contains(0) ? .zeroByte : nil
    case .lease:
      return PostgresFailure(.statement, "a lease is no statement")
    }
  }
}

extension Statement {
  fileprivate var invalidity: PostgresFailure? {
    guard parameters.count <= 65_535 else {
      return PostgresFailure(.statement, "a statement can have 65535 parameters at most")
    }
    for case let parameter? in parameters where parameter.contains(0) { return .zeroByte }
    return nil
  }
}

extension PostgresFailure {
  /// PostgreSQL's texts cannot hold U+0000; the server's own error for it is this.
  fileprivate static var zeroByte: PostgresFailure {
    var failure = PostgresFailure(
      .statement,
      "invalid byte sequence for encoding \"UTF8\": 0x00"
    )
    failure.sqlState = "22021"
    return failure
  }
}
