package import OrderedJSON

/// Whether and how statements sent to a source carry a comment with the request.
package struct QueryTags: MetadataValue {
  package var isDisabled: Bool
  package var format: Format
  package var omitsRequestID: Bool

  /// How the comment is written.
  package enum Format: String, Sendable, Hashable {
    case standard
    case sqlcommenter
  }

  package init(
    isDisabled: Bool = false,
    format: Format = .standard,
    omitsRequestID: Bool = true
  ) {
    self.isDisabled = isDisabled
    self.format = format
    self.omitsRequestID = omitsRequestID
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    self.init()
    let object = try reader.object(of: "QueryTagsConfig")
    isDisabled = try object.optional("disabled", default: false)
    if let reader = object.reader("format"), !reader.value.isNull {
      guard let format = Format(rawValue: try String(reader)) else {
        throw reader.error("expected one of: \"standard\", \"sqlcommenter\"")
      }
      self.format = format
    }
    omitsRequestID = try object.optional("omit_request_id", default: true)
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    [
      "disabled": .bool(isDisabled), "format": .string(format.rawValue),
      "omit_request_id": .bool(omitsRequestID),
    ]
  }
}
