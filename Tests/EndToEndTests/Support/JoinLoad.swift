import Glibc
import OrderedJSON
import Synchronization

/// Asks the same thing again and again on threads of its own, and counts what comes.
final class JoinLoad: Sendable {
  struct Counts: Sendable {
    var right = 0
    /// Answers that say what is missing.
    var failed = 0
    /// Answers that are neither right nor say that something is missing.
    var wrong: [String] = []
    /// Requests without an answer.
    var unanswered: [String] = []
    /// An example of a failure.
    var lastFailure = ""
  }

  private let counts = Mutex(Counts())
  private let isStopped = Atomic(false)
  private let running = Atomic(0)

  /// The counts since the last time.
  func take() -> Counts {
    counts.withLock { counts in
      defer { counts = Counts() }
      return counts
    }
  }

  var current: Counts { counts.withLock { $0 } }

  init(_ program: Program, query: String, expecting right: JSONValue, threads: Int = 4) {
    for _ in 0..<threads {
      running.add(1, ordering: .relaxed)
      startThread { [self] in
        while !isStopped.load(ordering: .relaxed) { ask(program, query, right) }
        running.subtract(1, ordering: .relaxed)
      }
    }
  }

  private func ask(_ program: Program, _ query: String, _ right: JSONValue) {
    do {
      let answer = try program.graphql(query)
      counts.withLock { counts in
        if answer.body == right {
          counts.right += 1
        } else if answer.body["errors"]?.arrayValue?.isEmpty == false {
          counts.failed += 1
          counts.lastFailure = "\(answer.body)"
        } else {
          counts.wrong.append("\(answer.body)")
        }
      }
    } catch {
      counts.withLock { $0.unanswered.append("\(error)") }
    }
  }

  /// Ends all threads.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    while running.load(ordering: .relaxed) > 0 { usleep(1_000) }
  }
}
