import CZlib
import DovetailServer
import Testing

@Suite("Compression", .timeLimit(.minutes(1)))
struct CompressionTests {
  private func server(
    bodyLength: Int,
    _ body: (TestServer) async throws -> Void
  ) async throws {
    var engine = TestEngine()
    engine.graphQL = { request, _ in
      guard request.query != "bad" else {
        return GraphQLResponse(APIError(code: "x", message: String(repeating: "e", count: 2_000)))
      }
      return GraphQLResponse(
        data: Array("\"\(String(repeating: "a", count: bodyLength - 11))\"".utf8)
      )
    }
    try await withServer(engine: engine, body)
  }

  @Test(
    "gzip is used if the client names it and it pays",
    arguments: [
      (nil, 700, false), ("gzip", 700, true), ("gzip", 699, false), ("*", 2_000, false),
      ("deflate, gzip;q=0.5, br", 700, true), ("gzip;q=0", 2_000, false), ("br", 2_000, false),
      ("gzip, identity;q=0", 50, true), ("gzip, *;q=0", 50, true),
      ("gzip, *;q=0, identity", 50, false), ("GZIP", 700, true), ("gzip;q=0.0", 2_000, false),
      ("gzip", 100_000, true),
    ] as [(String?, Int, Bool)]
  )
  func negotiation(header: String?, length: Int, isCompressed: Bool) async throws {
    try await server(bodyLength: length) { server in
      let response = try await server.post(
        "/v1/graphql",
        #"{"query":"a"}"#,
        headers: header.map { ["Accept-Encoding: \($0)"] } ?? []
      )
      #expect((response.header("content-encoding") == "gzip") == isCompressed)
      let body = isCompressed ? try decompressed(response.body) : response.body
      #expect(body.count == length)
      #expect(body.starts(with: #"{"data":"aaa"#.utf8))
    }
  }

  @Test("Errors are never compressed")
  func errors() async throws {
    try await server(bodyLength: 100) { server in
      let response = try await server.post(
        "/v1/graphql",
        #"{"query":"bad"}"#,
        headers: ["Accept-Encoding: gzip"]
      )
      #expect(response.header("content-encoding") == nil)
      #expect(response.body.count > 2_000)
    }
  }

  @Test("A compressed request body is understood")
  func requestBody() async throws {
    try await withServer { server in
      let body = try compressed(Array(#"{"query":"{ zipped }"}"#.utf8))
      let response = try await server.exchange(
        "POST",
        "/v1/graphql",
        headers: ["Content-Encoding: gzip"],
        body: body
      )
      #expect(response.text.contains("{ zipped }"))
    }
  }

  @Test("A body that grows beyond the limit is refused, and so is one that is no gzip")
  func hostileBodies() async throws {
    try await withServer(settings: { $0.maximumBodyLength = 1_000_000 }) { server in
      let bomb = try compressed([UInt8](repeating: 0x20, count: 50_000_000))
      let refused = try await server.exchange(
        "POST",
        "/v1/metadata",
        headers: ["Content-Encoding: gzip"],
        body: bomb
      )
      #expect(refused.status == 413)
      for body in [Array("no gzip".utf8), Array(bomb.prefix(30)), []] {
        let response = try await server.exchange(
          "POST",
          "/v1/metadata",
          headers: ["Content-Encoding: gzip"],
          body: body
        )
        #expect(response.status == 400)
        #expect(response.text.contains("not valid gzip"))
      }
      let unknown = try await server.exchange(
        "POST",
        "/v1/metadata",
        headers: ["Content-Encoding: br"],
        body: [1]
      )
      #expect(unknown.status == 415)
    }
  }
}

/// Compresses with zlib's own function and no code of ours.
private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
  var stream = z_stream()
  try #require(dovetail_gzip_deflate_init(&stream, 6) == Z_OK)
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1_000)
  let count = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      deflate(&stream, Z_FINISH)
      return output.count - Int(stream.avail_out)
    }
  }
  return Array(output[..<count])
}

/// Decompresses with zlib's own function and no code of ours.
private func decompressed(_ bytes: [UInt8]) throws -> [UInt8] {
  var stream = z_stream()
  try #require(dovetail_gzip_inflate_init(&stream) == Z_OK)
  defer { inflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: 1 << 20)
  let (status, count) = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      let status = inflate(&stream, Z_FINISH)
      return (status, output.count - Int(stream.avail_out))
    }
  }
  try #require(status == Z_STREAM_END)
  return Array(output[..<count])
}
