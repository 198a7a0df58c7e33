import AsyncHTTPClient
import DovetailProject
import NIOCore
import NIOHTTP1
import NIOSSL
import OrderedJSON

/// An engine that is asked over HTTP.
struct HTTPEngine: EngineConnection {
  private let settings: ConnectionSettings
  private let client: HTTPClient

  /// How many bytes of an answer are read.
  private static let maximumAnswerSize = 256 << 20

  /// Prepares a connection; nothing is sent yet.
  init(_ settings: ConnectionSettings) throws(CommandFailure) {
    self.settings = settings
    var tls = TLSConfiguration.makeClientConfiguration()
    if settings.skipsTLSVerification { tls.certificateVerification = .none }
    if let path = settings.certificateAuthority {
      do {
        tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(path))]
      } catch {
        throw CommandFailure("the certificate authority \"\(path)\" cannot be read: \(error)")
      }
    }
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.timeout.connect = .seconds(10)
    // A person waits: a connection that fails is told at once.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Closes all connections.
  func close() async {
    // Nothing is left to be done where that fails: the program ends.
    try? await client.shutdown()
  }

  func answer(
    to command: JSONValue,
    at endpoint: EngineEndpoint
  ) async throws(EngineRefusal) -> JSONValue {
    let url = settings.url(endpoint)
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/json")
    if let secret = settings.adminSecret {
      request.headers.add(name: "x-hasura-admin-secret", value: secret)
    }
    request.body = .bytes(ByteBuffer(bytes: command.serialized()))
    let status: Int
    let body: [UInt8]
    do {
      let response = try await client.execute(
        request,
        timeout: .seconds(Int64(settings.timeout))
      )
      status = Int(response.status.code)
      let buffer = try await response.body.collect(upTo: Self.maximumAnswerSize)
      body = Array(buffer.readableBytesView)
    } catch {
      throw EngineRefusal("the engine at \(url) cannot be asked: \(Self.reason(error))")
    }
    guard let answer = try? JSONValue(parsing: body) else {
      let beginning = String(decoding: body.prefix(200), as: UTF8.self)
      throw EngineRefusal("\(url) answered with status \(status) and no JSON: \(beginning)")
    }
    guard status != 200 || answer["error"] != nil && answer["code"] != nil else { return answer }
    throw EngineRefusal(
      answer["error"]?.stringValue ?? "\(url) answered with status \(status)",
      code: answer["code"]?.stringValue ?? "unexpected",
      path: answer["path"]?.stringValue ?? "$",
      detail: answer["internal"]
    )
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? HTTPClientError {
    case .deadlineExceeded, .readTimeout: "it does not answer in time"
    case .connectTimeout: "it does not take the connection in time"
    case .remoteConnectionClosed: "it closed the connection"
    case let other?: other.description
    case nil: "\(error)"
    }
  }
}

extension ClientRun {
  /// Lends a connection to the engine of the project.
  func withEngine<Value>(
    _ body: (HTTPEngine) async throws(CommandFailure) -> Value
  ) async throws(CommandFailure) -> Value {
    let engine = try HTTPEngine(
      ConnectionSettings(invocation, project.configuration, environment: environment)
    )
    do throws(CommandFailure) {
      let value = try await body(engine)
      await engine.close()
      return value
    } catch {
      await engine.close()
      throw error
    }
  }
}
