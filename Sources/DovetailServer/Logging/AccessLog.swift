import DovetailAuth
import DovetailMetadata
import NIOHTTP1
import OrderedJSON

/// Writes a line of type `http-log` for each request that was answered.
struct AccessLog: Sendable {
  let log: EngineLog
  /// Whether the text of a request is logged only if it failed.
  let logsQueryOnlyOnError: Bool

  /// Logs a request.
  func record(_ request: HTTPRequest, _ response: HTTPResponse) {
    let level: LogLevel = response.log.error == nil ? .info : .error
    guard log.isEnabled(.http, level) else { return }
    log.writer.append(
      LogLine.make(type: LogType.http.rawValue, level: level) { writer in
        writer.appendRaw(#"{"operation":{"#)
        appendOperation(request, response, to: &writer)
        writer.appendRaw(#"},"http_info":{"#)
        appendHTTP(request, response, to: &writer)
        writer.appendRaw(#"},"request_id":"#)
        writer.appendString(request.requestID)
        writer.appendRaw("}")
      }
    )
  }

  private func appendOperation(
    _ request: HTTPRequest,
    _ response: HTTPResponse,
    to writer: inout JSONWriter
  ) {
    writer.appendRaw(#""user_vars":"#)
    if let session = response.log.session {
      writer.appendRaw("{")
      var isFirst = true
      for (name, value) in session.variables.sorted(by: { $0.key < $1.key }) {
        if !isFirst { writer.appendRaw(",") }
        isFirst = false
        writer.appendKey(name)
        writer.appendString(SecretNames.contains(name) ? "<redacted>" : value)
      }
      writer.appendRaw("}")
    } else {
      writer.appendRaw("null")
    }
    writer.appendRaw(#","request_id":"#)
    writer.appendString(request.requestID)
    writer.appendRaw(#","response_size":"#)
    writer.append(response.body.count)
    if let time = response.log.executionTime {
      writer.appendRaw(#","query_execution_time":"#)
      writer.appendRaw("\(time)".utf8)
    }
    writer.appendRaw(#","request_read_time":"#)
    writer.appendRaw("\(request.readTime)".utf8)
    if let error = response.log.error {
      writer.appendRaw(#","error":"#)
      error.appendQueryError(to: &writer, showsInternal: true)
    }
    if let query = response.log.query, response.log.error != nil || !logsQueryOnlyOnError {
      writer.appendRaw(#","query":"#)
      writer.appendString(query)
    }
  }

  private func appendHTTP(
    _ request: HTTPRequest,
    _ response: HTTPResponse,
    to writer: inout JSONWriter
  ) {
    writer.appendRaw(#""status":"#)
    writer.append(response.status)
    writer.appendRaw(#","http_version":"HTTP/1."#)
    writer.append(request.minorVersion)
    writer.appendRaw(#"","url":"#)
    writer.appendString(request.target)
    writer.appendRaw(#","ip":"#)
    writer.appendString(request.clientAddress)
    writer.appendRaw(#","method":"#)
    writer.appendString(request.method.rawValue)
    writer.appendRaw(#","content_encoding":"#)
    if let coding = response.headers.first(where: { $0.name == "Content-Encoding" }) {
      writer.appendString(coding.value)
    } else {
      writer.appendRaw("null")
    }
  }
}

extension HTTPRequest {
  /// The address of the client, as a proxy between us tells it.
  ///
  /// This is for the log only: anybody can send these headers.
  fileprivate var clientAddress: String {
    if let address = headers.first(named: "x-real-ip") { return address }
    if let addresses = headers.first(named: "x-forwarded-for"),
      let first = addresses.split(separator: ",").first
    {
      return String(first)
    }
    return peerAddress
  }
}
