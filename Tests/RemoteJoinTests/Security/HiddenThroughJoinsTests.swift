import DovetailCatalog
import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SeededRandom
import Testing

/// No relationship gives a role more than it gets when it asks the target itself for the same keys.
///
/// `DOVETAIL_PROPERTY_SEED` searches further.
@Suite(
  "What roles get through joins",
  .serialized
)
struct HiddenThroughJoinsTests {
  private let session = Session(
    role: "user",
    variables: ["x-hasura-number": String(JoinWorld.number)]
  )

  @Test("As much as by asking directly, in every direction and nesting", arguments: seeds(1...6))
  func directions(seed: UInt64) async throws {
    let world = JoinWorld(seed: seed)
    var random = SeededGenerator(seed: seed &+ 1_000)
    try await run(world, seed: seed, using: &random) { test, random in
      let oracle = JoinOracle(world, test, session)
      let allowed = marks(of: world)
      for link in world.links where world.isVisible(link) {
        for root in roots(of: link, in: world) {
          let selection = world.selection(on: link.from, first: link, depth: 2, using: &random)
          let text =
            "\(root.operation) { d: \(root.field) { "
            + "\(root.wrap(world.text(of: selection, as: root.context))) } }"
          let response = await test.execute(text, session: session)
          let data = try JSONValue(parsing: response.data ?? [])
          #expect(response.errors.isEmpty, "\(text): \(response.errors)")
          let shown = data.serializedText
          for word in shown.split(separator: "\"") where word.hasSuffix("-") {
            #expect(allowed.contains(String(word)), "\(text) shows \(word)")
          }
          try await oracle.check(root.objects(data["d"]), selection, root.field)
        }
      }
      // Whatever is hidden, most relationships lead somewhere.
      let visible = world.links.filter { world.isVisible($0) }
      #expect(oracle.walked.count * 2 > visible.count, "\(oracle.walked.sorted())")
    }
  }

  @Test("What a role may not name it cannot name through joins", arguments: seeds(11...14))
  func names(seed: UInt64) async throws {
    let world = JoinWorld(seed: seed)
    var random = SeededGenerator(seed: seed &+ 1_000)
    try await run(world, seed: seed, using: &random) { test, _ in
      for link in world.links {
        let to = world.entities[link.to]
        var hidden = ["id"]
        if let sight = to.sight, world.isVisible(link) {
          hidden = ["k", "s", "owner", "secret"].filter { !sight.fields.contains($0) }
        }
        for root in roots(of: link, in: world) {
          for field in hidden {
            var paths = ["\(link.name) { \(field) }"]
            if link.way == .array {
              let list = "\(link.name)_aggregate"
              paths += [
                "\(link.name)(where: {\(field): {_is_null: true}}) { __typename }",
                "\(link.name)(order_by: {\(field): asc}) { __typename }",
                "\(link.name)(distinct_on: \(field)) { __typename }",
                "\(list) { nodes { \(field) } }", "\(list) { aggregate { max { \(field) } } }",
              ]
            }
            for path in paths {
              let owner = "Person\(world.entities[link.from].name)"
              let inner = root.context == .plain ? path : "... on \(owner) { \(path) }"
              let text = "\(root.operation) { \(root.field) { \(root.wrap(inner)) } }"
              let response = await test.execute(text, session: session)
              #expect(response.data == nil, "\(text) is answered")
              #expect(response.errors.first?.code == "validation-failed", "\(text)")
            }
          }
        }
      }
    }
  }

  @Test("Hidden rows of another source cannot be guessed by conditions", arguments: seeds(21...24))
  func guesses(seed: UInt64) async throws {
    let world = JoinWorld(seed: seed)
    var random = SeededGenerator(seed: seed &+ 1_000)
    try await run(world, seed: seed, using: &random) { test, _ in
      let allowed = marks(of: world)
      for link in world.links
      where link.way.isToTable && world.entities[link.from].isTable && !link.key.isList
        && link.key != .inner
      {
        let (from, to) = (world.entities[link.from], world.entities[link.to])
        guard from.sight != nil else { continue }
        for row in to.rows {
          let mark = to.mark(of: row.id)
          let text = "{ d: \(from.name)(where: {\(link.name): {mark: {_eq: \"\(mark)\"}}}) { id } }"
          let response = await test.execute(text, session: session)
          if to.sight == nil {
            #expect(response.errors.first?.code == "validation-failed", "\(text)")
          } else if !allowed.contains(mark) {
            let data = try JSONValue(parsing: response.data ?? [])
            #expect(data["d"] == [], "\(text) tells of a hidden row")
          }
        }
      }
    }
  }

  // MARK: Roots

  /// A root field that gives objects of an entity to the role.
  private struct Root {
    var operation = "query"
    var field: String
    var context = JoinSelection.Context.plain
    var isReturning = false

    func wrap(_ text: String) -> String { isReturning ? "returning { \(text) }" : text }

    func objects(_ value: JSONValue?) -> JSONValue? { isReturning ? value?["returning"] : value }
  }

  private func roots(of link: JoinWorld.Link, in world: JoinWorld) -> [Root] {
    let entity = world.entities[link.from]
    guard entity.sight != nil else { return [] }
    switch entity.place {
    case .postgres, .sqlite:
      let update = "update_\(entity.name)(where: {id: {_lte: 9}}, _set: {touch: 1})"
      return [
        Root(field: entity.name),
        Root(operation: "mutation", field: update, isReturning: true),
      ]
    case .service(let x):
      return [
        Root(field: x + "_beings", context: .interface),
        Root(field: x + "_anyone", context: .union), Root(field: x + "_persons"),
      ]
    case .action:
      return [Root(field: "queryOut"), Root(operation: "mutation", field: "mutationOut")]
    }
  }

  // MARK: Setting up

  /// The marks and secrets that may show.
  private func marks(of world: JoinWorld) -> Set<String> {
    var allowed: Set<String> = []
    for entity in world.entities {
      guard let sight = entity.sight else { continue }
      for row in entity.rows where sight.rows.shows(row) {
        allowed.insert(entity.mark(of: row.id))
        if sight.fields.contains("secret") { allowed.insert(entity.secret(of: row.id)) }
      }
    }
    return allowed
  }

  private func run(
    _ world: JoinWorld,
    seed: UInt64,
    using random: inout SeededGenerator,
    _ body: (JoinEngine, inout SeededGenerator) async throws -> Void
  ) async throws {
    var services: [String: GraphService] = [:]
    for entity in world.entities {
      if case .service(let name) = entity.place { services[name] = try world.service(of: entity) }
    }
    let out = try #require(world.entities.first { $0.place == .action })
    let rows = JSONValue.array(out.rows.map { .object(out.object(of: $0)) })
    let handler = try GraphService(handler: { _ in rows })
    try await handler.start()
    let options = EngineOptions(catalog: CatalogOptions(enforcesRemoteSchemaPermissions: true))
    let lookups: JSONValue = random.pick([["max_keys": 2], ["max_keys": 3], ["max_keys": 500]])
    var generator = random
    try await JoinEngine.run(services, options: options) { test in
      for (source, place) in [("a", JoinWorld.Place.postgres("a")), ("b", .postgres("b"))] {
        let database = try await PostgresDatabase(
          "dovetail_join_\(seed)_\(source)",
          script: world.script(of: place)
        )
        let tables = world.entities.filter { $0.place == place }.map(\.name)
        try await test.addDatabase(database, named: source, tables: tables)
      }
      for source in ["c", "d"] {
        let place = JoinWorld.Place.sqlite(source)
        let tables = world.entities.filter { $0.place == place }.map(\.name)
        try await test.addDatabase(world.script(of: place), named: source, tables: tables)
      }
      let commands = world.commands(handler: handler.url, lookups: lookups)
      try await test.run("bulk", .array(commands))
      try await body(test, &generator)
    }
    try await handler.stop()
  }
}
