import FoundationEssentials
import Glibc
import Testing

/// A throw-away PostgreSQL server that a test may stop and start.
final class PostgresServer: Sendable {
  let url: String
  private let controlPath: String
  private let process: pid_t

  init() throws {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let file = "/tmp/dovetail-server-\(UInt64.random(in: 0...UInt64.max))"
    let command = """
      echo "$DOVETAIL_TEST_POSTGRES_URL" >\(file).new
      echo "$DOVETAIL_TEST_POSTGRES_CONTROL" >>\(file).new
      mv \(file).new \(file)
      exec sleep 3600
      """
    process = try Self.spawn([
      root.appending(path: "scripts/postgres-cluster").path(), "run", "--", "/bin/sh", "-c",
      command,
    ])
    for _ in 0..<600 where access(file, R_OK) != 0 { usleep(50_000) }
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    try #require(lines.count == 2)
    url = String(lines[0])
    controlPath = String(lines[1])
    try? FileManager.default.removeItem(atPath: file)
  }

  deinit {
    kill(process, SIGTERM)
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }

  func stop() throws { try control("stop") }

  func start() throws { try control("start") }

  private func control(_ command: String) throws {
    let process = try Self.spawn([controlPath, command])
    var status: Int32 = 0
    try #require(waitpid(process, &status, 0) == process)
    #expect(status == 0, "the server does not \(command)")
  }

  private static func spawn(_ words: [String]) throws -> pid_t {
    var arguments = words.map { strdup($0) } + [nil]
    defer { for text in arguments { free(text) } }
    // The threads of tests block signals, and children would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process = pid_t()
    let result = posix_spawn(&process, words[0], nil, &attributes, &arguments, environ)
    try #require(result == 0, "\(words[0]) does not start")
    return process
  }
}
