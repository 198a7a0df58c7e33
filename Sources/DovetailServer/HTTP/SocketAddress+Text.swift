package import NIOCore

extension SocketAddress {
  /// The address as it stands in URLs: `127.0.0.1:8080`, `[::]:8080`.
  package var text: String {
    guard let ipAddress else { return description }
    let host = ipAddress.contains(":") ? "[\(ipAddress)]" : ipAddress
    return "\(host):\(port ?? 0)"
  }
}
