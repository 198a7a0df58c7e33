import NIOCore

/// What the connections of one event loop share.
final class LoopContext: Sendable {
  let loop: any EventLoop
  let executor: LoopTaskExecutor
  let dateHeader = DateHeader()

  init(_ loop: any EventLoop) {
    self.loop = loop
    self.executor = LoopTaskExecutor(loop)
  }
}

/// The contexts of all event loops of a group.
struct LoopContexts: Sendable {
  private let contexts: [ObjectIdentifier: LoopContext]

  init(_ group: any EventLoopGroup) {
    var contexts: [ObjectIdentifier: LoopContext] = [:]
    for loop in group.makeIterator() {
      contexts[ObjectIdentifier(loop)] = LoopContext(loop)
    }
    self.contexts = contexts
  }

  /// The context of a loop; a new one for a loop that isn't of the group.
  func context(of loop: any EventLoop) -> LoopContext {
    contexts[ObjectIdentifier(loop)] ?? LoopContext(loop)
  }
}
