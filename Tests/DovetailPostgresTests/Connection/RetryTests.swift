import Dispatch
import DovetailPostgres
import DovetailSource
import Glibc
import Synchronization
import Testing

@Suite("Retries of connecting")
struct RetryTests {
  @Test("Connecting is tried again as often as the setting says", arguments: [0, 1, 2])
  func attempts(retries: Int) async throws {
    let server = try RefusingServer()
    let pool = PostgresPool(
      .string(
        "host=127.0.0.1 port=\(server.port) user=x dbname=x sslmode=disable gssencmode=disable"
      ),
      settings: PoolSettings(retries: retries)
    )
    let error = await pool.failure("SELECT 1")
    pool.close()
    #expect(error?.code == .postgresError)
    #expect(server.connectionCount == retries + 1)
  }
}

/// Accepts connections and ends them at once.
private final class RefusingServer: Sendable {
  let port: UInt16
  private let socket: Int32
  private let accepted = Count()

  private final class Count: Sendable {
    let value = Atomic(0)
  }

  var connectionCount: Int { accepted.value.load(ordering: .sequentiallyConsistent) }

  init() throws {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    try #require(bound)
    socket = descriptor
    port = UInt16(bigEndian: address.sin_port)
    DispatchQueue.global().async { [accepted] in
      while true {
        // Ends when the socket is shut down.
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        accepted.value.add(1, ordering: .sequentiallyConsistent)
        close(connection)
      }
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    Glibc.close(socket)
  }
}
