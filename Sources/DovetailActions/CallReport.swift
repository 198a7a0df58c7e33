import DovetailMetadata
import DovetailSource
import DovetailWebhooks
import OrderedJSON

/// What administrators see of a call that failed.
struct CallReport: Sendable {
  let definition: ActionDefinition
  /// The payload, untransformed.
  let body: JSONValue
  var transformed: RequestTransformer.Result?
  var answer: WebhookAnswer?

  init(definition: ActionDefinition, body: JSONValue) {
    self.definition = definition
    self.body = body
  }

  /// The error with what was sent and what came back as its detail.
  func failure(_ message: String, error: JSONValue? = nil, status: Int) -> SourceError {
    SourceError(
      code: .unexpected,
      message: message,
      detail: [
        "error": error ?? .string(message), "request": request, "response": response,
      ],
      path: "$",
      status: status
    )
  }

  // Addresses and headers are shown as they are configured, without the values of variables.
  private var request: JSONValue {
    [
      "url": .string(definition.handler), "body": body, "headers": definition.headers.json,
      "transformed_request": transformed.map(describe) ?? .null,
    ]
  }

  private func describe(_ result: RequestTransformer.Result) -> JSONValue {
    [
      "method": .string(result.request.method), "body": result.body ?? .null,
      "headers": .array(result.request.headers.map { .string($0.name) }),
    ]
  }

  private var response: JSONValue {
    guard let answer else { return .null }
    let text = String(decoding: answer.body.prefix(64 << 10), as: UTF8.self)
    return [
      "status": .int(answer.status),
      "headers": .array(
        answer.headers.map { ["name": .string($0.name), "value": .string($0.value)] }
      ),
      "body": (try? JSONValue(parsing: answer.body)) ?? .string(text),
    ]
  }
}
