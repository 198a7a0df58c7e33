import Glibc

/// Memory whose last byte is followed by a page that cannot be read.
///
/// A scanner that reads past its buffer ends the test process.
final class GuardedBuffer {
  private let base: UnsafeMutableRawPointer
  private let capacity: Int
  private let pageSize: Int

  init?(capacity: Int) {
    pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
    self.capacity = (capacity + pageSize - 1) / pageSize * pageSize
    guard
      let base = mmap(
        nil,
        self.capacity + pageSize,
        PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS,
        -1,
        0
      ),
      base != MAP_FAILED,
      mprotect(base + self.capacity, pageSize, PROT_NONE) == 0
    else { return nil }
    self.base = base
  }

  deinit {
    munmap(base, capacity + pageSize)
  }

  /// Runs a body with bytes that end where the readable memory ends.
  func withBytes<Result>(
    _ bytes: some Collection<UInt8>,
    _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result? {
    guard bytes.count <= capacity else { return nil }
    let start = base + (capacity - bytes.count)
    let buffer = UnsafeMutableRawBufferPointer(start: start, count: bytes.count)
    buffer.copyBytes(from: bytes)
    return body(UnsafeRawBufferPointer(buffer))
  }
}
