import Glibc
import Synchronization

/// A program that runs beside us and whose output is read whole.
final class ChildProcess: Sendable {
  /// What a program left behind.
  struct Outcome: Sendable {
    /// The exit status; nil if a signal ended the program.
    var status: Int32?
    var output: [UInt8]
    var errors: [UInt8]
    /// Whether the output was longer than allowed, and the program ended for it.
    var isTooLong: Bool
  }

  private let state = Mutex(State())

  private struct State {
    /// The process as long as it is not waited for.
    var pid: pid_t?
    var isTerminated = false
  }

  /// Ends the program if it runs, or keeps it from starting.
  func terminate() {
    state.withLock { state in
      state.isTerminated = true
      if let pid = state.pid { kill(pid, SIGTERM) }
    }
  }

  /// Runs a program of the search path; blocks until it ends.
  ///
  /// - Returns: nil if it could not be started, with the error's number in `errno`.
  func run(
    _ program: String,
    _ arguments: [String],
    environment: [String: String],
    outputLimit: Int
  ) -> Outcome? {
    guard let output = Pipe(), let errors = Pipe() else { return nil }
    guard let pid = start(program, arguments, environment, output, errors) else { return nil }
    output.closeWriter()
    errors.closeWriter()
    var outcome = Outcome(status: nil, output: [], errors: [], isTooLong: false)
    read(output.reader, errors.reader, into: &outcome, outputLimit)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    state.withLock { $0.pid = nil }
    // The exit status is in the second byte if no signal is in the first.
    if status & 0x7f == 0 { outcome.status = (status >> 8) & 0xff }
    return outcome
  }

  private func start(
    _ program: String,
    _ arguments: [String],
    _ environment: [String: String],
    _ output: Pipe,
    _ errors: Pipe
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writer, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.writer, STDERR_FILENO)
    let argv = ([program] + arguments).map { strdup($0) }
    let envp = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { (argv + envp).forEach { free($0) } }
    return state.withLock { state in
      guard !state.isTerminated else {
        errno = ECANCELED
        return nil
      }
      var pid = pid_t()
      let failure = posix_spawnp(&pid, program, &actions, nil, argv + [nil], envp + [nil])
      guard failure == 0 else {
        errno = failure
        return nil
      }
      state.pid = pid
      return pid
    }
  }

  /// Reads both outputs until the program closes them.
  private func read(
    _ output: Int32,
    _ errors: Int32,
    into outcome: inout Outcome,
    _ limit: Int
  ) {
    var isOutputOpen = true
    var isErrorOpen = true
    while isOutputOpen || isErrorOpen {
      var descriptors = [
        pollfd(fd: isOutputOpen ? output : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isErrorOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&descriptors, 2, -1) >= 0 || errno == EINTR else { return }
      if descriptors[0].revents != 0 {
        isOutputOpen = append(from: output, to: &outcome.output)
        if outcome.output.count > limit {
          outcome.isTooLong = true
          outcome.output = []
          terminate()
          return
        }
      }
      if descriptors[1].revents != 0 {
        isErrorOpen = append(from: errors, to: &outcome.errors)
        // Of endless complaints the beginning is enough.
        if outcome.errors.count > 65_536 {
          outcome.errors.removeLast(outcome.errors.count - 65_536)
        }
      }
    }
  }

  /// Reads what is there; false at the end.
  private func append(from descriptor: Int32, to bytes: inout [UInt8]) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &chunk, chunk.count)
    guard count > 0 else { return count < 0 && errno == EINTR }
    bytes.append(contentsOf: chunk.prefix(count))
    return true
  }
}

/// A pipe that other child processes do not inherit, closed with this object.
private final class Pipe {
  let reader: Int32
  private(set) var writer: Int32

  init?() {
    var ends: [Int32] = [0, 0]
    // A pair of sockets, since pipes cannot be made in one step so that children do not get them.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0, let reader = ends.first, let writer = ends.last
    else {
      return nil
    }
    self.reader = reader
    self.writer = writer
  }

  func closeWriter() {
    if writer >= 0 { close(writer) }
    writer = -1
  }

  deinit {
    close(reader)
    closeWriter()
  }
}
