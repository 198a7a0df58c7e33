package import DovetailMetadata
import DovetailSource
import Logging
import OrderedJSON
import Synchronization

extension Engine {
  /// Checks the health of the sources that metadata wants checked, until the task is cancelled.
  ///
  /// - Parameter tick: how often it is looked whether a check is due.
  package func monitorHealth(lookingEvery tick: Duration = .seconds(1)) async {
    let clock = ContinuousClock()
    let start = clock.now
    let seconds = { @Sendable in (clock.now - start) / .seconds(1) }
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        let snapshot = snapshot
        let due = health.withLock { $0.begin(snapshot.metadata.sources, at: seconds()) }
        for (name, check) in due {
          guard let source = snapshot.upstreams.sources[name]?.source else { continue }
          group.addTask { [self] in
            let found = await examine(source, check)
            guard !Task.isCancelled else { return }
            report(found, of: name)
            health.withLock { $0.end(name, found, at: seconds()) }
          }
        }
        do {
          try await clock.sleep(for: tick)
        } catch {
          break
        }
      }
      group.cancelAll()
    }
  }

  /// What the last health check of a source found; nil if there was none.
  package func health(of source: SourceName) -> SourceHealth? {
    health.withLock { $0.health(of: source) }
  }

  /// Asks a source, again where it does not answer.
  private func examine(_ source: any Source, _ check: HealthCheck) async -> SourceHealth {
    var attempt = 0
    while true {
      let found = await ask(source, check)
      attempt += 1
      guard found.status != .ok, attempt <= check.retries, !Task.isCancelled else { return found }
      // A cancelled sleep ends the check with what was found so far.
      try? await Task.sleep(for: .seconds(check.retryInterval))
    }
  }

  private func ask(_ source: any Source, _ check: HealthCheck) async -> SourceHealth {
    let clock = ContinuousClock()
    let start = clock.now
    let failure = await withTimeLimit(seconds: check.timeout) { () -> SourceError? in
      do throws(SourceError) {
        _ = try await source.run(SQLScript(sql: check.sql, isReadOnly: true))
        return nil
      } catch {
        return error
      }
    }
    let time = (clock.now - start) / .seconds(1)
    switch failure {
    case nil:
      return SourceHealth(
        status: .timeout,
        message: "no answer within \(check.timeout) s",
        responseTime: time
      )
    case .some(nil):
      return SourceHealth(status: .ok, message: nil, responseTime: time)
    case .some(let error?):
      let reason = error.detail?["error"]?["message"]?.stringValue
      return SourceHealth(
        status: .failed,
        message: reason.map { "\(error.message): \($0)" } ?? error.message,
        responseTime: time
      )
    }
  }

  private func report(_ found: SourceHealth, of name: SourceName) {
    let detail: Logger.Metadata = [
      "source": "\(name)", "status": "\(found.status.name)",
      "reason": "\(found.message ?? "")", "response_time": "\(found.responseTime)",
    ]
    if found.status == .ok {
      log.debug("source health", metadata: detail)
    } else {
      log.warning("source health", metadata: detail)
    }
  }
}
