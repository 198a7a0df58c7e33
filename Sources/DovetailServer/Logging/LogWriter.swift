import Dispatch
import Glibc
import Synchronization

/// Writes log lines to a file descriptor from a queue of its own, so that nobody who logs waits.
///
/// Lines are collected for some milliseconds and written together. If the reader of the log is so
/// slow that the collection reaches its limit, further lines are dropped and counted; the count is
/// logged as soon as there is room again.
package final class LogWriter: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var isDrainScheduled = false
    var droppedLines = 0
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "dovetail.log")
  private let descriptor: CInt
  private let capacity: Int

  /// Makes a writer.
  ///
  /// - Parameters:
  ///   - descriptor: where lines go; standard output if not given.
  ///   - capacity: how many bytes may wait to be written.
  package init(descriptor: CInt = STDOUT_FILENO, capacity: Int = 8 << 20) {
    self.descriptor = descriptor
    self.capacity = capacity
    // A log whose reader has gone must not end the process.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Queues a line, given without its line feed.
  package func append(_ line: [UInt8]) {
    let mustSchedule = state.withLock { state in
      guard state.pending.count + line.count < capacity else {
        state.droppedLines += 1
        return false
      }
      state.pending.append(contentsOf: line)
      state.pending.append(UInt8(ascii: "\n"))
      if state.isDrainScheduled { return false }
      state.isDrainScheduled = true
      return true
    }
    if mustSchedule { scheduleDrain() }
  }

  /// Writes everything that was queued before; for the end of the process.
  package func flush() {
    queue.sync { _ = writePending() }
  }

  private func scheduleDrain() {
    queue.asyncAfter(deadline: .now() + .milliseconds(5)) { [self] in
      if writePending() {
        scheduleDrain()
      }
    }
  }

  /// Writes what is pending.
  ///
  /// - Returns: whether there was something, so that it is worth to look again soon.
  private func writePending() -> Bool {
    let (bytes, droppedLines) = state.withLock { state in
      let taken = (state.pending, state.droppedLines)
      state.pending = []
      state.droppedLines = 0
      if taken.0.isEmpty && taken.1 == 0 { state.isDrainScheduled = false }
      return taken
    }
    guard !bytes.isEmpty || droppedLines > 0 else { return false }
    write(bytes)
    if droppedLines > 0 {
      write(LogLine.dropped(count: droppedLines) + [UInt8(ascii: "\n")])
    }
    return true
  }

  private func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while let base = rest.baseAddress, !rest.isEmpty {
        let count = Glibc.write(descriptor, base, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        } else if errno == EAGAIN {
          var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          Glibc.poll(&poll, 1, -1)
        } else if errno != EINTR {
          // Nobody can be told that the log is lost.
          return
        }
      }
    }
  }
}
