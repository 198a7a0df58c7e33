import DovetailAuth
import Meters

extension Router {
  /// `GET /v1/metrics`: for whoever has the secret, in the text format of Prometheus.
  func metrics(_ request: HTTPRequest) -> HTTPResponse {
    // Without a secret the endpoint is not there: what it tells is not for everybody.
    guard let secret = settings.metricsSecret else { return unknownResource(request) }
    guard let token = bearerToken(request.headers), secret.match(token) else {
      let error = APIError(
        code: "access-denied",
        message: "the header Authorization has to be \"Bearer\" and the secret of the metrics",
        status: 401
      )
      var response = failure(error, endpoint: .metrics, session: nil)
      response.headers.append(HeaderField(name: "WWW-Authenticate", value: "Bearer"))
      return response
    }
    let families = engine.metrics + meters.families + processMetrics()
    return success(
      APIResponse(
        contentType: expositionContentType,
        body: Array(expositionText(families).utf8)
      ),
      session: nil
    )
  }

  /// The credentials of the scheme `Bearer` (RFC 6750 §2.1), whose name any case will do for.
  private func bearerToken(_ headers: [HeaderField]) -> String? {
    guard let header = headers.first(named: "authorization") else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1].drop { $0 == " " })
  }
}
