import DovetailEngine
import ServiceLifecycle

/// Runs the engine's maintenance as long as the program serves.
struct MaintenanceService: Service {
  let engine: Engine
  /// How often the metadata store is asked for changes of other engines; nil for never.
  let interval: Duration?

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await engine.maintain(followingEvery: interval) }
        group.addTask { await engine.monitorHealth() }
      }
    }
  }
}
