import DovetailDemo
import DovetailRemoteGraphQL
import DovetailSQLite
import DovetailServer
import FoundationEssentials
import NIOPosix
import OrderedJSON
import Synchronization
import Testing

@Suite("The demo")
final class DemoTests {
  /// Where temporary directories of one test are made.
  private let folder: String

  init() throws {
    folder =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("demo-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Runs the demo until its result.
  private func run(
    dataDirectory: String? = nil,
    hiding variable: String? = nil
  ) async throws -> String {
    let client = RemoteHTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
    let shared = Output()
    var options = DemoOptions()
    options.endsAfterResult = true
    options.dataDirectory = dataDirectory
    let demo = Demo(
      options,
      in: Demo.Surroundings(
        version: "test",
        environment: ["TMPDIR": folder],
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        log: EngineLog(writer: LogWriter(), enabledTypes: []),
        makeConnector: { environment in
          TestConnector(environment: environment.filter { $0.key != variable }, client: client)
        },
        makeStore: { SQLiteMetadataStore(dataDirectory: $0) },
        print: { shared.append($0) }
      )
    )
    do {
      try await demo.run()
    } catch {
      await client.shutdown()
      throw error
    }
    await client.shutdown()
    return shared.text
  }

  private final class Output: Sendable {
    private let lines = Mutex("")

    var text: String { lines.withLock { $0 } }

    func append(_ text: String) {
      lines.withLock { $0 += text + "\n" }
    }
  }

  private func part(of output: String, from start: String, to end: String) throws -> String {
    let opening = try #require(output.firstRange(of: start)).upperBound
    let closing = try #require(output[opening...].firstRange(of: end)).lowerBound
    return String(output[opening..<closing])
  }

  private func remainingFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }

  @Test("Joins the shop with the billing service, and shows the result and its fetches")
  func result() async throws {
    let output = try await run()
    let result = try part(of: output, from: "Its result:\n\n", to: "\n\nIts fetches:")
    #expect(result + "\n" == (try exampleFile("result.json")))
    #expect(output.contains(DemoContent.query))
    let fetches = try part(of: output, from: "Its fetches:\n\n", to: "\n\n").split(separator: "\n")
    #expect(fetches.count == 3)
    let names = fetches.map { $0.prefix { $0 != " " } }
    #expect(names == ["source", "shop", "billing"])
    #expect(try remainingFiles() == [])
  }

  @Test("Keeps a data directory, and finds it again")
  func dataDirectory() async throws {
    let directory = "\(folder)/data"
    let first = try await run(dataDirectory: directory)
    #expect(first.contains("made in"))
    let second = try await run(dataDirectory: directory)
    #expect(second.contains("from an earlier run") && !second.contains("metadata applied"))
    let results = try [first, second].map {
      try part(of: $0, from: "Its result:", to: "Its fetches:")
    }
    #expect(results[0] == results[1])
    #expect(try remainingFiles() == ["data"])
  }

  @Test(
    "Fails where an upstream is missing, and cleans up",
    arguments: [DemoContent.databaseVariable, DemoContent.billingVariable]
  )
  func failure(variable: String) async throws {
    await #expect(throws: DemoError.self) { try await run(hiding: variable) }
    #expect(try remainingFiles() == [])
  }
}
