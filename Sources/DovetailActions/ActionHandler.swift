import DovetailMetadata
import DovetailPlan
import DovetailSource
import DovetailWebhooks
import Kriti
import OrderedCollections
import OrderedJSON

/// Calls the handler of an action and makes a document of its answer (contract 07 §1).
struct ActionHandler: Sendable {
  let call: ActionCall
  let settings: WebhookSettings
  private let requestTransformer: RequestTransformer?
  private let responseTransformer: ResponseTransformer?

  init(_ call: ActionCall, settings: WebhookSettings) throws(SourceError) {
    self.call = call
    self.settings = settings
    do throws(KritiError) {
      if let transform = call.definition.requestTransform {
        requestTransformer = try RequestTransformer(transform)
      } else {
        requestTransformer = nil
      }
      if let transform = call.definition.responseTransform {
        responseTransformer = try ResponseTransformer(transform)
      } else {
        responseTransformer = nil
      }
    } catch {
      throw SourceError(code: .invalidConfiguration, message: "a transform: \(error)")
    }
  }

  /// The answer, checked against the action's type, under the key of the call.
  func run(_ context: ExecutionContext) async throws(SourceError) -> RemoteDocument {
    let payload = try payload(context)
    var report = CallReport(definition: call.definition, body: payload)
    let request: WebhookRequest
    let transformContext: TransformContext
    (request, transformContext) = try makeRequest(payload, context, &report)
    let answer: WebhookAnswer
    do {
      answer = try await settings.client.send(request)
    } catch {
      if error.isCancelled {
        throw SourceError(code: .cancelled, message: "the request was cancelled")
      }
      throw report.failure(
        "http exception when calling webhook",
        error: ["type": "http_exception", "message": .string(error.reason)],
        status: 500
      )
    }
    report.answer = answer
    guard var body = try? JSONValue(parsing: answer.body) else {
      throw report.failure("not a valid json response from webhook", status: 500)
    }
    if let responseTransformer {
      do {
        body = try responseTransformer.apply(to: body, status: answer.status, transformContext)
      } catch {
        throw Self.transformFailure("Response Transformation Failed", error)
      }
    }
    switch answer.status {
    case 200..<300:
      return try document(body, answer, report)
    case 400..<500:
      throw clientError(body, answer.status, report)
    default:
      throw report.failure(
        "internal error",
        error: .string("expecting 2xx or 4xx status code, but found \(answer.status)"),
        status: 500
      )
    }
  }

  // MARK: Request

  /// What is posted.
  private func payload(_ context: ExecutionContext) throws(SourceError) -> JSONValue {
    [
      "action": ["name": .string(call.name.value)],
      "input": try context.value(of: call.input) ?? [:],
      "session_variables": .object(sessionVariables(context)),
      // A call that was kept does not know the operation any more.
      "request_query": context.requestText.isEmpty ? .null : .string(context.requestText),
    ]
  }

  private func sessionVariables(_ context: ExecutionContext) -> JSONObject {
    var variables: JSONObject = [:]
    for (name, value) in context.session.variables.sorted(by: { $0.key < $1.key })
    where !ForwardedHeaders.secrets.contains(name) {
      variables[name] = .string(value)
    }
    return variables
  }

  private func makeRequest(
    _ payload: JSONValue,
    _ context: ExecutionContext,
    _ report: inout CallReport
  ) throws(SourceError) -> (WebhookRequest, TransformContext) {
    let definition = call.definition
    let address: String
    let configured: [ExecutionContext.Header]
    do {
      address = try settings.address(definition.handler)
      configured = try settings.headers(definition.headers)
    } catch {
      throw SourceError(code: .notFound, message: error.message, path: "$")
    }
    let request = WebhookRequest(
      url: address,
      headers: settings.requestHeaders(
        configured: configured,
        client: definition.forwardsClientHeaders
          ? .allBut(definition.ignoredClientHeaders) : .none,
        context: context
      ),
      body: payload.serialized(),
      timeout: definition.timeout
    )
    let transformContext = TransformContext(
      body: payload,
      baseURL: address,
      sessionVariables: sessionVariables(context)
    )
    guard let requestTransformer else { return (request, transformContext) }
    do {
      let transformed = try requestTransformer.apply(to: request, transformContext)
      report.transformed = transformed
      return (transformed.request, transformContext)
    } catch {
      throw Self.transformFailure("Request Transformation Failed", error)
    }
  }

  private static func transformFailure(_ message: String, _ error: TransformError) -> SourceError {
    SourceError(
      code: .unexpected,
      message: message,
      detail: [error.json],
      path: "$",
      status: 500
    )
  }

  // MARK: Answer

  private func document(
    _ body: JSONValue,
    _ answer: WebhookAnswer,
    _ report: CallReport
  ) throws(SourceError) -> RemoteDocument {
    var writer = AnswerWriter()
    writer.begin(call.key)
    do throws(AnswerWriter.Mismatch) {
      try writer.write(body, call.outputType, call.output)
    } catch {
      throw report.failure(error.message, status: 400)
    }
    writer.end()
    return RemoteDocument(
      bytes: writer.bytes,
      data: 0..<writer.bytes.count,
      cookies: answer.values(of: "set-cookie")
    )
  }

  /// The error that the handler reports: `{"message", "code", "extensions"}`.
  private func clientError(
    _ body: JSONValue,
    _ status: Int,
    _ report: CallReport
  ) -> SourceError {
    let code = body["code"] ?? .null
    let extensions = body["extensions"] ?? .null
    guard let message = body["message"]?.stringValue, code.isNull || code.stringValue != nil,
      extensions.isNull || extensions.objectValue != nil
    else {
      let reason =
        body.objectValue == nil
        ? "expected Object"
        : body["message"] == nil
          ? "key \"message\" not found"
          : "\"message\" and \"code\" must be strings, \"extensions\" an object"
      var error = report.failure(
        "parsing ActionWebhookErrorResponse failed, \(reason)",
        status: 400
      )
      error.code = .parseFailed
      return error
    }
    var error = report.failure(message, status: status)
    error.code = SourceError.Code(rawValue: code.stringValue ?? "unexpected")
    if !extensions.isNull { error.extensions = extensions }
    return error
  }
}
