/// The address of a webhook: a template, or the name of an environment variable that holds one.
package enum WebhookSetting: Sendable, Hashable {
  /// Text, in which `{{NAME}}` stands for an environment variable.
  case template(String)
  case environment(String)

  /// Reads `webhook` or `webhook_from_env` among the members of a trigger.
  init(_ object: ObjectReader) throws(MetadataError) {
    let webhook = try object.optional("webhook", as: String.self)
    let variable = try object.optional("webhook_from_env", as: String.self)
    switch (webhook, variable) {
    case (let webhook?, nil): self = .template(webhook)
    case (nil, let variable?): self = .environment(variable)
    case (nil, nil):
      throw object.error("Must provide webhook or webhook_from_env")
    case (.some, .some):
      throw object.error("Only one of webhook or webhook_from_env should be given")
    }
  }

  /// Writes the setting among the members of a trigger.
  func write(to writer: inout ObjectWriter) {
    switch self {
    case .template(let text): writer.write("webhook", text)
    case .environment(let name): writer.write("webhook_from_env", name)
    }
  }
}
