package import DovetailMetadata
package import DovetailSource

/// A setting of a webhook that has no value: a variable of the environment is missing.
package struct WebhookSettingError: Error, Sendable, Hashable {
  package var message: String

  package init(message: String) {
    self.message = message
  }
}

extension WebhookSettings {
  /// An address in which `{{NAME}}` stands for a variable of the environment.
  package func address(_ template: String) throws(WebhookSettingError) -> String {
    try Self.text(of: template, environment)
  }

  /// The value of an address that metadata gives as text or by a variable's name.
  package func address(_ setting: WebhookSetting) throws(WebhookSettingError) -> String {
    switch setting {
    case .template(let text): return try address(text)
    case .environment(let name):
      guard let value = environment[name] else { throw Self.unset(name) }
      return value
    }
  }

  /// The headers that metadata configures, with their values.
  package func headers(
    _ settings: [HeaderSetting]
  ) throws(WebhookSettingError) -> [ExecutionContext.Header] {
    var headers: [ExecutionContext.Header] = []
    for setting in settings {
      switch setting.value {
      case .template(let text):
        headers.append(.init(name: setting.name, value: try Self.text(of: text, environment)))
      case .environment(let name):
        guard let value = environment[name] else { throw Self.unset(name) }
        headers.append(.init(name: setting.name, value: value))
      }
    }
    return headers
  }

  /// The text of a template of environment variables.
  package static func text(
    of template: String,
    _ environment: [String: String]
  ) throws(WebhookSettingError) -> String {
    do {
      return try EnvironmentTemplate(text: template).render(environment)
    } catch {
      switch error {
      case .unset(let variable): throw unset(variable)
      case .unclosed:
        throw WebhookSettingError(message: "\"{{\" without \"}}\" in \"\(template)\"")
      }
    }
  }

  private static func unset(_ name: String) -> WebhookSettingError {
    WebhookSettingError(message: "environment variable '\(name)' not set")
  }
}
