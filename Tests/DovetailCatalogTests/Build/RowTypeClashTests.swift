import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Names of row types")
struct RowTypeClashTests {
  private func fixture(_ name: String, custom: String? = nil, more: String = "") -> CatalogFixture {
    let configuration = custom.map { #", "configuration": {"custom_name": "\#($0)"}"# } ?? ""
    var fixture = CatalogFixture(
      tables:
        #"{"table": "author"\#(more)}, {"table": "article"}, {"table": "\#(name)"\#(configuration)}"#
    )
    fixture.facts = BlogFacts.relational(
      extra: [BlogFacts.table(name, [BlogFacts.column("id", .int, isNullable: false)], key: ["id"])]
    )
    fixture.facts.scalarTypes = ["Int", "String", "jsonb", "uuid"]
    return fixture
  }

  @Test(
    "A table whose row type would have the name of another type is left out alone",
    arguments: [
      ("query_root", "every schema has a type of that name"),
      ("order_by", "every schema has a type of that name"),
      ("Int", "every schema has a type of that name"),
      ("jsonb", "it is a scalar of columns or arguments"),
      ("author_bool_exp", "'author_bool_exp' is a type of the table \"author\""),
      ("author_updates", "'author_updates' is a type of the table \"author\""),
      ("author_max_fields", "'author_max_fields' is a type of the table \"author\""),
    ]
  )
  func clashes(name: String, reason: String) throws {
    let catalog = try fixture(name).build()
    let table = TableName(schema: "public", name: name)
    #expect(catalog.inconsistencies.map(\.object) == [.table("default", table)])
    #expect(catalog.inconsistencies.first?.reason.contains(reason) ?? false)
    #expect(catalog.inconsistencies.first?.reason.contains("custom_name") ?? false)
    #expect(catalog.table(table, in: "default") == nil)
    _ = try catalog.tableNamed("author")
  }

  @Test(
    "A name that nothing else needs is free",
    arguments: ["uuid", "author_enum", "author_max", "author_thing", "aggregate", "kind_updates"]
  )
  func free(name: String) throws {
    #expect(try fixture(name).problems() == [])
  }

  @Test("A custom name helps, and may be the trouble itself")
  func customNames() throws {
    #expect(try fixture("jsonb", custom: "documents").problems() == [])
    #expect(try fixture("documents", custom: "jsonb").problems().count == 1)
  }

  @Test("Where rows are ordered by a greatest value of others, its input has a name, too")
  func ordersByAggregates() throws {
    let relationship = """
      , "array_relationships": [{"name": "friends", "using": {"manual_configuration":
        {"remote_table": "author", "column_mapping": {"id": "age"}}}}]
      """
    let problems = try fixture("author_max", more: relationship).problems()
    #expect(problems.count == 1)
    #expect(problems.first?.contains("'author_max_order_by' is a type of the table") ?? false)
  }
}
