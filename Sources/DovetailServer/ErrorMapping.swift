import DovetailAuth
import DovetailMetadata
package import OrderedJSON

/// The forms in which endpoints report errors.
enum ErrorFormat: Sendable {
  /// `{"error", "path", "code", "internal"}`
  case query
  /// `{"errors": [{"message", "extensions": {"path", "code", "internal"}}]}`
  case graphQL
}

/// Which clients see the internal detail of errors.
struct InternalDetailPolicy: Sendable {
  /// Whether everybody sees it.
  var isDevelopmentMode = false
  /// Whether administrators see it.
  var isShownToAdministrators = true

  /// Whether a client sees it; without a session nobody but in development mode does.
  func isShown(to session: Session?) -> Bool {
    isDevelopmentMode || (isShownToAdministrators && session?.isAdmin == true)
  }
}

extension APIError {
  /// The error as a complete response body.
  func body(_ format: ErrorFormat, showsInternal: Bool) -> [UInt8] {
    var writer = JSONWriter()
    switch format {
    case .query: appendQueryError(to: &writer, showsInternal: showsInternal)
    case .graphQL:
      GraphQLResponse(self).append(to: &writer, showsInternal: showsInternal)
    }
    return writer.bytes
  }

  /// Writes `{"error", "path", "code", "internal"}`.
  package func appendQueryError(to writer: inout JSONWriter, showsInternal: Bool) {
    writer.appendRaw(#"{"error":"#)
    writer.appendString(message)
    writer.appendRaw(#","path":"#)
    writer.appendString(path)
    writer.appendRaw(#","code":"#)
    writer.appendString(code)
    if showsInternal, let detail = `internal` {
      writer.appendRaw(#","internal":"#)
      writer.append(detail)
    }
    writer.appendRaw("}")
  }

  /// Writes `{"message", "extensions": {"path", "code", "internal"}}`.
  package func appendGraphQLError(to writer: inout JSONWriter, showsInternal: Bool) {
    writer.appendRaw(#"{"message":"#)
    writer.appendString(message)
    writer.appendRaw(#","extensions":"#)
    if let extensions {
      writer.append(extensions)
    } else {
      writer.appendRaw(#"{"path":"#)
      writer.appendString(path)
      writer.appendRaw(#","code":"#)
      writer.appendString(code)
      if showsInternal, let detail = `internal` {
        writer.appendRaw(#","internal":"#)
        writer.append(detail)
      }
      writer.appendRaw("}")
    }
    writer.appendRaw("}")
  }
}

extension GraphQLResponse {
  /// Writes the response as a GraphQL client gets it.
  func append(to writer: inout JSONWriter, showsInternal: Bool) {
    writer.appendRaw("{")
    if let data {
      writer.appendRaw(#""data":"#)
      writer.appendRaw(data)
      if !errors.isEmpty { writer.appendRaw(",") }
    } else if errors.isEmpty {
      // Only explained.
      writer.appendRaw(#""data":null"#)
    } else if case .verbatim = errors.first {
      // A remote service failed in execution; without it, nothing was executed at all.
      writer.appendRaw(#""data":null,"#)
    }
    if !errors.isEmpty {
      writer.appendRaw(#""errors":["#)
      for (index, error) in errors.enumerated() {
        if index > 0 { writer.appendRaw(",") }
        switch error {
        case .engine(let error):
          error.appendGraphQLError(to: &writer, showsInternal: showsInternal)
        case .verbatim(let object): writer.append(object)
        }
      }
      writer.appendRaw("]")
    }
    if let extensions {
      writer.appendRaw(#","extensions":"#)
      writer.append(extensions)
    }
    writer.appendRaw("}")
  }
}

extension APIError {
  /// A client that authentication did not let in.
  init(_ error: AuthError) {
    self.init(code: error.code, message: error.message, status: error.status)
  }

  /// A body that is not JSON.
  init(_ error: JSONError) {
    self.init(code: "invalid-json", message: error.description)
  }

  /// A body, or a part of it, that is larger than the server takes.
  static func tooLarge(_ what: String, limit: Int, option: String) -> APIError {
    APIError(
      code: "payload-too-large",
      message: "\(what) is larger than the limit of \(limit) bytes (\(option))",
      status: 413
    )
  }
}
