import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// Checks the new catalog; looks at the databases again before anything is refused, since they may
  /// have changed behind our back.
  mutating func checked(
    _ edit: MetadataEdit,
    since before: MetadataTransaction
  ) async throws(EngineError) -> JSONValue {
    if case .replacement(let replacement) = edit.check {
      return try replacementAnswer(replacement, edit)
    }
    if edit.reload == .nothing { await lookAgain(since: before.catalog) }
    var result = edit.result
    if case .batch(let batch) = edit.check {
      result = try await settle(batch, since: before.catalog)
    }
    let new = newInconsistencies(since: before.catalog)
    guard !new.isEmpty else { return warning(result, since: before) }
    let detail = JSONValue.array(new.map { metadata.describe($0) })
    if let clash = new.first(where: { $0.reason.hasPrefix(RootFieldClash.beginning) }) {
      throw EngineError(
        code: "unexpected",
        message: clash.reason,
        path: "$.args",
        status: 500
      )
    }
    if let touched = edit.touched {
      let own = new.filter { $0.objects.contains(touched) }
      // Two schemas that do not go together are nobody's own fault.
      if let reason = own.first, reason.code.value != "remote-schema-conflicts" {
        throw touchedError(reason, own, detail)
      }
      throw EngineError(
        code: "unexpected",
        message: "cannot continue due to new inconsistent metadata",
        path: "$.args",
        detail: detail
      )
    }
    // An update of a remote schema is the client's change, not something found by the way.
    var status = 500
    if case .remoteSchema = edit.reload { status = 400 }
    throw EngineError(
      code: "unexpected",
      message: "cannot continue due to newly found inconsistent metadata",
      path: "$.args",
      status: status,
      detail: detail
    )
  }

  /// Introspects the sources again of which something seems to have become inconsistent.
  mutating func lookAgain(since before: Catalog) async {
    let new = newInconsistencies(since: before)
    guard !new.isEmpty else { return }
    await introspectAgain(sourcesOf: new)
    await rebuild()
  }

  /// Gives up the objects of a batch that do not fit.
  private mutating func settle(
    _ batch: EditBatch,
    since before: Catalog
  ) async throws(EngineError) -> JSONValue {
    var batch = batch
    while let failed = unfitting(of: batch, since: before) {
      for (object, reason) in failed {
        batch.fail(object, reason)
        metadata.remove(object)
      }
      await rebuild()
    }
    do {
      return try batch.answer()
    } catch {
      throw EngineError(error)
    }
  }

  /// The objects of a batch that became inconsistent, with the reasons; nil if none did.
  ///
  /// Of objects that cannot be together only the last is named, since the others may fit without it.
  private func unfitting(
    of batch: EditBatch,
    since before: Catalog
  ) -> [(MetadataObject, String)]? {
    var failed: [(MetadataObject, String)] = []
    let made = Set(batch.objects)
    for inconsistency in newInconsistencies(since: before) {
      let own =
        batch.objects.count == 1 || inconsistency.conflicting.isEmpty
        ? inconsistency.objects.filter(made.contains)
        : Array(batch.objects.filter(inconsistency.objects.contains).suffix(1))
      for object in own where !failed.contains(where: { $0.0 == object }) {
        failed.append((object, metadata.reasonText(inconsistency)))
      }
    }
    return failed.isEmpty ? nil : failed
  }

  private func touchedError(
    _ first: Inconsistency,
    _ own: [Inconsistency],
    _ detail: JSONValue
  ) -> EngineError {
    switch first.object {
    case .nativeQuery where first.code.value == "validation-failed",
      .remoteSchema, .remoteSchemaPermission:
      return EngineError(
        code: first.code.value,
        message: first.reason,
        path: "$.args",
        detail: first.detail
      )
    default:
      let message = own.map { metadata.reasonText($0) }.joined(separator: ", ")
      return EngineError(
        code: "invalid-configuration",
        message: message,
        path: "$.args",
        detail: detail
      )
    }
  }

  /// What became inconsistent, or inconsistent for another reason, since a catalog was built.
  func newInconsistencies(since before: Catalog) -> [Inconsistency] {
    let known = Set(before.inconsistencies.flatMap(\.objects))
    return catalog.inconsistencies.filter { inconsistency in
      !inconsistency.isInformational && !known.isSuperset(of: inconsistency.objects)
    }
  }
}
