import DovetailPlan
import DovetailSource
import OrderedJSON

/// What the answer to an operation of root fields means.
///
/// - Throws: what the contract says of each odd answer; the errors of the service verbatim.
func decodeOperationAnswer(
  _ answer: HTTPAnswer,
  fields: [RemoteField],
  prioritizesData: Bool,
  shownAddress: String
) throws(SourceError) -> RemoteDocument {
  let body = try RemoteAnswer(answer.body) { reason in
    unreadableAnswer(
      "the response of the remote schema at \"\(shownAddress)\" is not valid JSON: \(reason)",
      answer
    )
  }
  if case .list(let errors) = body.errors, !(body.hasData && prioritizesData) {
    throw upstreamFailure(errors, code: .remoteSchemaError)
  }
  guard body.hasData, let data = body.data else {
    throw missingData(body)
  }
  switch body.errors {
  case .empty where !prioritizesData:
    throw oddAnswer(.emptyErrors)
  case .invalid where !prioritizesData:
    throw oddAnswer(.invalidErrors)
  default:
    break
  }
  if let missing = missingAliases(of: fields, in: body.bytes, data).first {
    throw oddAnswer(.missingKey(missing))
  }
  return RemoteDocument(bytes: body.bytes, data: data, cookies: answer.cookies)
}

/// The error for an answer that cannot be read; its beginning is shown to administrators.
func unreadableAnswer(_ message: String, _ answer: HTTPAnswer) -> SourceError {
  SourceError(
    code: .remoteSchemaError,
    message: message,
    detail: [
      "type": "unexpected_response",
      "status": .int(answer.status),
      "content_type": answer.contentType.map { .string($0) } ?? .null,
      "body": .string(String(decoding: answer.body.prefix(1_000), as: UTF8.self)),
    ],
    path: "$"
  )
}

/// The error that carries a service's errors verbatim.
func upstreamFailure(_ errors: [JSONValue], code: SourceError.Code) -> SourceError {
  SourceError(
    code: code,
    message: "Errors from remote server",
    detail: ["errors": .array(errors)],
    path: "$",
    upstreamErrors: errors
  )
}

/// What can be wrong with an answer that is a JSON object.
enum OddAnswer {
  case emptyErrors
  case invalidErrors
  case missingData
  case nullData
  case missingKey(String)

  fileprivate var message: String {
    switch self {
    case .emptyErrors: "Empty \"errors\" field in response from remote"
    case .invalidErrors: "Invalid \"errors\" field in response from remote"
    case .missingData: "Missing \"data\" field with no errors in response from remote"
    case .nullData: "Received null \"data\" field with no errors in response from remote"
    case .missingKey(let key): "expecting key \(key)"
    }
  }
}

/// The error for an answer that is not what the contract asks for.
func oddAnswer(_ reason: OddAnswer) -> SourceError {
  SourceError(code: .remoteSchemaError, message: reason.message, path: "$")
}

/// The error for an answer with neither data nor errors.
func missingData(_ body: RemoteAnswer) -> SourceError {
  switch body.errors {
  case .empty: oddAnswer(.emptyErrors)
  case .invalid: oddAnswer(.invalidErrors)
  case .none, .list: oddAnswer(body.data == nil ? .missingData : .nullData)
  }
}

/// The root fields of which `data` has no member.
func missingAliases(
  of fields: [RemoteField],
  in bytes: [UInt8],
  _ data: Range<Int>
) -> [String] {
  bytes.withUnsafeBytes { buffer in
    let scanner = JSONScanner(buffer)
    // Services answer in the order of the fields, so mostly the first key is all that is looked at.
    if let only = fields.first, fields.count == 1,
      scanner.kind(at: data.lowerBound) == .object
    {
      let quote = scanner.skipWhitespace(at: data.lowerBound + 1)
      let key = (quote + 1)..<(quote + 1 + only.alias.utf8.count)
      if scanner.matches(key, Array(only.alias.utf8)),
        scanner.byte(at: key.upperBound) == UInt8(ascii: "\"")
      {
        return []
      }
    }
    var missing = fields.map(\.alias)
    var members = scanner.members(at: data.lowerBound)
    while !missing.isEmpty, let member = members.next() {
      missing.removeAll { scanner.matches(member.key, Array($0.utf8)) }
    }
    return missing
  }
}
