import DovetailEngine
import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Errors of actions")
struct ActionErrorTests {
  /// The error of a query of an action with that output, whose handler answers so.
  private func error(
    output: String,
    selection: String = "",
    _ answer: TestWebhooks.Answer
  ) async throws -> EngineError? {
    let test = try await ActionTests.engine(ActionTests.action("a", output: output))
    test.connector.hooks.answer { _, _ in answer }
    return await test.failure("{ a \(selection) }")
  }

  @Test(
    "Answers of the wrong shape are refused",
    arguments: [
      (
        "[Person]", "{ uid }", #"{"uid": 1}"#, "expecting array for the action webhook response"
      ),
      (
        "Person", "{ uid }", #"[{"uid": 1}]"#,
        "got array for the action webhook response, expecting Person"
      ),
      ("Int", "", #"{"a": 1}"#, "got object for the action webhook response, expecting Int"),
      ("Int", "", #""1""#, "got scalar String for the action webhook response, expecting Int"),
      (
        "String", "", "true", "got scalar Boolean for the action webhook response, expecting String"
      ),
      (
        "Person", "{ uid }", "3",
        "got scalar Number for the action webhook response, expecting Person"
      ),
      ("Person!", "{ uid }", "null", "got null for the action webhook response"),
      ("[String!]", "", #"["a", null]"#, "got null for the action webhook response"),
      (
        "Person", "{ name }", #"{"name": "x"}"#,
        "field \"uid\" expected in webhook response, but not found"
      ),
      ("Person", "{ uid }", #"{"uid": null}"#, "expecting not null value for field \"uid\""),
      (
        "Person", "{ boss { uid } }", #"{"uid": 1, "boss": {"uid": null}}"#,
        "expecting not null value for field \"uid\""
      ),
      (
        "Person", "{ team { uid } }", #"{"uid": 1, "team": {"uid": 1}}"#,
        "expecting array for the action webhook response"
      ),
    ]
  )
  func shapes(
    _ output: String,
    _ selection: String,
    _ answer: String,
    _ message: String
  ) async throws {
    let error = try await error(
      output: output,
      selection: selection,
      .json(try JSONValue(parsing: answer))
    )
    #expect(error?.message == message)
    #expect(error?.code == "unexpected")
    #expect(error?.path == "$")
    #expect(error?.status == 400)
  }

  @Test("Custom scalars take any JSON, and nullable answers may be null")
  func anything() async throws {
    let test = try await ActionTests.engine(ActionTests.action("a", output: "[Money]"))
    test.connector.hooks.answer { _, _ in
      .json([["x": [1]], nil, "s", .number(JSONNumber(unchecked: "1.50"))])
    }
    #expect(try await test.query("{ a }").description == #"{"a":[{"x":[1]},null,"s",1.50]}"#)
    test.connector.hooks.answer { _, _ in .json(nil) }
    #expect(try await test.query("{ a }") == ["a": nil])
  }

  @Test("A handler's error has its message and code, or its extensions in the place of ours")
  func clientErrors() async throws {
    let plain = try await error(output: "Int", .json(["message": "no"], status: 400))
    #expect(plain?.message == "no")
    #expect(plain?.code == "unexpected")
    #expect(plain?.status == 400)
    let coded = try await error(
      output: "Int",
      .json(["message": "no", "code": "my-code"], status: 422)
    )
    #expect(coded?.code == "my-code")
    #expect(coded?.status == 422)
    #expect(coded?.replacedExtensions.map { _ in true } == nil)
    let extended = try await error(
      output: "Int",
      .json(["message": "no", "extensions": ["code": "mine", "n": 1]], status: 400)
    )
    #expect(extended?.replacedExtensions == ["code": "mine", "n": 1])
  }

  @Test(
    "What is no answer at all is an error of its own",
    arguments: [
      (TestWebhooks.Answer.json(["x": 1], status: 400), "parse-failed", 400, nil as String?),
      (.json("text", status: 404), "parse-failed", 400, nil),
      (.json(["message": "no"], status: 500), "unexpected", 500, "internal error"),
      (.json(1, status: 302), "unexpected", 500, "internal error"),
      (.text("<html>"), "unexpected", 500, "not a valid json response from webhook"),
      (.text("", status: 204), "unexpected", 500, "not a valid json response from webhook"),
      (.failure("refused"), "unexpected", 500, "http exception when calling webhook"),
    ]
  )
  func failures(
    _ answer: TestWebhooks.Answer,
    _ code: String,
    _ status: Int,
    _ message: String?
  ) async throws {
    let error = try await error(output: "Int", answer)
    #expect(error?.code == code)
    #expect(error?.status == status)
    if let message { #expect(error?.message == message) }
  }

  @Test("The detail shows request and answer, but no value of a variable of the environment")
  func detail() async throws {
    let test = try await ActionTests.engine(
      ActionTests.action(
        "a",
        output: "Int",
        ("headers", [["name": "X-Key", "value_from_env": "SECRET"]])
      )
    )
    test.connector.hooks.answer { _, _ in
      .json(["oops": 1], status: 500, headers: [.init(name: "x-served-by", value: "h1")])
    }
    let detail = try #require(await test.failure("{ a }")?.detail)
    #expect(detail["error"] == "expecting 2xx or 4xx status code, but found 500")
    #expect(detail["request"]?["url"] == "{{HOOK}}/a")
    #expect(detail["request"]?["headers"] == [["name": "X-Key", "value_from_env": "SECRET"]])
    #expect(detail["request"]?["body"]?["action"] == ["name": "a"])
    #expect(
      detail["response"] == [
        "status": 500, "headers": [["name": "x-served-by", "value": "h1"]], "body": ["oops": 1],
      ]
    )
    #expect(!detail.description.contains("s3cret"))
    #expect(test.connector.hooks.requests.first?.headers.contains { $0.value == "s3cret" } == true)
  }
}
