import CPostgres
import DovetailSource

/// What was sent on a connection, and what has come back of it.
struct Exchange: Sendable {
  /// A statement in the pipeline.
  enum Step: Sendable {
    /// `BEGIN`, `COMMIT` and the like.
    case ignore
    case prepare(StatementText)
    /// A statement whose rows are asked for.
    case execute
  }

  static let executeOnly: [Step] = [.execute]

  /// Nil for work of the connection's own, and for that of a request that is served elsewhere.
  private(set) var request: PendingRequest?
  /// Whether the pool has to learn of the end.
  let endsWithConnection: Bool
  private let startedAt: Int64
  /// A request whose outcome is told when this exchange has ended, since it will be repeated.
  var postponed: (request: PendingRequest, outcome: PendingRequest.Outcome)?
  var steps: [Step] = []
  /// How many ends of pipelines are still to come.
  var remainingSyncs = 0
  /// Whether the simple protocol is used, where the number of results is unknown.
  var isScript = false
  private(set) var failure: PostgresFailure?
  private var stepIndex = 0
  private var stepHasResult = false
  private var rows: RowSet?
  private var earlierRows: [RowSet] = []
  private var script = SQLScriptResult.command

  init(request: PendingRequest?, now: Int64) {
    self.request = request
    self.endsWithConnection = request?.endsWithConnection ?? true
    self.startedAt = now
  }

  /// Takes the request away; its results will be dropped.
  mutating func abandon() -> PendingRequest? {
    request.take()
  }

  /// Notes how long the statement took, if nothing else was with it.
  func noteDuration(now: Int64, after previousEnd: Int64) {
    guard failure == nil, steps.count == 1, case .query(let statement)? = request?.work else {
      return
    }
    statement.text.note(duration: now - max(startedAt, previousEnd))
  }

  var isComplete: Bool { !isScript && remainingSyncs == 0 }

  private var step: Step? { steps.indices.contains(stepIndex) ? steps[stepIndex] : nil }

  /// Takes the result of the current step.
  mutating func accept(_ result: OpaquePointer) {
    stepHasResult = true
    if isScript {
      script = copyTexts(of: result)
    } else if case .execute? = step {
      if let rows { earlierRows.append(rows) }
      rows = copyRows(of: result)
    }
  }

  /// Notes the failure of the current step.
  ///
  /// Returns the statement that is not prepared therefore.
  @discardableResult
  mutating func fail(_ failure: PostgresFailure) -> StatementText? {
    if self.failure == nil {
      self.failure = failure
      self.failure?.statementIndex = earlierRows.count + (rows == nil ? 0 : 1)
    }
    return skipStep()
  }

  /// Passes over the current step.
  ///
  /// Returns the statement that is not prepared therefore.
  mutating func skipStep() -> StatementText? {
    stepHasResult = true
    if case .prepare(let text)? = step { return text }
    return nil
  }

  /// The results of the current step have ended.
  mutating func endStep() {
    guard stepHasResult else { return }
    stepHasResult = false
    stepIndex += 1
  }

  var outcome: PendingRequest.Outcome {
    if let failure { return .failure(failure) }
    if isScript { return .success(.script(script)) }
    guard let rows else { return .success(.batch([])) }
    if case .batch? = request?.work { return .success(.batch(earlierRows + [rows])) }
    return .success(.rows(rows))
  }
}
