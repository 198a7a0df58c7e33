package import Kriti
package import OrderedJSON

/// Why a request or response could not be transformed.
package enum TransformError: Error, Sendable, Hashable {
  /// A template is wrong, or cannot be evaluated.
  case template(KritiError)
  /// The result cannot be sent.
  case result(String)

  /// The error as an element of what clients see as detail.
  package var json: JSONValue {
    switch self {
    case .template(let error): error.json
    case .result(let message):
      ["error_code": "Request Error", "message": .string(message), "source_position": nil]
    }
  }
}
