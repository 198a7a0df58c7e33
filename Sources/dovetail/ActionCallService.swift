import DovetailEngine
import ServiceLifecycle

/// Asks the handlers of asynchronous actions as long as the program serves.
struct ActionCallService: Service {
  let engine: Engine
  /// How often the log is looked at; nil for never.
  let interval: Duration?
  let batchSize: Int

  func run() async throws {
    await cancelWhenGracefulShutdown {
      if let interval {
        await engine.answerActionCalls(every: interval, batchSize: batchSize)
      } else {
        // A service that ends would end the program.
        try? await Task.sleep(for: .seconds(Int64.max / 2))
      }
    }
  }
}
