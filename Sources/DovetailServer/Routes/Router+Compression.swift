import DovetailAuth

extension Router {
  /// Compresses the body of a response if the client takes that and it pays.
  func compress(_ response: inout HTTPResponse, for request: HTTPRequest) async {
    guard let header = request.headers.first(named: "accept-encoding"),
      AcceptedCodings(header).compresses(byteCount: response.body.count)
    else { return }
    let body = response.body
    let compressed = await offLoop(ifLong: body.count) { gzip(body) }
    guard let compressed else { return }
    response.body = .bytes(compressed)
    response.headers.append(HeaderField(name: "Content-Encoding", value: "gzip"))
  }

  /// The request with its body decompressed, if it came compressed.
  func decompress(_ request: HTTPRequest) async throws(APIError) -> HTTPRequest {
    guard let coding = request.headers.first(named: "content-encoding")?.lowercased(),
      coding != "identity"
    else { return request }
    guard coding == "gzip" || coding == "x-gzip" else {
      throw APIError(
        code: "not-supported",
        message: "content coding \"\(coding)\" is not supported; use gzip or none",
        status: 415
      )
    }
    let body = request.body
    let limit = settings.maximumBodyLength
    let decompressed: Result<[UInt8], GunzipError> = await offLoop(ifLong: limit) {
      do throws(GunzipError) {
        return .success(try gunzip(body, limit: limit))
      } catch {
        return .failure(error)
      }
    }
    switch decompressed {
    case .success(let body): return request.replacingBody(with: body)
    case .failure(.malformed):
      throw APIError(code: "bad-request", message: "the request body is not valid gzip")
    case .failure(.tooLarge):
      throw .tooLarge("the decompressed request body", limit: limit, option: "--max-body-length")
    }
  }
}
