import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

@Suite("test_webhook_transform")
struct TestWebhookTransformTests {
  @Test("The answer is the request that would be sent")
  func success() async throws {
    let test = try await TestEngine()
    let answer = try await test.run(
      #"""
      {"type": "test_webhook_transform", "args": {
        "webhook_url": "{{HOST}}/users?a=1", "env": {"HOST": "http://localhost:1234"},
        "body": {"hello": "world"}, "session_variables": {"x-hasura-user-id": "3"},
        "request_headers": [["Content-Type", "application/json"], ["X-A", "b"]],
        "request_transform": {"version": 2, "template_engine": "Kriti", "method": "GET",
          "url": "{{$base_url}}", "query_params": {"u": "{{$session_variables['x-hasura-user-id']}}"},
          "body": {"action": "transform", "template": "{\"h\": {{$body.hello}}}"},
          "request_headers": {"remove_headers": ["x-a"], "add_headers": {"X-B": "{{$body.hello}}"}}}}}
      """#
    )
    #expect(
      answer == [
        "webhook_url": "http://localhost:1234/users?a=1&u=3", "method": "GET",
        "headers": [["content-type", "application/json"], ["x-b", "world"]],
        "body": ["h": "world"],
      ]
    )
  }

  @Test("A body that is removed is null")
  func removed() async throws {
    let test = try await TestEngine()
    let answer = try await test.run(
      #"""
      {"type": "test_webhook_transform", "args": {"webhook_url": {"from_env": "HOOK"}, "body": {},
        "request_transform": {"version": 2, "body": {"action": "remove"}}}}
      """#
    )
    #expect(answer["body"] == .some(nil))
    #expect(answer["webhook_url"] == "http://hook")
  }

  @Test(
    "What cannot be transformed says why in the detail",
    arguments: [
      (#""body": "{{ $body.nope }}""#, "Path lookup for 'nope' failed"),
      (#""body": "{{ nope(1) }}""#, "Function 'nope' not found."),
      (#""url": "{{$body.hello}}""#, "\"world\" is not a valid URL"),
      (#""request_headers": {"add_headers": {"a": "{{"}}"#, nil),
    ]
  )
  func failure(_ transform: String, _ message: String?) async throws {
    let test = try await TestEngine()
    let error = try await test.error(
      """
      {"type": "test_webhook_transform", "args": {"webhook_url": "http://x", "body":
        {"hello": "world"}, "request_transform": {"version": 1, \(transform)}}}
      """
    )
    #expect(error?.code == "validation-failed")
    #expect(error?.message == "request transform validation failed")
    #expect(error?.path == "$.args")
    let detail = error?.detail?.arrayValue?.first
    #expect(detail?["message"] != nil)
    if let message { #expect(detail?["message"] == .string(message)) }
  }

  @Test("A variable that is not set is named")
  func environment() async throws {
    let test = try await TestEngine()
    let error = try await test.error(
      #"""
      {"type": "test_webhook_transform", "args": {"webhook_url": "{{NOPE}}", "body": {},
        "request_transform": {}}}
      """#
    )
    #expect(error?.message == "environment variable 'NOPE' not set")
    #expect(error?.code == "parse-failed")
  }
}
