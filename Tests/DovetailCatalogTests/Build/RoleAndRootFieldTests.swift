import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Inherited roles, enum tables, root fields and ends in other sources")
struct RoleAndRootFieldTests {
  // MARK: Inherited roles

  @Test("An inherited role consists of its parents")
  func parents() throws {
    let catalog = try CatalogFixture(
      tables: #"{"table": "author"}"#,
      more: #", "inherited_roles": [{"role_name": "both", "role_set": ["a", "b"]}]"#
    ).build()
    #expect(catalog.inheritedRoles["both"] == ["a", "b"])
  }

  // MARK: Enum tables

  private func enumFixture() -> CatalogFixture {
    CatalogFixture(tables: #"{"table": "article"}, {"table": "kind", "is_enum": true}"#)
  }

  @Test("A column that refers to an enum table alone has its type")
  func enumTable() throws {
    var fixture = enumFixture()
    let kind = TableName(schema: "public", name: "kind")
    fixture.enumTables = [kind: .values([.init(value: "news", description: "what is new")])]
    let article = try fixture.table("article")
    #expect(article.columns["kind"]?.enumTable == kind)
    #expect(article.columns["author_id"]?.enumTable == nil)
    #expect(
      try fixture.table("kind").enumValues == [.init(value: "news", description: "what is new")]
    )
  }

  @Test("A table that cannot be an enum is left out, and columns keep their scalar")
  func unusableEnum() throws {
    var fixture = enumFixture()
    fixture.enumTables = [
      TableName(schema: "public", name: "kind"): .unusable(reason: "it has no rows")
    ]
    #expect(try fixture.problems() == ["table kind in source default: it has no rows"])
    #expect(try fixture.table("article").columns["kind"]?.enumTable == nil)
  }

  // MARK: Root fields

  @Test("Of two tables with one root field, the second is inconsistent and the first remains")
  func tableClash() throws {
    let fixture = CatalogFixture(
      tables: """
        {"table": "author"},
        {"table": "article", "configuration": {"custom_root_fields": {"select": "author"}}}
        """
    )
    let catalog = try fixture.build()
    #expect(
      catalog.rootFields.query["author"]
        == .table("default", TableName(schema: "public", name: "author"), .select)
    )
    let article = MetadataObject.table("default", TableName(schema: "public", name: "article"))
    let clash = try #require(catalog.inconsistencies.first { $0.object == article })
    #expect(clash.reason.hasPrefix(RootFieldClash.beginning))
    #expect(clash.reason.contains("field 'author'"))
  }

  @Test("A remote schema whose root field is a table's is left out whole")
  func remoteClash() throws {
    let fixture = CatalogFixture(
      tables: #"{"table": "author"}"#,
      more: #", "remote_schemas": [{"name": "crm", "definition": {"url": "http://localhost/"}}]"#,
      services: ["crm": "type Query { other: Int author: Int }"]
    )
    let catalog = try fixture.build()
    #expect(catalog.remoteSchemas.isEmpty)
    #expect(catalog.rootFields.query["other"] == nil)
    #expect(
      catalog.inconsistencies.map(\.reason) == [
        "Field cannot be overwritten by remote field 'author'"
      ]
    )
  }

  @Test("Of two remote schemas with one root field, the second is left out")
  func remoteDuplicate() throws {
    let fixture = CatalogFixture(
      tables: "",
      more: """
        , "remote_schemas": [{"name": "a", "definition": {"url": "http://localhost/"}},
          {"name": "b", "definition": {"url": "http://localhost/"}}]
        """,
      services: ["a": "type Query { one: Int }", "b": "type Query { one: Int }"]
    )
    let catalog = try fixture.build()
    #expect(Array(catalog.remoteSchemas.keys) == ["a"])
    #expect(catalog.inconsistencies.map(\.reason) == ["Duplicate remote field 'one'"])
  }

  // MARK: Other sources

  private func across(_ definition: String) -> CatalogFixture {
    var fixture = CatalogFixture(
      tables: """
        {"table": "author", "remote_relationships": [
          {"name": "far", "definition": \(definition)}]}
        """,
      more: #", "remote_schemas": [{"name": "crm", "definition": {"url": "http://localhost/"}}]"#,
      otherSources: """
        , {"name": "shop", "kind": "postgres", "tables": [{"table": "place"}],
           "configuration": {"connection_info": {"database_url": "y"}}}
        """,
      services: [
        "crm": "type Query { person(id: Int!): Person } type Person { id: Int name: String }"
      ]
    )
    fixture.otherFacts = ["shop": BlogFacts.relational()]
    return fixture
  }

  @Test("A relationship to a table of another source pairs fields and columns")
  func toSource() throws {
    let table = try across(
      """
      {"to_source": {"source": "shop", "table": "place", "relationship_type": "array",
        "field_mapping": {"id": "x"}}}
      """
    ).table("author")
    guard case .table(let target)? = table.remoteRelationships["far"]?.target else {
      Issue.record("no relationship")
      return
    }
    #expect(target.kind == .array)
    #expect(target.pairs == [.init(field: "id", column: "x")])
  }

  @Test("A relationship to a remote schema ends at its field")
  func toRemoteSchema() throws {
    let table = try across(
      """
      {"to_remote_schema": {"remote_schema": "crm", "lhs_fields": ["id"],
        "remote_field": {"person": {"arguments": {"id": "$id"}}}}}
      """
    ).table("author")
    guard case .remoteField? = table.remoteRelationships["far"]?.target else {
      Issue.record("no relationship")
      return
    }
  }

  @Test(
    "Ends that do not exist are listed with the reason",
    arguments: [
      (
        """
        {"to_source": {"source": "none", "table": "place", "relationship_type": "array",
          "field_mapping": {"id": "x"}}}
        """, "source not found: \"none\""
      ),
      (
        """
        {"to_source": {"source": "shop", "table": "none", "relationship_type": "array",
          "field_mapping": {"id": "x"}}}
        """, "table \"none\" does not exist in source: shop"
      ),
      (
        """
        {"to_source": {"source": "shop", "table": "place", "relationship_type": "array",
          "field_mapping": {"none": "x"}}}
        """, "field \"none\" is not provided by author"
      ),
      (
        """
        {"to_source": {"source": "shop", "table": "place", "relationship_type": "array",
          "field_mapping": {"id": "none"}}}
        """, "\"none\" does not exist"
      ),
      (
        """
        {"to_remote_schema": {"remote_schema": "none", "lhs_fields": ["id"],
          "remote_field": {"person": {"arguments": {"id": "$id"}}}}}
        """, "remote schema with name \"none\" not found"
      ),
    ]
  )
  func unresolved(definition: String, reason: String) throws {
    #expect(
      try across(definition).problems() == [
        "remote_relationship far in table author in source default: in table \"author\": in remote "
          + "relationship \"far\": \(reason)"
      ]
    )
  }

  @Test("A relationship on a type of a remote schema leads to a table")
  func fromRemoteType() throws {
    var fixture = across(
      #"{"to_source": {"source": "shop", "table": "place", "relationship_type": "object", "field_mapping": {"id": "x"}}}"#
    )
    fixture.more = """
      , "remote_schemas": [{"name": "crm", "definition": {"url": "http://localhost/"},
          "remote_relationships": [{"type_name": "Person", "relationships": [
            {"name": "places", "definition": {"to_source": {"source": "shop", "table": "place",
              "relationship_type": "array", "field_mapping": {"id": "x"}}}},
            {"name": "wrong", "definition": {"to_source": {"source": "shop", "table": "place",
              "relationship_type": "array", "field_mapping": {"nothing": "x"}}}}]}]}]
      """
    let catalog = try fixture.build()
    #expect(catalog.remoteTypeRelationships["crm"]?["Person"]?.keys == ["places"])
    #expect(
      catalog.inconsistencies.map(\.reason) == [
        "in remote relationship \"wrong\": field \"nothing\" is not provided by crm"
      ]
    )
  }
}
