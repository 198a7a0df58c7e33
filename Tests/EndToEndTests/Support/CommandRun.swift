import FoundationEssentials
import Glibc
import Testing

/// A run of the built program to its end.
struct CommandRun {
  /// What it was asked for.
  let output: String
  /// What it said on the way.
  let notes: String
  let status: Int32

  /// Runs the program, and waits up to a minute for its end.
  init(_ arguments: [String], environment: [String] = []) throws {
    let folder = "/tmp/dovetail-command-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let process = try Program.spawn(
      [Program.path] + arguments,
      environment: environment,
      output: folder + "/output",
      errors: folder + "/errors"
    )
    var status: Int32 = 0
    var attempts = 0
    while waitpid(process, &status, WNOHANG) != process {
      attempts += 1
      if attempts == 3_000 {
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        break
      }
      usleep(20_000)
    }
    self.status = status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
    output = try String(contentsOfFile: folder + "/output", encoding: .utf8)
    notes = try String(contentsOfFile: folder + "/errors", encoding: .utf8)
  }
}
