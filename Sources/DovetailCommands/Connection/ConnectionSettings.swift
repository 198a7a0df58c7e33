import DovetailProject
import DovetailServer

/// How to reach the engine: flags win over variables, these over `config.yaml`.
struct ConnectionSettings: Sendable {
  var endpoint: String
  var adminSecret: String?
  var skipsTLSVerification: Bool
  /// The path of a file with the certificate authority to trust.
  var certificateAuthority: String?
  /// In seconds.
  var timeout: Int
  private let paths: [EngineEndpoint: String]

  init(
    _ invocation: ClientInvocation,
    _ configuration: ProjectConfiguration,
    environment: [String: String]
  ) throws(CommandFailure) {
    func variable(_ name: ClientOption.Name) -> String? {
      ClientOptionTable.options.first { $0.name == name }?.variables.lazy
        .compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    guard
      let endpoint = invocation.text(.endpoint) ?? variable(.endpoint) ?? configuration.endpoint
    else {
      throw CommandFailure(
        "no engine was named: give --endpoint, the variable HASURA_GRAPHQL_ENDPOINT, or endpoint in "
          + "config.yaml"
      )
    }
    guard endpoint.hasPrefix("http://") || endpoint.hasPrefix("https://") else {
      throw CommandFailure("the endpoint \"\(endpoint)\" is no http:// or https:// URL")
    }
    self.endpoint = endpoint
    adminSecret =
      invocation.text(.adminSecret) ?? variable(.adminSecret) ?? configuration.adminSecret
    certificateAuthority =
      invocation.text(.certificateAuthority) ?? variable(.certificateAuthority)
      ?? configuration.certificateAuthority
    timeout = invocation.integer(.timeout) ?? 600
    paths = configuration.paths
    if let flag = invocation.flag(.skipsTLSVerification) {
      skipsTLSVerification = flag
    } else if let text = variable(.skipsTLSVerification) {
      switch text.lowercased() {
      case "true", "t", "yes", "y", "1": skipsTLSVerification = true
      case "false", "f", "no", "n", "0": skipsTLSVerification = false
      default:
        throw CommandFailure(
          "HASURA_GRAPHQL_INSECURE_SKIP_TLS_VERIFY: \"\(text)\" is neither true nor false"
        )
      }
    } else {
      skipsTLSVerification = configuration.skipsTLSVerification
    }
  }

  /// The address of an endpoint.
  func url(_ endpoint: EngineEndpoint) -> String {
    let path = paths[endpoint] ?? endpoint.rawValue
    var base = self.endpoint[...]
    while base.hasSuffix("/") { base = base.dropLast() }
    return base + (path.hasPrefix("/") ? path : "/\(path)")
  }
}
