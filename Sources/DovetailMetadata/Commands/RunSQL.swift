import OrderedJSON

/// The arguments of `run_sql`.
package struct RunSQL: Sendable, Hashable {
  package var sql: String
  package var source: SourceName
  package var cascades: Bool
  /// nil to go by the text: whether it looks as if it changed the schema.
  package var checksMetadataConsistency: Bool?
  package var isReadOnly: Bool
  package var usesTransaction: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "RunSQL")
    sql = try object.required("sql")
    source = try object.source()
    cascades = try object.optional("cascade", default: false)
    checksMetadataConsistency = try object.optional("check_metadata_consistency")
    isReadOnly = try object.optional("read_only", default: false)
    usesTransaction = try !object.optional("no_transaction", default: false)
    object.reportUnknownKeys()
  }
  /// Whether the script may change what metadata says: it is followed by a check then.
  package var mayChangeMetadata: Bool {
    !isReadOnly && (checksMetadataConsistency ?? looksLikeSchemaChange)
  }

  /// Whether the script has the word `rename`.
  package var mentionsRename: Bool { words.contains("rename") }

  private var words: [Substring] { sql.lowercased().split { !$0.isLetter && $0 != "_" } }

  /// Whether the text looks as if it changed what is tracked.
  private var looksLikeSchemaChange: Bool {
    var previous: Substring = ""
    for word in words {
      switch word {
      case "alter", "drop", "replace": return true
      case "function" where previous == "create": return true
      case "on" where previous == "comment": return true
      default: previous = word
      }
    }
    return false
  }
}
