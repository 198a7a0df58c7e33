import Glibc

/// A TCP socket of the loopback address, with blocking calls that end after some seconds.
struct Socket {
  let descriptor: Int32

  /// A socket that listens on a free port.
  static func listening() throws(SocketError) -> (socket: Socket, port: Int) {
    let socket = try Socket()
    var address = Self.address(port: 0)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    var actual = length
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket.descriptor, pointer, length) == 0 && listen(socket.descriptor, 16) == 0
          && getsockname(socket.descriptor, pointer, &actual) == 0
      }
    }
    guard isBound else { throw SocketError(step: "listen", number: errno) }
    return (socket, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// A port on which nobody listens now.
  static func freePort() throws(SocketError) -> Int {
    let (socket, port) = try listening()
    socket.close()
    return port
  }

  /// A connection to a port of this machine.
  static func connected(to port: Int, timeout: Int = 30) throws(SocketError) -> Socket {
    let socket = try Socket()
    var limit = timeval(tv_sec: timeout, tv_usec: 0)
    setsockopt(
      socket.descriptor,
      SOL_SOCKET,
      SO_RCVTIMEO,
      &limit,
      socklen_t(MemoryLayout<timeval>.size)
    )
    var address = Self.address(port: port)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        connect(socket.descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      let number = errno
      socket.close()
      throw SocketError(step: "connect", number: number)
    }
    return socket
  }

  private init() throws(SocketError) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SocketError(step: "socket", number: errno) }
  }

  /// Wraps an open socket.
  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// Sends all bytes; a peer that is gone is none of the tests' business.
  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor,
          buffer.baseAddress?.advanced(by: sent),
          buffer.count - sent,
          Int32(MSG_NOSIGNAL)
        )
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Some bytes; none at the end.
  func receive() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    return Array(bytes.prefix(max(count, 0)))
  }

  func close() {
    _ = Glibc.close(descriptor)
  }
}

/// A system call that failed.
struct SocketError: Error {
  var step: String
  var number: Int32
}
