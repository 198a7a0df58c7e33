import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// The answer of `replace_metadata`, if what it brought may be taken (contract 02 §8).
  func replacementAnswer(
    _ replacement: MetadataEdit.Replacement,
    _ edit: MetadataEdit
  ) throws(EngineError) -> JSONValue {
    let problems = catalog.inconsistencies.filter { !$0.isInformational }
    let objects = JSONValue.array(problems.map { metadata.describe($0) })
    guard problems.isEmpty || replacement.allowsInconsistency else {
      throw EngineError(
        code: "unexpected",
        message: "cannot continue due to inconsistent metadata",
        path: "$.args",
        detail: objects
      )
    }
    let diagnostics = replacement.warnings + metadata.settingsWithoutEffect
    let warnings = JSONValue.array(diagnostics.map(\.json))
    guard diagnostics.isEmpty || replacement.allowsWarnings else {
      throw EngineError(
        code: "metadata-warnings",
        message: "cannot continue due to metadata warnings",
        path: "$.args",
        detail: warnings
      )
    }
    guard replacement.reportsConsistency else { return edit.result }
    var answer: [(key: String, value: JSONValue)] = [
      ("is_consistent", .bool(problems.isEmpty)), ("inconsistent_objects", objects),
    ]
    if !diagnostics.isEmpty { answer.append(("warnings", warnings)) }
    return .object(members: answer)
  }

  /// The answer of an edit with a warning for each setting that the edit made and that has no effect.
  func warning(_ answer: JSONValue, since before: MetadataTransaction) -> JSONValue {
    let known = before.metadata.settingsWithoutEffect
    let new = metadata.settingsWithoutEffect.filter { !known.contains($0) }
    guard !new.isEmpty, case .object(var members) = answer else { return answer }
    members["warnings"] = .array((members["warnings"]?.arrayValue ?? []) + new.map(\.json))
    return .object(members)
  }
}
