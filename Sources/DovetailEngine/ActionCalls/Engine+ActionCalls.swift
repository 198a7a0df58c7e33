import DovetailSource
import Logging
import OrderedCollections
import OrderedJSON

extension Engine {
  /// Asks the handlers of asynchronous actions, until the task is cancelled.
  ///
  /// - Parameters:
  ///   - interval: how often the log is looked at when there was nothing in it.
  ///   - batchSize: how many calls are taken at once.
  package func answerActionCalls(every interval: Duration, batchSize: Int) async {
    while !Task.isCancelled {
      let count = await answerActionCalls(limit: batchSize)
      // A full batch means that more are waiting.
      if count >= batchSize { continue }
      do {
        try await Task.sleep(for: interval)
      } catch {
        return
      }
    }
  }

  /// Takes calls from the log and asks their handlers, all at once.
  ///
  /// - Returns: how many there were.
  @discardableResult
  package func answerActionCalls(limit: Int) async -> Int {
    let calls: [TakenCall]
    do {
      calls = try await store.takeCalls(limit: limit)
    } catch {
      log.warning("cannot read the log of actions", metadata: ["reason": "\(error)"])
      return 0
    }
    let snapshot = snapshot
    await withTaskGroup { group in
      for call in calls {
        group.addTask { await self.answer(call, snapshot) }
      }
    }
    return calls.count
  }

  private func answer(_ taken: TakenCall, _ snapshot: EngineSnapshot) async {
    let outcome = await ActionCallRun(snapshot: snapshot).run(taken.call)
    let store = store
    let log = log
    // Not a child: it must be kept even if the engine is told to stop meanwhile; awaited right here.
    await Task {
      do {
        if let outcome {
          try await store.finish(taken.id, outcome)
        } else {
          try await store.giveBack([taken.id])
        }
      } catch {
        log.warning(
          "cannot keep the outcome of an action",
          metadata: ["id": "\(taken.id)", "reason": "\(error)"]
        )
      }
    }.value
  }
}
