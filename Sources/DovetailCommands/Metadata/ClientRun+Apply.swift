import DovetailMetadata
import DovetailProject
import DovetailServer
import OrderedJSON

extension ClientRun {
  /// `metadata apply`: replaces the engine's metadata by the project's, or shows what that would do.
  func applyMetadata() async throws(CommandFailure) {
    let (document, metadata) = try readMetadata()
    if let form = invocation.text(.output) {
      output.result(Self.text(of: document.json, form))
      return
    }
    try await withEngine { (engine) async throws(CommandFailure) in
      if invocation.flag(.dryRun) == true {
        let difference = try await self.difference(from: engine, to: metadata)
        output.result(difference.text)
        output.note(difference.isEmpty ? "nothing would change" : "nothing was changed (--dry-run)")
        return
      }
      let outcome = try await replaceMetadata(of: engine, by: document.json)
      for line in outcome.warnings { output.note("warning: \(line)") }
      report("metadata applied", outcome.inconsistencies)
    }
  }

  /// `metadata reload`: what migrations and others have changed becomes known to the engine.
  func reloadMetadata(of engine: some EngineConnection) async throws(CommandFailure) {
    let problems = try await failing { () async throws(EngineRefusal) in
      try await engine.reloadMetadata()
    }
    report("metadata reloaded", problems)
  }

  /// Says what was done, and what does not fit.
  private func report(_ deed: String, _ inconsistencies: [String]) {
    for line in inconsistencies { output.note("inconsistent: \(line)") }
    output.note(
      inconsistencies.isEmpty
        ? deed : "\(deed); \(inconsistencies.count) objects are inconsistent and left out"
    )
  }

  /// Replaces the metadata; begins anew if somebody else changes it in between.
  private func replaceMetadata(
    of engine: some EngineConnection,
    by document: JSONValue
  ) async throws(CommandFailure) -> ReplacementOutcome {
    var attempts = 0
    while true {
      do throws(EngineRefusal) {
        let current = try await engine.exportMetadata()
        return try await engine.replaceMetadata(
          document,
          version: current.resourceVersion,
          allowsInconsistency: invocation.flag(.disallowInconsistentMetadata) != true
        )
      } catch {
        attempts += 1
        guard error.isConflict, attempts < 3 else { throw CommandFailure(error) }
      }
    }
  }

  /// `metadata diff`: prints what applying would change.
  ///
  /// - Returns: whether there is something.
  func compareMetadata(with engine: some EngineConnection) async throws(CommandFailure) -> Bool {
    let (_, metadata) = try readMetadata()
    let difference = try await self.difference(from: engine, to: metadata)
    output.result(difference.text)
    if difference.isEmpty { output.note("no differences") }
    return !difference.isEmpty
  }

  private func difference(
    from engine: some EngineConnection,
    to project: Metadata
  ) async throws(CommandFailure) -> MetadataDifference {
    let current = try await failing { () async throws(EngineRefusal) in
      try await engine.exportMetadata()
    }
    do {
      return MetadataDifference(
        engine: try Metadata(json: current.document),
        project: project,
        context: invocation.integer(.context) ?? 3
      )
    } catch {
      throw CommandFailure("the engine's metadata cannot be read: \(error.path): \(error.message)")
    }
  }
}
