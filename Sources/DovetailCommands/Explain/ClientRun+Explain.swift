import DovetailProject
import DovetailServer
import FoundationEssentials
import OrderedJSON

extension ClientRun {
  /// `explain`: prints how an operation would be run.
  func explain(_ engine: some EngineConnection) async throws(CommandFailure) {
    let operation = try operation()
    var query: [(String, JSONValue)] = [("query", .string(operation))]
    if let variables = invocation.json(.variables) {
      guard case .object = variables else {
        throw CommandFailure("--variables: expected a JSON object", status: 2)
      }
      query.append(("variables", variables))
    }
    if let name = invocation.text(.operationName) {
      query.append(("operationName", .string(name)))
    }
    var body: [(String, JSONValue)] = [("query", .object(members: query))]
    let session = try session()
    if !session.isEmpty { body.append(("user", .object(members: session))) }
    if invocation.flag(.relay) == true { body.append(("is_relay", true)) }
    let answer = try await failing { () async throws(EngineRefusal) in
      try await engine.answer(to: .object(members: body), at: .explain)
    }
    output.result(
      invocation.flag(.json) == true
        ? String(decoding: answer.prettySerialized(), as: UTF8.self) + "\n"
        : explanationText(answer)
    )
  }

  /// The operation, from an argument, an option or a file.
  private func operation() throws(CommandFailure) -> String {
    let file = invocation.text(.file)
    let texts = invocation.arguments + [invocation.text(.query)].compactMap { $0 }
    guard texts.count + (file == nil ? 0 : 1) == 1 else {
      throw CommandFailure(
        "give one operation: as an argument, with --query, or with --file (- for standard input)",
        status: 2
      )
    }
    guard let file else { return texts.first ?? "" }
    let path = file == "-" ? "/dev/stdin" : file
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw CommandFailure("the file \"\(file)\" cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CommandFailure("the file \"\(file)\" is not UTF-8 text")
    }
    return text
  }

  /// The session variables, the role among them.
  private func session() throws(CommandFailure) -> [(String, JSONValue)] {
    var variables: [(String, JSONValue)] = []
    if let role = invocation.text(.role) { variables.append(("x-hasura-role", .string(role))) }
    for text in invocation.texts(.session) {
      guard let split = text.firstIndex(of: "="), split > text.startIndex else {
        throw CommandFailure("--session: expected NAME=VALUE, not \"\(text)\"", status: 2)
      }
      var name = text[..<split].lowercased()
      if !name.hasPrefix("x-hasura-") { name = "x-hasura-" + name }
      variables.append((name, .string(String(text[text.index(after: split)...]))))
    }
    return variables
  }
}
