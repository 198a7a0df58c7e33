import OrderedCollections
package import OrderedJSON

/// What an applied command did, as far as the engine must know.
package struct MetadataEdit: Sendable, Hashable {
  /// How the new metadata is checked once a catalog was built from it.
  package var check: Check
  /// What is asked of upstreams anew before that.
  package var reload: Reload
  /// The answer if all goes well.
  package var result: JSONValue
  /// The action whose log of calls is cleared once the edit is saved.
  package var clearedLog: ActionName?

  /// How new inconsistencies are answered.
  package enum Check: Sendable, Hashable {
    /// If the object itself is inconsistent: 400 `invalid-configuration` with its reasons; if others
    /// newly are: 400 `unexpected` `cannot continue due to new inconsistent metadata`.
    case object(MetadataObject)
    /// 500 `unexpected` `cannot continue due to newly found inconsistent metadata`.
    case wholeMetadata
    /// The rules of `replace_metadata`.
    case replacement(Replacement)
    /// What becomes inconsistent of several objects is given up, each with a warning.
    case batch(EditBatch)
  }

  /// How `replace_metadata` answers.
  package struct Replacement: Sendable, Hashable {
    package var allowsInconsistency: Bool
    package var allowsWarnings: Bool
    /// Whether the answer tells of inconsistent objects (version 2).
    package var reportsConsistency: Bool
    /// What in the document was not honoured.
    package var warnings: [MetadataDiagnostic]

    package init(
      allowsInconsistency: Bool = false,
      allowsWarnings: Bool = true,
      reportsConsistency: Bool = false,
      warnings: [MetadataDiagnostic] = []
    ) {
      self.allowsInconsistency = allowsInconsistency
      self.allowsWarnings = allowsWarnings
      self.reportsConsistency = reportsConsistency
      self.warnings = warnings
    }
  }

  /// What must be introspected again.
  package enum Reload: Sendable, Hashable {
    case nothing
    case source(SourceName)
    case remoteSchema(RemoteSchemaName)
    case everything
  }

  package init(
    check: Check,
    reload: Reload = .nothing,
    result: JSONValue = MetadataEdit.success
  ) {
    self.check = check
    self.reload = reload
    self.result = result
  }

  /// `{"message": "success"}`.
  package static let success: JSONValue = ["message": "success"]

  /// The object that the command made or changed, if there is one.
  package var touched: MetadataObject? {
    if case .object(let object) = check { object } else { nil }
  }

  /// An edit that made or changed an object.
  static func touching(_ object: MetadataObject, reload: Reload = .nothing) -> MetadataEdit {
    MetadataEdit(check: .object(object), reload: reload)
  }

  /// An edit that took something away or changed much.
  static let wholeMetadata = MetadataEdit(check: .wholeMetadata)
}
