/// Jobs in a queue, and the threads that do them, each with a connection of its own.
///
/// A database has one lane with many threads for reading and one with a single thread for writing.
/// Threads start when there is work and end when there has been none for a while.
final class Lane: Sendable {
  fileprivate struct State {
    var queue = JobQueue()
    var running: [ObjectIdentifier: any Job] = [:]
    /// Threads that take jobs.
    var threads = 0
    var idleThreads = 0
    /// Threads that take no more jobs but still close their connection.
    var endingThreads = 0
    var isClosed = false
    var closers: [UnsafeContinuation<Void, Never>] = []
  }

  fileprivate enum Step {
    case job(any Job)
    case end
  }

  private let settings: SQLiteSettings
  private let role: ConnectionRole
  private let threadLimit: Int
  private let opener: ConnectionOpener
  private let monitor = Monitor(State())

  init(_ settings: SQLiteSettings, role: ConnectionRole, threads: Int, opener: ConnectionOpener) {
    self.settings = settings
    self.role = role
    self.threadLimit = max(1, threads)
    self.opener = opener
  }

  /// How many threads there are now.
  var threadCount: Int { monitor.withLock(\.threads) }

  /// Hands a job to the next free thread.
  func submit(_ job: any Job) {
    var refusal: SQLiteFailure?
    let needsThread = monitor.withLock { state in
      if state.isClosed {
        refusal = .closed
      } else if state.queue.count >= settings.queueLimit {
        refusal = SQLiteFailure(
          .queueFull,
          "too many requests wait for the database (limit \(settings.queueLimit))"
        )
      }
      guard refusal == nil else { return false }
      state.queue.append(job)
      guard state.queue.count > state.idleThreads, state.threads < threadLimit else { return false }
      state.threads += 1
      return true
    }
    if let refusal {
      job.fail(refusal)
    } else if !needsThread {
      monitor.wakeOne()
    } else if !startThread({ [self] in work() }) {
      failWithoutThread()
    }
  }

  /// Ends everything: waiting jobs fail, running ones are stopped.
  ///
  /// Does not wait.
  func close() {
    let waiting = monitor.withLock { state in
      state.isClosed = true
      for job in state.running.values { job.signal.stop(.closed) }
      return state.queue.removeAll()
    }
    for job in waiting { job.fail(.closed) }
    monitor.wakeAll()
  }

  /// Waits until all connections are closed.
  func waitUntilClosed() async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      let isOver = monitor.withLock { state in
        let isOver = state.threads == 0 && state.endingThreads == 0
        if !isOver { state.closers.append(continuation) }
        return isOver
      }
      if isOver { continuation.resume() }
    }
  }

  private func failWithoutThread() {
    let stranded: [any Job] = monitor.withLock { state in
      state.threads -= 1
      // Another thread will come to them.
      return state.threads > 0 ? [] : state.queue.removeAll()
    }
    for job in stranded {
      job.fail(SQLiteFailure(.queueFull, "the system has no thread to spare for the database"))
    }
  }

  // MARK: On a thread of the lane

  private func work() {
    var connection: SQLiteConnection?
    while case .job(let job) = nextStep() {
      if job.begin() {
        perform(job, on: &connection)
      }
      monitor.withLock { $0.running[ObjectIdentifier(job)] = nil }
    }
    connection = nil
    let closers: [UnsafeContinuation<Void, Never>] = monitor.withLock { state in
      state.endingThreads -= 1
      guard state.threads == 0, state.endingThreads == 0 else { return [] }
      defer { state.closers = [] }
      return state.closers
    }
    for closer in closers { closer.resume() }
  }

  private func perform(_ job: any Job, on connection: inout SQLiteConnection?) {
    do throws(SQLiteFailure) {
      let current = if let open = connection { open } else { try opener.open(settings, role: role) }
      connection = current
      job.run(on: current)
      if current.isSpoilt && settings.location != .memory { connection = nil }
    } catch {
      job.fail(error)
    }
  }

  private func nextStep() -> Step {
    monitor.withLock { $0.idleThreads += 1 }
    // A database in memory ends with its connection.
    let limit = settings.location == .memory ? nil : settings.idleTimeout
    let step: Step? = monitor.wait(atMost: limit) { $0.takeStep() }
    // After the time is over a job may still come, counting on this thread.
    return step ?? monitor.withLock { $0.takeStep() ?? $0.endThread() }
  }
}

extension Lane.State {
  /// The next job for an idle thread, or its end if the lane is closed.
  fileprivate mutating func takeStep() -> Lane.Step? {
    guard let job = queue.popFirst() else { return isClosed ? endThread() : nil }
    idleThreads -= 1
    running[ObjectIdentifier(job)] = job
    return .job(job)
  }

  /// Counts an idle thread out.
  ///
  /// The same moment decides who does the next job, so none is stranded.
  fileprivate mutating func endThread() -> Lane.Step {
    idleThreads -= 1
    threads -= 1
    endingThreads += 1
    return .end
  }
}
