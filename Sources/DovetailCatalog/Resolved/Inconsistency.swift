package import DovetailMetadata
package import OrderedJSON

/// An object of metadata that does not fit, and is left out of the catalog.
package struct Inconsistency: Sendable, Hashable {
  package var object: MetadataObject
  /// Why, as the metadata API reports it.
  package var reason: String
  package var code: MetadataError.Code
  /// Keys below the object's definition where the trouble is.
  package var path: [String]
  /// Whether the object is in use all the same (a remote schema with a stored introspection).
  package var isInformational: Bool
  /// Detail for administrators.
  package var detail: JSONValue?
  /// The other objects that the object cannot be together with.
  package var conflicting: [MetadataObject]
  /// Whether the metadata API reports the reason as it is, without an introduction.
  package var isReasonComplete: Bool

  package init(
    object: MetadataObject,
    reason: String,
    code: MetadataError.Code,
    path: [String] = [],
    isInformational: Bool = false,
    detail: JSONValue? = nil,
    conflicting: [MetadataObject] = [],
    isReasonComplete: Bool = false
  ) {
    self.object = object
    self.reason = reason
    self.code = code
    self.path = path
    self.isInformational = isInformational
    self.detail = detail
    self.conflicting = conflicting
    self.isReasonComplete = isReasonComplete
  }

  /// All objects that are concerned.
  package var objects: [MetadataObject] { [object] + conflicting }

  init(_ object: MetadataObject, _ error: ResolutionError) {
    self.init(
      object: object,
      reason: error.message,
      code: error.code,
      path: error.path,
      detail: error.detail
    )
  }
}
