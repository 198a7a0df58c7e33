package import OrderedJSON

/// What errors of a remote schema do to the root fields that come from it.
///
/// An additive key of a remote schema's definition: `on_error`.
package enum RemoteErrorHandling: String, MetadataValue {
  /// The whole operation fails, as Hasura does.
  case fail
  /// What came is kept, what did not is null, and the errors stand beside the data.
  case partial

  package init(_ reader: ValueReader) throws(MetadataError) {
    guard let handling = RemoteErrorHandling(rawValue: try String(reader)) else {
      throw reader.error("expected one of: \"fail\", \"partial\"")
    }
    self = handling
  }

  package var json: JSONValue { .string(rawValue) }
}
