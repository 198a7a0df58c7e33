import DovetailEngine
import ServiceLifecycle

/// Runs the engine's maintenance as long as the program serves.
struct MaintenanceService: Service {
  let engine: Engine
  /// How often the metadata store is asked for changes of other engines; nil for never.
  let interval: Duration?
  /// How soon an upstream that did not answer is asked again.
  let retryInterval: Duration

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask {
          await engine.maintain(followingEvery: interval, retryingAfter: retryInterval)
        }
        group.addTask { await engine.monitorHealth() }
      }
    }
  }
}
