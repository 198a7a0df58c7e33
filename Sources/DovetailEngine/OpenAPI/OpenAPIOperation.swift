import DovetailCatalog
import DovetailPlanner
import DovetailSchema
import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// Describes one REST endpoint.
struct OpenAPIOperation {
  let endpoint: RESTEndpoint
  /// The path with variables in braces.
  let url: String
  let schema: RoleSchema
  let limits: OperationLimits

  private var variables: [VariableDefinition] { endpoint.operation.variableDefinitions }

  func description(for method: String, _ types: inout OpenAPITypes) -> JSONValue {
    var text = endpoint.comment.map { $0 + "\n" } ?? ""
    text += "***\nThe GraphQl query for this endpoint is:\n``` graphql\n\(endpoint.text)\n```"
    var members: JSONObject = [
      "summary": .string(endpoint.name),
      "description": .string(text),
      "parameters": .array(parameters(types)),
    ]
    if method != "GET", method != "DELETE", !variables.isEmpty {
      members["requestBody"] = requestBody(&types)
    }
    var responses = OpenAPIResponse(endpoint.document, schema, maximumDepth: limits.depth)
    members["responses"] = [
      "200": [
        "content": [
          "application/json": ["schema": responses.data(of: endpoint.operation, &types)]
        ],
        "description": .string("Responses for \(method) \(url)"),
      ]
    ]
    return .object(members)
  }

  // MARK: Parameters

  private func parameters(_ types: OpenAPITypes) -> [JSONValue] {
    var parameters: [JSONValue] = [
      [
        "schema": ["type": "string"],
        "in": "header",
        "name": "x-hasura-admin-secret",
        "description":
          "Your x-hasura-admin-secret will be used for authentication of the API request.",
      ]
    ]
    let inPath = Set(endpoint.path.variables)
    for variable in variables {
      guard let schema = types.parameterSchema(of: variable) else { continue }
      parameters.append(
        inPath.contains(variable.name.value)
          ? pathParameter(variable, schema) : queryParameter(variable, schema)
      )
    }
    return parameters
  }

  private func pathParameter(_ variable: VariableDefinition, _ schema: JSONValue) -> JSONValue {
    [
      "description": .string("_\"\(variable.name.value)\" is required as part of the path_"),
      "in": "path",
      "name": .string(variable.name.value),
      "required": true,
      "schema": schema,
    ]
  }

  private func queryParameter(_ variable: VariableDefinition, _ schema: JSONValue) -> JSONValue {
    let name = variable.name.value
    var members: JSONObject = [
      "in": "query",
      "name": .string(name),
      "required": .bool(variable.isRequired),
      "schema": schema,
    ]
    if variable.isRequired {
      members["description"] = .string(
        "_\"\(name)\" is required (enter it either in parameters or request body)_"
      )
    }
    return .object(members)
  }

  // MARK: Body

  private func requestBody(_ types: inout OpenAPITypes) -> JSONValue {
    var properties: JSONObject = [:]
    var isRequired = false
    for variable in variables {
      var schema = types.inputSchema(of: variable.type)
      if let literal = variable.defaultValue, var members = schema.objectValue,
        members["$ref"] == nil
      {
        members["default"] = constantJSON(of: literal)
        schema = .object(members)
      }
      properties[variable.name.value] = schema
      // What does not fit into a URL has to be in the body.
      if variable.isRequired, types.parameterSchema(of: variable) == nil { isRequired = true }
    }
    return [
      "content": [
        "application/json": [
          "schema": ["type": "object", "properties": .object(properties)]
        ]
      ],
      "description":
        "Query parameters can also be provided in the request body as a JSON object",
      "required": .bool(isRequired),
    ]
  }
}

extension VariableDefinition {
  /// Whether a request has to give a value.
  fileprivate var isRequired: Bool { type.isNonNull && defaultValue == nil }
}
