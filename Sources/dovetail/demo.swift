import DovetailDemo
import DovetailEngine
import DovetailRemoteGraphQL
import DovetailSQLite
import DovetailServer
import Glibc
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// What `dovetail --help` says of the command.
let demoHelp = """
  DEMO
    dovetail demo [--port PORT] [--data-dir DIRECTORY] [--once]
    starts a shop and a billing service, and runs a query over both; more: dovetail demo --help

  """

extension Dovetail {
  /// `dovetail demo`: shows what the engine does, with data of its own.
  static func runDemo(_ arguments: [String], environment: [String: String]) async throws {
    let options: DemoOptions
    do {
      options = try DemoOptions(arguments: arguments)
    } catch {
      throw ProgramFailure(error.description)
    }
    guard !options.wantsHelp else {
      print(DemoOptions.help)
      return
    }
    raiseFileDescriptorLimit()
    // What the demo shows is on the standard output.
    let log = EngineLog(writer: LogWriter(descriptor: STDERR_FILENO), level: .warn)
    LoggingSystem.bootstrap { JSONLogHandler(label: $0, log: log) }
    let group = MultiThreadedEventLoopGroup.singleton
    let client = RemoteHTTPClient(eventLoopGroup: group)
    let demo = Demo(
      options,
      in: Demo.Surroundings(
        version: version,
        environment: environment,
        eventLoopGroup: group,
        log: log,
        makeConnector: { more in
          SourceKinds(
            environment: environment.merging(more) { _, new in new },
            client: client,
            remoteOptions: RemoteGraphQLOptions(userAgent: "dovetail/\(version)")
          )
        },
        makeStore: { SQLiteMetadataStore(dataDirectory: $0) },
        print: { text in
          print(text)
          // Also whoever reads through a pipe wants to see it now.
          fflush(nil)
        }
      )
    )
    do {
      try await run(demo)
    } catch let error as DemoError {
      await client.shutdown()
      log.writer.flush()
      throw ProgramFailure("Fatal Error: \(error)")
    }
    await client.shutdown()
    log.writer.flush()
  }

  /// Runs the demo until it ends or is interrupted; then, too, it cleans up.
  private static func run(_ demo: Demo) async throws {
    try await ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(
            service: demo,
            successTerminationBehavior: .gracefullyShutdownGroup,
            serviceName: "demo"
          )
        ],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "lifecycle")
      )
    ).run()
  }
}
