import OrderedJSON

/// The arguments of `suggest_relationships`.
package struct SuggestRelationships: Sendable, Hashable {
  package var source: SourceName
  /// The tables whose relationships are wanted; nil for all.
  package var tables: [TableName]?
  /// Whether relationships that exist are left out.
  package var omitsTracked: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SuggestRels")
    source = try object.source()
    tables = try object.optional("tables")
    omitsTracked = try object.optional("omit_tracked", default: false)
    let version = try object.optional("version", default: 1)
    guard version == 1 else {
      throw object.error("the only version of suggestions is 1, not \(version)")
    }
    object.reportUnknownKeys()
  }
}
