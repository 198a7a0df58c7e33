package import DovetailMetadata
package import OrderedJSON

/// Why an object of metadata does not fit what the sources report.
package struct ResolutionError: Error, Sendable, Hashable {
  package var code: MetadataError.Code
  package var message: String
  /// Keys below the object's definition: `["filter", "id", "_eq"]`.
  package var path: [String]
  /// Detail for administrators.
  package var detail: JSONValue?

  package init(
    _ code: MetadataError.Code,
    _ message: String,
    path: [String] = [],
    detail: JSONValue? = nil
  ) {
    self.code = code
    self.message = message
    self.path = path
    self.detail = detail
  }

  /// The error with the place of the object before its message; clashes of field names and missing
  /// tables, which the contract reports bare, stay as they are.
  func inside(_ place: String) -> ResolutionError {
    let isBare =
      message.hasPrefix("field definition conflicts")
      || message.hasPrefix("conflicting definitions") || message.hasSuffix("is not tracked")
    return isBare ? self : ResolutionError(code, place + message, path: path, detail: detail)
  }
}
