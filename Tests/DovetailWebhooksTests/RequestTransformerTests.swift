import DovetailMetadata
import DovetailSource
import DovetailWebhooks
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Transforms of requests and responses")
struct RequestTransformerTests {
  static let body: JSONValue = ["input": ["id": 7, "name": "Ann Ö"], "none": nil]

  /// The request that a transform makes of one to an address.
  static func apply(
    _ transform: String,
    url: String = "http://hook/x?a=1&b=2"
  ) throws -> RequestTransformer.Result {
    let definition = try RequestTransform(ValueReader(try JSONValue(parsing: transform)))
    let request = WebhookRequest(
      url: url,
      headers: [
        .init(name: "Content-Type", value: "application/json"), .init(name: "X-One", value: "1"),
      ],
      body: body.serialized(),
      timeout: 3
    )
    return try RequestTransformer(definition).apply(
      to: request,
      TransformContext(
        body: body,
        baseURL: url,
        sessionVariables: ["x-hasura-user-id": "42"]
      )
    )
  }

  private static func body(_ result: RequestTransformer.Result) -> String? {
    result.request.body.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("A transform that says nothing changes nothing")
  func empty() throws {
    let result = try Self.apply(#"{"version": 2, "template_engine": "Kriti"}"#)
    #expect(result.request.method == "POST")
    #expect(result.request.url == "http://hook/x?a=1&b=2")
    #expect(Self.body(result) == Self.body.description)
    #expect(result.body == Self.body)
  }

  @Test("Method, address, headers and body of version 2 are made of templates")
  func everything() throws {
    let result = try Self.apply(
      #"""
      {"version": 2, "method": "put", "url": "{{$base_url}}&id={{$body.input.id}}",
       "content_type": "application/vnd.api+json",
       "body": {"action": "transform", "template": "{\"n\": {{$body.input.name}}}"},
       "request_headers": {"add_headers": {"X-User": "u{{$session_variables['x-hasura-user-id']}}"},
         "remove_headers": ["x-one"]}}
      """#
    )
    #expect(result.request.method == "PUT")
    #expect(result.request.url == "http://hook/x?a=1&b=2&id=7")
    #expect(Self.body(result) == #"{"n":"Ann Ö"}"#)
    #expect(
      result.request.headers == [
        .init(name: "Content-Type", value: "application/vnd.api+json"),
        .init(name: "X-User", value: "u42"),
      ]
    )
  }

  @Test("The body of version 1 is a template itself")
  func versionOne() throws {
    let result = try Self.apply(#"{"version": 1, "body": "{{ $body.input.id }}"}"#)
    #expect(Self.body(result) == "7")
    #expect(result.body == 7)
  }

  @Test("A body can be removed, and be a form, from which null is left out")
  func otherBodies() throws {
    let removed = try Self.apply(#"{"version": 2, "body": {"action": "remove"}}"#)
    #expect(removed.request.body == nil)
    #expect(removed.body == nil)
    let form = try Self.apply(
      #"""
      {"version": 2, "body": {"action": "x_www_form_urlencoded", "form_template":
        {"id": "{{$body.input.id}}", "full name": "{{$body.input.name}}", "no": "{{$body.none}}"}}}
      """#
    )
    #expect(Self.body(form) == "id=7&full%20name=Ann%20%C3%96")
    #expect(
      form.request.headers.first
        == .init(name: "Content-Type", value: "application/x-www-form-urlencoded")
    )
  }

  @Test("Parameters are added and replaced; those whose value is null go")
  func parameters() throws {
    let pairs = try Self.apply(
      #"""
      {"version": 2, "query_params":
        {"a": "{{$body.input.name}}", "b": "{{$body.none}}", "flag": null, "c": "{{$query_params.b}}"}}
      """#
    )
    #expect(pairs.request.url == "http://hook/x?a=Ann%20%C3%96&flag&c=2")
    let text = try Self.apply(
      #"{"version": 2, "query_params": "x={{escapeUri($body.input.name)}}&y=1"}"#
    )
    #expect(text.request.url == "http://hook/x?x=Ann%20%C3%96&y=1")
  }

  @Test("A template that cannot be evaluated fails the transform")
  func failure() throws {
    let error = #expect(throws: TransformError.self) {
      _ = try Self.apply(#"{"version": 1, "body": "{{ $body.nope }}"}"#)
    }
    #expect(error?.json["message"] == "Path lookup for 'nope' failed")
  }

  @Test(
    "What is no transform is refused",
    arguments: [
      #"{"version": 3}"#, #"{"template_engine": "Mustache"}"#, #"{"version": 1, "body": {}}"#,
      #"{"version": 2, "body": "text"}"#, #"{"version": 2, "body": {"action": "burn"}}"#,
      #"{"version": 2, "body": {"action": "transform"}}"#, #"{"query_params": 1}"#,
      #"{"request_headers": {"add_headers": {"a": 1}}}"#,
    ]
  )
  func refused(_ transform: String) throws {
    let json = try JSONValue(parsing: transform)
    #expect(throws: MetadataError.self) { _ = try RequestTransform(ValueReader(json)) }
  }

  @Test("A response is made of the answer, its status, and the request")
  func response() throws {
    let definition = try ResponseTransform(
      ValueReader([
        "version": 2,
        "body": [
          "action": "transform",
          "template":
            #"{"v": {{$body.data}}, "s": {{$response.status}}, "i": {{$request.body.input.id}}}"#,
        ],
      ])
    )
    let context = TransformContext(
      body: Self.body,
      baseURL: "http://hook",
      sessionVariables: [:]
    )
    let answer = try ResponseTransformer(definition).apply(
      to: ["data": [1]],
      status: 201,
      context
    )
    #expect(answer == ["v": [1], "s": 201, "i": 7])
  }
}
