import Glibc
import OrderedJSON
import Testing

/// A pipe that stands for standard output, so that a test can read the log.
final class LogPipe {
  let writeEnd: CInt
  private let readEnd: CInt

  init() throws {
    var ends: [CInt] = [0, 0]
    try #require(pipe(&ends) == 0)
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Reads what is there, at most 64 KiB, as lines of JSON.
  func lines() throws -> [JSONValue] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(readEnd, &buffer, buffer.count)
    return try buffer[..<max(0, count)].split(separator: UInt8(ascii: "\n")).map {
      try JSONValue(parsing: $0)
    }
  }
}
