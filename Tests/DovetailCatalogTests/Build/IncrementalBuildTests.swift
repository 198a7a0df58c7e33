import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import SeededRandom
import Testing

@Suite("Builds that take over what stays")
struct IncrementalBuildTests {
  @Test(
    "After any changes, a catalog made on top of the last one is like one made from nothing",
    arguments: 1...8 as ClosedRange<UInt64>
  )
  func sameAsAnew(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var world = try ChangingWorld()
    var catalog = world.build(on: nil)
    var done: [String] = []
    for _ in 0..<100 {
      // Sometimes the last catalog was used and checked, sometimes not.
      if random.chance(0.3) { _ = describe(catalog) }
      if random.chance(0.7) { await catalog.settle() }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        done.append(try world.change(using: &random))
      }
      catalog = world.build(on: catalog)
      let anew = world.build(on: nil)
      if random.chance(0.5) { await catalog.settle() }
      let (found, expected) = (describe(catalog), describe(anew))
      for (key, value) in expected where found[key] != value {
        Issue.record(
          "\(key) is \(found[key] ?? "missing"), not \(value), after \(done.suffix(4))"
        )
      }
      #expect(found.count == expected.count)
      guard found == expected else { return }
    }
    #expect(done.contains { $0.hasPrefix("{") })
  }

  @Test("A table that nothing touched is the same object, and one whose target changed is not")
  func sameObjects() throws {
    var fixture = CatalogFixture(
      tables: """
        {"table": "author", "array_relationships": [{"name": "articles", "using":
          {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}]},
        {"table": "article"}, {"table": "place"}
        """
    )
    let input = try fixture.input()
    let first = buildCatalog(input)
    var next = input
    next.previous = first
    next.metadata.sources["default"]?.tables[TableName(schema: "public", name: "article")] = nil
    let second = buildCatalog(next)
    #expect(try second.tableNamed("place") === first.tableNamed("place"))
    #expect(try second.tableNamed("author") !== first.tableNamed("author"))
    #expect(second.inconsistencies.count == 1)
    fixture.tables = ""
    #expect(try fixture.build().sources["default"]?.tables.isEmpty == true)
  }

  /// Everything that requests and reports see of a catalog, by a name for each part.
  private func describe(_ catalog: Catalog) -> [String: String] {
    var parts: [String: String] = [:]
    for (name, source) in catalog.sources {
      parts["\(name) tables"] = "\(source.tables.keys)"
      for table in source.tables.values {
        parts["\(name) \(table.name)"] = describe(table)
      }
      for role in ChangingWorld.roles {
        for table in Array(source.tables.values) + Array(source.logicalModels.values) {
          parts["\(name) \(table.name) \(role)"] = describe(
            catalog.permissions(of: role, on: table)
          )
        }
      }
      parts["\(name) models"] = "\(source.logicalModels.values.map(describe))"
      parts["\(name) queries"] = "\(source.nativeQueries.keys)"
      parts["\(name) functions"] = "\(source.functions.keys)"
    }
    parts["query"] = "\(catalog.rootFields.query.sorted { $0.key < $1.key })"
    parts["mutation"] = "\(catalog.rootFields.mutation.sorted { $0.key < $1.key })"
    parts["relay"] = "\(catalog.rootFields.relay.sorted { $0.key < $1.key })"
    parts["inconsistencies"] =
      catalog.inconsistencies.map {
        "\($0.object.displayName) \($0.reason) \($0.path) \($0.isInformational)"
      }.joined(separator: "\n")
    return parts
  }

  private func describe(_ table: Table) -> String {
    "\(table.columns) \(table.relationships) \(table.computedFields) "
      + "\(table.remoteRelationships.keys) \(table.naming.base) \(table.enumValues ?? []) "
      + "\(table.description ?? "") \(table.permissions.roles.sorted())"
  }

  private func describe(_ permissions: TablePermissions?) -> String {
    guard let permissions else { return "nothing" }
    let select = permissions.select
    return "\(select?.columns.keys.map(\.value).sorted() ?? []) "
      + "\(select?.computedFields.keys.map(\.value).sorted() ?? []) "
      + "\(select.map { "\($0.filter)" } ?? "none") \(permissions.delete.map { "\($0)" } ?? "none") "
      + "\(permissions.insert?.columns.map(\.value).sorted() ?? []) "
      + "\(permissions.insert.map { "\($0.check)" } ?? "none") "
      + "\(permissions.update?.columns.map(\.value).sorted() ?? []) "
      + "\(permissions.update.map { "\($0.filter) \($0.check)" } ?? "none")"
  }
}
