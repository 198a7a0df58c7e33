import DovetailPlan
import DovetailSource
import OrderedJSON

/// What is kept of the answer to an operation of root fields, with what is wrong with the rest.
///
/// - Throws: where the answer has neither data nor errors.
func decodePartialAnswer(
  _ answer: HTTPAnswer,
  fields: [RemoteField],
  shownAddress: String
) throws(SourceError) -> RemoteDocument {
  let body = try RemoteAnswer(answer.body) { reason in
    unreadableAnswer(
      "the response of the remote schema at \"\(shownAddress)\" is not valid JSON: \(reason)",
      answer
    )
  }
  var problems: [SourceError] = []
  if case .list(let errors) = body.errors {
    problems.append(upstreamFailure(errors, code: .remoteSchemaError))
  }
  guard body.hasData, let data = body.data else {
    guard problems.isEmpty else {
      return .nulls(for: fields, problems, cookies: answer.cookies)
    }
    throw missingData(body)
  }
  if body.errors == .invalid { problems.append(oddAnswer(.invalidErrors)) }
  let missing = missingAliases(of: fields, in: body.bytes, data)
  guard let first = missing.first else {
    return RemoteDocument(
      bytes: body.bytes,
      data: data,
      errors: problems,
      cookies: answer.cookies
    )
  }
  if problems.isEmpty { problems.append(oddAnswer(.missingKey(first))) }
  let isObject = body.bytes[data].first == UInt8(ascii: "{")
  var document = RemoteDocument.nulls(
    named: missing,
    before: isObject ? body.bytes[data].dropFirst().dropLast() : []
  )
  document.errors = problems
  document.cookies = answer.cookies
  return document
}

extension RemoteDocument {
  /// A document in which every root field is null.
  static func nulls(
    for fields: [RemoteField],
    _ errors: [SourceError],
    cookies: [String] = []
  ) -> RemoteDocument {
    var document = nulls(named: fields.map(\.alias), before: [])
    document.errors = errors
    document.cookies = cookies
    return document
  }

  /// A document of null members, and after them the given ones.
  fileprivate static func nulls(
    named names: [String],
    before members: ArraySlice<UInt8>
  ) -> RemoteDocument {
    var writer = JSONWriter()
    for name in names {
      writer.append(UInt8(ascii: writer.bytes.isEmpty ? "{" : ","))
      writer.appendKey(name)
      writer.appendRaw("null")
    }
    if writer.bytes.isEmpty { writer.append(UInt8(ascii: "{")) }
    let hasMembers = members.contains { $0 > UInt8(ascii: " ") }
    if hasMembers, !names.isEmpty { writer.append(UInt8(ascii: ",")) }
    writer.appendRaw(members)
    writer.append(UInt8(ascii: "}"))
    return RemoteDocument(bytes: writer.bytes, data: 0..<writer.bytes.count)
  }
}
