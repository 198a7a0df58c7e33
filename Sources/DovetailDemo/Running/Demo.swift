import DovetailAuth
package import DovetailEngine
import DovetailExecution
import DovetailMetadata
package import DovetailServer
package import DovetailSource
import Logging
package import NIOCore
import OrderedJSON
import ServiceLifecycle

/// The demo: a shop, a billing service, an engine that joins them, and a query.
package struct Demo: Service {
  private let options: DemoOptions
  private let surroundings: Surroundings

  /// What the program gives to the demo.
  package struct Surroundings: Sendable {
    /// The version that the server names.
    package var version: String
    /// Where the variable `TMPDIR` is looked up.
    package var environment: [String: String]
    package var eventLoopGroup: any EventLoopGroup
    package var log: EngineLog
    /// Makes the engine's way to upstreams, with more variables of the environment.
    package var makeConnector: @Sendable ([String: String]) -> any UpstreamConnector
    /// Makes a metadata store in a directory.
    package var makeStore: @Sendable (String) -> any MetadataStore
    /// Shows lines to the user.
    package var print: @Sendable (String) -> Void

    package init(
      version: String,
      environment: [String: String],
      eventLoopGroup: any EventLoopGroup,
      log: EngineLog,
      makeConnector: @escaping @Sendable ([String: String]) -> any UpstreamConnector,
      makeStore: @escaping @Sendable (String) -> any MetadataStore,
      print: @escaping @Sendable (String) -> Void
    ) {
      self.version = version
      self.environment = environment
      self.eventLoopGroup = eventLoopGroup
      self.log = log
      self.makeConnector = makeConnector
      self.makeStore = makeStore
      self.print = print
    }
  }

  /// Prepares a demo; nothing is started or written yet.
  package init(_ options: DemoOptions, in surroundings: Surroundings) {
    self.options = options
    self.surroundings = surroundings
  }

  /// Runs until a graceful shutdown, or until the result if so told, and leaves nothing behind but
  /// the data directory that the user gave.
  ///
  /// - Throws: `DemoError`.
  package func run() async throws {
    let directory = try DemoDirectory(
      options.dataDirectory,
      environment: surroundings.environment
    )
    defer { directory.removeIfTemporary() }
    let shop = Shop()
    let accounts = BillingData(customersOf: shop)
    let billing = try await BillingServer.start(
      BillingService(accounts),
      group: surroundings.eventLoopGroup
    )
    let database = directory.file("shop.db")
    let engine = Engine(
      options: EngineOptions(),
      connector: surroundings.makeConnector([
        DemoContent.databaseVariable: database, DemoContent.billingVariable: billing.url,
      ]),
      store: surroundings.makeStore(directory.path),
      log: Logger(label: "engine")
    )
    let outcome: Result<Void, DemoError>
    do throws(DemoError) {
      do {
        try await engine.start()
      } catch {
        throw DemoError("the engine cannot start: \(error.message)")
      }
      let setup = try await DemoSetup(engine: engine).run(shop)
      surroundings.print(
        Self.introduction(
          shop,
          database: database,
          accounts: accounts.count,
          billing: billing.url,
          setup
        )
      )
      try await answer(engine)
      if !options.endsAfterResult { try await serve(engine) }
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    await engine.stop()
    await billing.stop()
    try outcome.get()
  }

  private static func introduction(
    _ shop: Shop,
    database: String,
    accounts: Int,
    billing: String,
    _ setup: DemoSetup.Outcome
  ) -> String {
    """
    Shop       SQLite, \(database)
               \(shop.customers.count) customers, \(shop.products.count) products, \
    \(shop.orders.count) orders, \(shop.itemCount) order items\
    \(setup.filling.map { ", made in \(milliseconds($0))" } ?? ", from an earlier run")
    Billing    GraphQL, \(billing)
               \(accounts) accounts
    Joined on  customers.stripe_customer_id = billing's Customer.id\
    \(setup.applying.map { ", metadata applied in \(milliseconds($0))" } ?? "")

    """
  }

  // MARK: The query

  /// Runs the query and shows it with its result and what its fetches took.
  private func answer(_ engine: Engine) async throws(DemoError) {
    let request = GraphQLOperationRequest(text: DemoContent.query, session: .admin)
    let clock = ContinuousClock()
    let trace = ExecutionTrace()
    let start = clock.now
    let response = await engine.execute(request, trace: trace)
    let first = start.duration(to: clock.now)
    guard response.errors.isEmpty, let data = response.data else {
      let errors = response.errors.map { "\($0.message) (\($0.path))" }
      throw DemoError("the query failed: \(errors.joined(separator: "; "))")
    }
    let restart = clock.now
    _ = await engine.execute(request)
    let second = restart.duration(to: clock.now)
    surroundings.print(
      """
      The query:

      \(DemoContent.query)
      Its result:

      \(try Self.pretty(data))

      Its fetches:

      \(FetchTable(trace.calls).lines.joined(separator: "\n"))

      \(milliseconds(first)) in all; \(milliseconds(second)) when run again, with the plan cached.
      """
    )
  }

  private static func pretty(_ data: [UInt8]) throws(DemoError) -> String {
    do {
      return String(decoding: try JSONValue(parsing: data).prettySerialized(), as: UTF8.self)
    } catch {
      throw DemoError("the result is not JSON: \(error)")
    }
  }

  // MARK: The endpoint

  /// Serves the API until a graceful shutdown.
  private func serve(_ engine: Engine) async throws(DemoError) {
    let (server, port) = try await startServer(engine)
    surroundings.print(Self.invitation(port: port))
    // Cancelled or told to end: either way the demo is over.
    try? await gracefulShutdown()
    await server.shutDown()
  }

  private func startServer(_ engine: Engine) async throws(DemoError) -> (HTTPServer, Int) {
    var settings = HTTPSettings()
    settings.host = "127.0.0.1"
    settings.port = options.port
    settings.shutdownTimeout = .seconds(5)
    do {
      return try await startServer(engine, settings)
    } catch ServerError.cannotListen(_, _, .portTaken) {
      surroundings.print("\nPort \(options.port) is taken, so another one is used.")
    } catch {
      throw DemoError("\(error)")
    }
    settings.port = 0
    do {
      return try await startServer(engine, settings)
    } catch {
      throw DemoError("\(error)")
    }
  }

  private func startServer(
    _ engine: Engine,
    _ settings: HTTPSettings
  ) async throws(ServerError) -> (HTTPServer, Int) {
    var routerSettings = RouterSettings()
    routerSettings.version = surroundings.version
    let server = HTTPServer(
      settings: settings,
      router: Router(
        engine: engine,
        authenticator: Authenticator(mode: .open),
        settings: routerSettings,
        log: surroundings.log
      ),
      group: surroundings.eventLoopGroup
    )
    let addresses = try await server.start()
    return (server, addresses.first?.port ?? settings.port)
  }

  private static func invitation(port: Int) -> String {
    let base = "http://127.0.0.1:\(port)"
    return """

      The engine is up:

        GraphQL    \(base)/v1/graphql
        Metadata   \(base)/v1/metadata

      Try it:

        curl \(base)/v1/graphql -d '{"query":
          "{ customers(limit: 5) { name billing { balance currency } } }"}'

      Ask as customer 7, who sees nothing of the others:

        curl \(base)/v1/graphql -H 'X-Hasura-Role: customer' -H 'X-Hasura-Customer-Id: 7' \\
          -d '{"query":
          "{ customers { name orders { placed_at } billing { balance } } }"}'

      See how the two are joined:

        curl \(base)/v1/metadata -d '{"type": "export_metadata", "args": {}}'

      Ctrl-C ends the demo.
      """
  }
}
