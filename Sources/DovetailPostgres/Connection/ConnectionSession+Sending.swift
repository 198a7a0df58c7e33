import CPostgres
import Glibc

extension ConnectionSession {
  /// Sends the statements of a request; nothing is sent if it was cancelled meanwhile.
  mutating func start(_ request: PendingRequest) -> Start {
    guard !isClosed else {
      return .lost(PostgresFailure(.connection, "the connection is closed"))
    }
    guard exchange == nil else {
      return .invalid(PostgresFailure(.statement, "the connection is busy"))
    }
    // After this, whoever cancels finds the request here.
    exchange = Exchange(request: request)
    guard !request.isCancelled else {
      exchange = nil
      return .withdrawn
    }
    if let failure = request.invalidity {
      exchange = nil
      return .invalid(failure)
    }
    if request.mustFindServerAlive && isAbandonedByServer {
      exchange = nil
      return .lost(PostgresFailure(.connection, "the server has closed the connection"))
    }
    return flush(isSent: send(request.work))
  }

  /// Ends the transaction that a failed request left open.
  mutating func sendCleanup() -> Start {
    exchange = Exchange(request: nil)
    exchange?.remainingSyncs = 1
    exchange?.steps = [.ignore]
    return flush(isSent: sendText("ROLLBACK") && PQpipelineSync(raw) == 1)
  }

  private mutating func flush(isSent: Bool) -> Start {
    let flushed = isSent ? PQflush(raw) : -1
    if flushed < 0 {
      exchange = nil
      return .lost(lossDescription)
    }
    return .started(isFlushed: flushed == 0)
  }

  private mutating func send(_ work: PendingRequest.Work) -> Bool {
    switch work {
    case .query(let statement):
      if usesPreparedStatements { return sendPrepared(statement) && sync() }
      return sendBatch([statement], begin: readBegin)
    case .batch(let statements, let mode):
      return sendBatch(statements, begin: mode.beginStatement)
    case .step(let statement):
      exchange?.steps = Exchange.executeOnly
      return sendUnprepared(statement) && sync()
    case .script(let sql):
      exchange?.isScript = true
      return PQexitPipelineMode(raw) == 1 && PQsendQuery(raw, sql) == 1
    case .lease:
      return false
    }
  }

  private mutating func sendBatch(_ statements: [Statement], begin: String) -> Bool {
    guard sendText(begin) else { return false }
    exchange?.steps = [.ignore]
    for statement in statements {
      if usesPreparedStatements {
        guard sendPrepared(statement) else { return false }
      } else {
        exchange?.steps.append(.execute)
        guard sendUnprepared(statement) else { return false }
      }
    }
    exchange?.steps.append(.ignore)
    return sendText("COMMIT") && sync()
  }

  private mutating func sync() -> Bool {
    exchange?.remainingSyncs += 1
    return PQpipelineSync(raw) == 1
  }

  private mutating func sendPrepared(_ statement: Statement) -> Bool {
    let name: String
    if let known = statements.name(for: statement.text) {
      name = known
      if exchange?.steps.isEmpty == true {
        // The usual case shares one array.
        exchange?.steps = Exchange.executeOnly
      } else {
        exchange?.steps.append(.execute)
      }
    } else {
      for victim in statements.evict() {
        exchange?.steps.append(.ignore)
        guard sendText("DEALLOCATE \(victim)") else { return false }
      }
      name = statements.add(statement.text)
      guard PQsendPrepare(raw, name, statement.text.sql, 0, nil) == 1 else { return false }
      exchange?.steps += [.prepare(statement.text), .execute]
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
