/// Why the server cannot listen.
package enum ServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The host name has no address.
  case unknownHost(String, reason: String)
  /// An address cannot be listened on.
  case cannotListen(host: String, port: Int, ListenFailure)

  package var description: String {
    switch self {
    case .unknownHost(let host, let reason):
      """
      cannot listen on host "\(host)": \(reason); use an address of this machine or * \
      (--server-host, HASURA_GRAPHQL_SERVER_HOST)
      """
    case .cannotListen(let host, let port, let failure):
      "cannot listen on \(host.contains(":") ? "[\(host)]" : host):\(port): \(failure.text)"
    }
  }

  /// Whether somebody else listens there already.
  var isPortTaken: Bool {
    if case .cannotListen(_, _, .portTaken) = self { true } else { false }
  }
}
