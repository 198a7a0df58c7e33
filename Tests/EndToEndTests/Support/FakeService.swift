import Glibc
import Synchronization

/// A service that answers every request with the same text, perhaps late.
final class FakeService: Sendable {
  let port: Int
  private let listener: Socket
  private let answer: [UInt8]
  private let delay: UInt32
  private let count = Atomic(0)

  /// How many connections have been made.
  var connectionCount: Int { count.load(ordering: .relaxed) }

  init(contentType: String, body: String, delay: UInt32 = 0) throws {
    (listener, port) = try Socket.listening()
    self.delay = delay
    answer = Array(
      """
      HTTP/1.1 200 OK\r
      Content-Type: \(contentType)\r
      Content-Length: \(body.utf8.count)\r
      Connection: close\r
      \r
      \(body)
      """.utf8
    )
    startThread { [weak self, listener] in
      while true {
        let descriptor = accept(listener.descriptor, nil, nil)
        guard descriptor >= 0, let self else { return }
        self.serve(Socket(descriptor: descriptor))
      }
    }
  }

  deinit {
    shutdown(listener.descriptor, Int32(SHUT_RDWR))
    listener.close()
  }

  private func serve(_ socket: Socket) {
    count.add(1, ordering: .relaxed)
    _ = socket.receive()
    if delay > 0 { sleep(delay) }
    socket.send(answer)
    socket.close()
  }
}

/// Runs the body on a thread of its own, which nobody waits for.
func startThread(_ body: @escaping @Sendable () -> Void) {
  let box = Unmanaged.passRetained(Box(body))
  var thread = pthread_t()
  let result = pthread_create(
    &thread,
    nil,
    { context in
      if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    },
    box.toOpaque()
  )
  if result == 0 { pthread_detach(thread) } else { box.release() }
}

private final class Box: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}
