import Glibc
import NIOCore

/// The addresses that stand for the host that the user gave: a name, an address, or `*` for all
/// addresses, IPv6 and IPv4.
func listeningAddresses(host: String, port: Int) throws(ServerError) -> [SocketAddress] {
  if host == "*" {
    // A socket on `::` takes IPv4 connections too; where there is no IPv6, `0.0.0.0` remains.
    return ["::", "0.0.0.0"].compactMap { try? SocketAddress(ipAddress: $0, port: port) }
  }
  var hints = addrinfo()
  hints.ai_family = AF_UNSPEC
  hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
  hints.ai_flags = AI_PASSIVE
  var list: UnsafeMutablePointer<addrinfo>?
  let status = getaddrinfo(host, nil, &hints, &list)
  guard status == 0 else {
    throw .unknownHost(host, reason: String(cString: gai_strerror(status)))
  }
  defer { freeaddrinfo(list) }
  var addresses: [SocketAddress] = []
  var next = list
  while let info = next?.pointee {
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let named = getnameinfo(
      info.ai_addr,
      info.ai_addrlen,
      &text,
      socklen_t(text.count),
      nil,
      0,
      NI_NUMERICHOST
    )
    let ipAddress = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    if named == 0, let address = try? SocketAddress(ipAddress: ipAddress, port: port),
      !addresses.contains(address)
    {
      addresses.append(address)
    }
    next = info.ai_next
  }
  guard !addresses.isEmpty else { throw .unknownHost(host, reason: "it has no address") }
  return addresses
}
