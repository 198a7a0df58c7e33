import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// A small billing service, such as a company has besides its database: an ordinary GraphQL service
/// over data in memory.
package struct BillingService: Sendable {
  private let schema: StaticTypeSchema
  private let data: BillingData

  /// An answer to a request over HTTP.
  package struct Answer: Sendable {
    package var status: Int
    /// JSON.
    package var body: [UInt8]
  }

  /// A service with these data.
  package init(_ data: BillingData) throws(DemoError) {
    self.schema = try BillingSchema.load()
    self.data = data
  }

  /// Answers a request whose body is `{"query": …, "operationName": …, "variables": {…}}`.
  package func answer(_ body: [UInt8]) -> Answer {
    guard let request = try? JSONValue(parsing: body) else {
      return refusal("the body is not JSON")
    }
    guard let query = request["query"]?.stringValue else {
      return refusal("the body has no \"query\"")
    }
    let variables: JSONObject
    switch request["variables"] {
    case nil, .null?: variables = [:]
    case .object(let members)?: variables = members
    default: return refusal("\"variables\" is no object")
    }
    let response = execute(
      SourceText(query),
      operationName: request["operationName"]?.stringValue,
      variables
    )
    return Answer(status: 200, body: response.serialized())
  }

  private func refusal(_ message: String) -> Answer {
    Answer(status: 400, body: failure([errorJSON(message)]).serialized())
  }

  private func failure(_ errors: [JSONValue]) -> JSONValue {
    ["errors": .array(errors)]
  }

  /// text ► document ► valid document ► operation with variables ► response.
  private func execute(
    _ text: SourceText,
    operationName: String?,
    _ variables: JSONObject
  ) -> JSONValue {
    let document: Document
    do {
      document = try Document(parsing: text)
    } catch {
      let position: JSONValue = ["line": .int(error.line), "column": .int(error.column)]
      return failure([["message": .string(error.message), "locations": [position]]])
    }
    let problems = validate(document, against: schema)
    guard problems.isEmpty else {
      return failure(problems.map { errorJSON($0.message, at: $0.locations, in: text) })
    }
    let operations = document.operations.filter {
      operationName == nil || $0.name?.value == operationName
    }
    guard let operation = operations.first, operations.count == 1 else {
      return failure([
        errorJSON(
          operationName.map { "Unknown operation named \"\($0)\"." }
            ?? "Must provide operation name if query contains multiple operations."
        )
      ])
    }
    do {
      var run = OperationRun(
        schema: schema,
        text: text,
        document: document,
        variables: try schema.coerceVariables(variables, for: operation.variableDefinitions)
      )
      let data = run.data(of: operation, root: self.data)
      return run.errors.isEmpty
        ? ["data": data] : ["data": data, "errors": .array(run.errors)]
    } catch TypeSystemError.invalidInput(let problems) {
      return failure(problems.map { errorJSON($0.message, at: $0.locations, in: text) })
    } catch {
      return failure([errorJSON("\(error)")])
    }
  }
}
