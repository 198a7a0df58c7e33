import DovetailSource
import Glibc

/// A file that one process at a time holds; the operating system gives it free when a process ends.
struct FileLock {
  private let descriptor: Int32

  /// Waits until nobody else holds the file, which is created where it does not exist.
  init(_ path: String) async throws(SourceError) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw SourceError(
        code: .connectionNotEstablished,
        message: "the file \"\(path)\" cannot be opened: \(reason)"
      )
    }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      do {
        try await Task.sleep(for: .milliseconds(50))
      } catch {
        close(descriptor)
        throw SourceError(code: .cancelled, message: "waiting for \"\(path)\" was cancelled")
      }
    }
    self.descriptor = descriptor
  }

  /// Lets others have the file.
  func release() {
    close(descriptor)
  }
}
