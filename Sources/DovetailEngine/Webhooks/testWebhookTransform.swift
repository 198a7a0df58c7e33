import DovetailMetadata
import DovetailSource
import DovetailWebhooks
import Kriti
import OrderedCollections
import OrderedJSON

/// `test_webhook_transform`: the request that a webhook would get (contract 02 §7).
struct TestWebhookTransform {
  private let request: WebhookRequest
  private let body: JSONValue
  private let sessionVariables: JSONObject
  private let transform: RequestTransform
  private let responseTransform: ResponseTransform?

  /// Reads the arguments of the command; `env` stands for the engine's environment.
  init(_ arguments: JSONValue, settings: WebhookSettings) throws(EngineError) {
    do throws(MetadataError) {
      let object = try ValueReader(arguments, path: .arguments).object(
        of: "TestWebhookTransform"
      )
      var settings = settings
      for (name, value) in (try object.optional("env", as: JSONValue.self))?.members ?? [] {
        guard case .string(let text) = value else {
          throw MetadataError(.parseFailed, "parsing Text failed, expected String in \"env\"")
        }
        settings.environment[name] = text
      }
      let url = try readAddress(try object.requiredReader("webhook_url"), settings)
      body = try object.required("body")
      var headers: [ExecutionContext.Header] = []
      let given: [[String]] = try object.optional("request_headers", default: [])
      for pair in given {
        guard pair.count == 2 else {
          throw MetadataError(.parseFailed, "a header is an array of its name and its value")
        }
        headers.append(.init(name: pair[0], value: pair[1]))
      }
      sessionVariables =
        (try object.optional("session_variables", as: JSONValue.self))?.objectValue ?? [:]
      transform = try object.required("request_transform")
      responseTransform = try object.optional("response_transform")
      object.reportUnknownKeys()
      request = WebhookRequest(
        // Nobody says for which sort of webhook the transform is; the reference begins with GET.
        method: "GET",
        url: url,
        headers: headers.isEmpty
          ? [.init(name: "content-type", value: "application/json")] : headers,
        body: body.serialized(),
        timeout: 60
      )
    } catch {
      throw EngineError(error)
    }
  }

  /// The answer of the command.
  func run() throws(EngineError) -> JSONValue {
    let context = TransformContext(
      body: body,
      baseURL: request.url,
      sessionVariables: sessionVariables
    )
    let transformer: RequestTransformer
    do throws(KritiError) {
      if let responseTransform { _ = try ResponseTransformer(responseTransform) }
      transformer = try RequestTransformer(transform)
    } catch {
      throw failure([error.json])
    }
    let result: RequestTransformer.Result
    do throws(TransformError) {
      result = try transformer.apply(to: request, context)
    } catch {
      throw failure([error.json])
    }
    guard isAddress(result.request.url) else {
      throw failure([TransformError.result("\"\(result.request.url)\" is not a valid URL").json])
    }
    return [
      "webhook_url": .string(result.request.url),
      "method": .string(result.request.method),
      "headers": .array(
        result.request.headers.map { [.string($0.name.lowercased()), .string($0.value)] }
      ),
      "body": result.body ?? .null,
    ]
  }

  private func failure(_ detail: JSONValue) -> EngineError {
    EngineError(
      code: "validation-failed",
      message: "request transform validation failed",
      path: "$.args",
      detail: detail
    )
  }

  private func isAddress(_ url: String) -> Bool {
    let rest =
      url.hasPrefix("http://")
      ? url.dropFirst(7) : url.hasPrefix("https://") ? url.dropFirst(8) : ""
    return !rest.isEmpty && !url.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
  }
}

/// The address of the webhook: a template, or `{"from_env": NAME}`.
private func readAddress(
  _ reader: ValueReader,
  _ settings: WebhookSettings
) throws(MetadataError) -> String {
  do throws(WebhookSettingError) {
    if let variable = reader.value["from_env"]?.stringValue {
      return try settings.address(.environment(variable))
    }
    guard case .string(let template) = reader.value else {
      throw WebhookSettingError(message: "parsing Text failed, expected String")
    }
    return try settings.address(template)
  } catch {
    throw MetadataError(.parseFailed, error.message, path: reader.path)
  }
}
