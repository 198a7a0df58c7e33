import DovetailMetadata
import DovetailPlan
import DovetailSource
import DovetailWebhooks
import OrderedCollections
import OrderedJSON

/// Asks a webhook whether a mutation's input is valid (`validate_input`, contract 05 §6).
struct InputCheckCall {
  let settings: WebhookSettings
  let context: ExecutionContext

  /// Asks the webhooks in order; the first that does not agree ends the operation.
  func perform(_ checks: [InputCheck]) async throws(EngineError) {
    for check in checks { try await perform(check) }
  }

  private func perform(_ check: InputCheck) async throws(EngineError) {
    let request = try request(for: check)
    let answer: WebhookAnswer
    do {
      answer = try await settings.client.send(request)
    } catch {
      if error.isCancelled {
        throw EngineError(code: "cancelled", message: "the request was cancelled")
      }
      throw failure(
        "http exception when validating input data",
        ["type": "http_exception", "message": .string(error.reason)]
      )
    }
    switch answer.status {
    case 200:
      return
    case 400:
      guard let message = (try? JSONValue(parsing: answer.body))?["message"]?.stringValue else {
        throw failure(
          "received invalid response from input validation webhook",
          ["status": 400, "body": .string(String(decoding: answer.body, as: UTF8.self))]
        )
      }
      throw EngineError(code: "validation-failed", message: message)
    default:
      throw failure(
        "internal error when validating input data",
        ["status": .int(answer.status)]
      )
    }
  }

  private func request(for check: InputCheck) throws(EngineError) -> WebhookRequest {
    var variables: JSONObject = [:]
    for (name, value) in context.session.variables.sorted(by: { $0.key < $1.key })
    where !ForwardedHeaders.secrets.contains(name) {
      variables[name] = .string(value)
    }
    let input: JSONValue?
    do {
      input = try context.value(of: check.input)
    } catch {
      throw EngineError(error)
    }
    let body: JSONValue = [
      "version": 1,
      "role": .string(context.session.role.value),
      "session_variables": .object(variables),
      "data": ["input": input ?? []],
    ]
    do {
      return WebhookRequest(
        url: try settings.address(check.webhook.url),
        headers: settings.requestHeaders(
          configured: try settings.headers(check.webhook.headers),
          client: check.webhook.forwardsClientHeaders ? .allBut(nil) : .none,
          context: context
        ),
        body: body.serialized(),
        timeout: check.webhook.timeout
      )
    } catch {
      throw EngineError(code: "not-found", message: error.message)
    }
  }

  private func failure(_ message: String, _ detail: JSONValue) -> EngineError {
    EngineError(code: "unexpected", message: message, status: 500, detail: detail)
  }
}
