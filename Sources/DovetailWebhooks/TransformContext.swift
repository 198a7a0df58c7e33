import Kriti
import OrderedCollections
package import OrderedJSON

/// What the templates of a transform can refer to.
package struct TransformContext: Sendable, Hashable {
  /// The payload as it would be sent untransformed.
  package var body: JSONValue
  /// The address as it is configured.
  package var baseURL: String
  package var sessionVariables: JSONObject

  package init(body: JSONValue, baseURL: String, sessionVariables: JSONObject) {
    self.body = body
    self.baseURL = baseURL
    self.sessionVariables = sessionVariables
  }

  /// The parameters of the address.
  private var queryParameters: JSONValue {
    .object(
      members: QueryString(of: baseURL).parameters.map { name, value in
        (name, value.map { .string($0) } ?? .null)
      }
    )
  }

  /// The variables of templates for the request.
  var variables: [String: JSONValue] {
    [
      "$": body, "$body": body, "$base_url": .string(baseURL),
      "$session_variables": .object(sessionVariables), "$query_params": queryParameters,
    ]
  }

  /// The variables of templates for the response.
  func variables(status: Int, response: JSONValue) -> [String: JSONValue] {
    [
      "$": response, "$body": response,
      "$request": [
        "body": body, "base_url": .string(baseURL),
        "session_variables": .object(sessionVariables), "query_params": queryParameters,
      ],
      "$response": ["status": .int(status), "body": response],
      "$base_url": .string(baseURL), "$session_variables": .object(sessionVariables),
      "$query_params": queryParameters,
    ]
  }
}
