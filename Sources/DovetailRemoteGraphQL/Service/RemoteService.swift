import AsyncHTTPClient
import DovetailMetadata
import DovetailSource
import NIOCore
import NIOHTTP1

/// Where a service is and how it is called: a definition with its environment variables resolved.
struct RemoteService: Sendable {
  let name: RemoteSchemaName
  /// The address as messages show it: the template or the variable's name, never the value.
  let shownAddress: String
  /// A request to the address without headers and body.
  let request: HTTPClient.Request
  /// The headers of the definition, or why they have no values.
  let headers: Result<[ExecutionContext.Header], SourceError>
  /// Those of introspection and health checks.
  let introspectionHeaders: Result<[ExecutionContext.Header], SourceError>
  let forwardsClientHeaders: Bool
  let forwardsSessionVariables: Bool
  /// Names in lower case.
  let clientHeaderMapping: [ClientHeaderMapping.Entry]
  let timeout: TimeAmount
  let timeoutSeconds: Int

  /// Resolves a definition.
  ///
  /// - Throws: where there is no address; headers without a value fail when a request is made.
  init(
    name: RemoteSchemaName,
    definition: RemoteSchemaDefinition,
    environment: [String: String]
  ) throws(SourceError) {
    let setting: WebhookSetting
    do {
      setting = try definition.address()
    } catch {
      throw SourceError(code: .invalidParams, message: error.message)
    }
    let (address, shown) = try Self.address(setting, environment)
    guard let request = try? HTTPClient.Request(url: address, method: .POST) else {
      throw Self.invalidAddress(setting)
    }
    self.name = name
    self.shownAddress = shown
    self.request = request
    self.headers = Self.headers(definition.headers, environment)
    self.introspectionHeaders =
      definition.introspectionHeaders.map { Self.headers($0, environment) } ?? headers
    self.forwardsClientHeaders = definition.forwardsClientHeaders
    self.forwardsSessionVariables = definition.forwardsSessionVariables
    self.clientHeaderMapping = (definition.clientHeaderMapping?.headers ?? []).map {
      ClientHeaderMapping.Entry(
        clientName: $0.clientName.lowercased(),
        remoteName: $0.remoteName.lowercased()
      )
    }
    let seconds = definition.timeout ?? RemoteSchemaDefinition.defaultTimeout
    let bounds = RemoteSchemaDefinition.timeouts
    self.timeoutSeconds = min(max(seconds, bounds.lowerBound), bounds.upperBound)
    self.timeout = .seconds(Int64(timeoutSeconds))
  }

  /// Whether the service's certificate is not verified.
  func isTrusted(by allowlist: [TLSAllowlistEntry]) -> Bool {
    allowlist.allows(host: request.host, port: request.port)
  }

  private static func address(
    _ setting: WebhookSetting,
    _ environment: [String: String]
  ) throws(SourceError) -> (value: String, shown: String) {
    switch setting {
    case .environment(let variable):
      guard let value = environment[variable] else { throw unset(variable, .invalidParams) }
      return (value, variable)
    case .template(let text):
      do {
        return (try EnvironmentTemplate(text: text).render(environment), text)
      } catch {
        switch error {
        case .unset(let variable): throw unset(variable, .invalidParams)
        case .unclosed: throw invalidAddress(setting)
        }
      }
    }
  }

  private static func invalidAddress(_ setting: WebhookSetting) -> SourceError {
    let message =
      switch setting {
      case .environment(let variable): "not a valid URI in environment variable: \(variable)"
      case .template(let text): "not a valid URI generated from the template: \(text)"
      }
    return SourceError(code: .invalidParams, message: message)
  }

  private static func unset(_ variable: String, _ code: SourceError.Code) -> SourceError {
    SourceError(code: code, message: "environment variable '\(variable)' not set")
  }

  private static func headers(
    _ settings: [HeaderSetting],
    _ environment: [String: String]
  ) -> Result<[ExecutionContext.Header], SourceError> {
    var headers: [ExecutionContext.Header] = []
    for setting in settings {
      switch setting.value {
      case .environment(let variable):
        guard let value = environment[variable] else { return .failure(unset(variable, .notFound)) }
        headers.append(.init(name: setting.name, value: value))
      case .template(let text):
        do throws(EnvironmentTemplate.Failure) {
          let value = try EnvironmentTemplate(text: text).render(environment)
          headers.append(.init(name: setting.name, value: value))
        } catch {
          let reason =
            switch error {
            case .unset(let variable): "environment variable '\(variable)' not set"
            case .unclosed: "\"{{\" without \"}}\""
            }
          return .failure(
            SourceError(code: .notFound, message: "template cannot be resolved: \(reason)")
          )
        }
      }
    }
    return .success(headers)
  }
}
