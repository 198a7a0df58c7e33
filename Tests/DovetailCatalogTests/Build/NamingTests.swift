import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Names of tables and columns")
struct NamingTests {
  private func rootFields(_ fixture: CatalogFixture) throws -> [String] {
    try fixture.build().rootFields.query.keys.sorted()
  }

  @Test("A table of the default schema gives its name to everything")
  func plain() throws {
    let fixture = CatalogFixture(tables: #"{"table": {"schema": "public", "name": "author"}}"#)
    #expect(try rootFields(fixture) == ["author", "author_aggregate", "author_by_pk"])
    #expect(try fixture.table("author").naming.typeName(["bool", "exp"]) == "author_bool_exp")
  }

  @Test("A table of another schema has the schema in its name")
  func otherSchema() throws {
    var fixture = CatalogFixture(tables: #"{"table": {"schema": "shop", "name": "item"}}"#)
    fixture.facts = BlogFacts.relational(extra: [
      BlogFacts.table("item", schema: "shop", [BlogFacts.column("id", .int)])
    ])
    #expect(
      try rootFields(fixture) == ["shop_item", "shop_item_aggregate", "shop_item_by_pk"]
    )
  }

  @Test("A custom name replaces the table's, custom root fields and columns their own")
  func custom() throws {
    let fixture = CatalogFixture(
      tables: """
        {"table": "author", "configuration": {"custom_name": "Writer",
          "custom_root_fields": {"select": "writers", "select_by_pk": "writer"},
          "column_config": {"name": {"custom_name": "fullName", "comment": "all of it"}}}}
        """
    )
    #expect(try rootFields(fixture) == ["Writer_aggregate", "writer", "writers"])
    let table = try fixture.table("author")
    #expect(table.naming.rowType == "Writer")
    #expect(table.columnsByFieldName["fullName"]?.name == "name")
    #expect(table.columnsByFieldName["fullName"]?.description == "all of it")
    #expect(table.columnsByFieldName["name"] == nil)
  }

  @Test("Columns without a GraphQL name are left out, unless metadata names them")
  func illegalColumns() throws {
    let plain = try CatalogFixture(tables: #"{"table": "author"}"#).table("author")
    #expect(plain.columns["odd name"] == nil)
    let named = try CatalogFixture(
      tables: """
        {"table": "author",
         "configuration": {"column_config": {"odd name": {"custom_name": "odd"}}}}
        """
    ).table("author")
    #expect(named.columns["odd name"]?.fieldName == "odd")
  }

  @Test("Two columns cannot have one name, but they can swap theirs")
  func sharedNames() throws {
    func inconsistencies(_ columns: String) throws -> [String] {
      try CatalogFixture(
        tables: #"{"table": "author", "configuration": {"column_config": \#(columns)}}"#
      ).build().inconsistencies.map(\.reason)
    }
    #expect(
      try inconsistencies(#"{"name": {"custom_name": "id"}}"#) == [
        "the field name \"id\" is that of several columns of the table \"author\""
      ]
    )
    #expect(
      try inconsistencies(#"{"name": {"custom_name": "id"}, "id": {"custom_name": "name"}}"#) == []
    )
  }

  @Test("Prefix, suffix and namespace of the source go around the names")
  func affixes() throws {
    let fixture = CatalogFixture(
      tables: #"{"table": "author", "configuration": {"custom_root_fields": {"select": "all"}}}"#,
      customization: """
        {"root_fields": {"namespace": "blog", "prefix": "p_", "suffix": "_s"},
         "type_names": {"prefix": "T_", "suffix": "_U"}}
        """
    )
    let catalog = try fixture.build()
    #expect(Array(catalog.rootFields.query.keys) == ["blog"])
    #expect(
      catalog.rootFields.namespaces["blog"]?.query.keys.sorted() == [
        "p_all_s", "p_author_aggregate_s", "p_author_by_pk_s",
      ]
    )
    #expect(
      try catalog.tableNamed("author").naming.typeName(["order", "by"]) == "T_author_order_by_U"
    )
  }

  @Test(
    "The graphql-default convention spells in camel case",
    arguments: [
      (TableNaming.RootField.select, "myShopAuthor"),
      (.selectByPrimaryKey, "myShopAuthorByPk"), (.selectAggregate, "myShopAuthorAggregate"),
      (.insertOne, "insertMyShopAuthorOne"), (.updateByPrimaryKey, "updateMyShopAuthorByPk"),
      (.updateMany, "updateMyShopAuthorMany"), (.delete, "deleteMyShopAuthor"),
    ]
  )
  func camelCase(field: TableNaming.RootField, name: String) {
    let naming = TableNaming(
      convention: .graphqlDefault,
      base: "my_shop_author",
      isCustom: false,
      affixes: SourceAffixes(),
      customRootFields: [:]
    )
    #expect(naming.rootField(field) == name)
    #expect(naming.typeName(["bool", "exp"]) == "MyShopAuthorBoolExp")
  }

  @Test("A custom name is kept in first place and capitalized elsewhere in graphql-default")
  func customCamelCase() {
    let naming = TableNaming(
      convention: .graphqlDefault,
      base: "table_one",
      isCustom: true,
      affixes: SourceAffixes(),
      customRootFields: [:]
    )
    #expect(naming.rootField(.selectByPrimaryKey) == "table_oneByPk")
    #expect(naming.rootField(.insertOne) == "insertTable_oneOne")
    #expect(naming.rowType == "tableOne")
    #expect(naming.typeName(["bool", "exp"]) == "tableOneBoolExp")
    #expect(naming.argumentsType(of: "full_name") == "FullNameTableOneArgs")
  }

  @Test("A naming convention of a source counts only if the server allows it")
  func conventionNeedsOption() throws {
    var fixture = CatalogFixture(
      tables: #"{"table": "author"}"#,
      customization: #"{"naming_convention": "graphql-default"}"#
    )
    #expect(try rootFields(fixture).contains("author_by_pk"))
    fixture.options.allowsNamingConventions = true
    #expect(try rootFields(fixture).contains("authorByPk"))
  }

  @Test("Tables that do not exist are inconsistent, those without a GraphQL name are left out")
  func missing() throws {
    var fixture = CatalogFixture(
      tables: """
        {"table": "author"}, {"table": "ghost"}, {"table": "9 lives"},
        {"table": "place", "configuration": {"column_config": {"z": {"custom_name": "zed"}}}}
        """
    )
    fixture.facts = BlogFacts.relational(extra: [
      BlogFacts.table("9 lives", [BlogFacts.column("id", .int)])
    ])
    #expect(
      try fixture.problems() == [
        "table ghost in source default: no such table/view exists in source: \"ghost\"",
        "table place in source default: the following columns were not found in the table "
          + "\"place\": \"z\"",
      ]
    )
    #expect(try fixture.build().sources["default"]?.tables.count == 1)
  }

  @Test("A source that cannot be read is inconsistent, with all its tables left out")
  func unreachable() throws {
    let metadata = try Metadata(
      json: [
        "version": 3,
        "sources": [
          [
            "name": "far", "kind": "postgres", "tables": [["table": "author"]],
            "configuration": ["connection_info": ["database_url": "x"]],
          ]
        ],
      ])
    let catalog = buildCatalog(
      CatalogInput(metadata: metadata, sources: ["far": .failed(reason: "no route")])
    )
    #expect(catalog.inconsistencies.map(\.object) == [.source("far")])
    #expect(catalog.inconsistencies.map(\.reason) == ["no route"])
    #expect(catalog.sources.isEmpty)
  }

  @Test("Nulls are possible in all columns of a view")
  func view() throws {
    var fixture = CatalogFixture(tables: #"{"table": "glance"}"#)
    fixture.facts = BlogFacts.relational(extra: [
      BlogFacts.table(
        "glance",
        [BlogFacts.column("id", .int, isNullable: false)],
        kind: .view
      )
    ])
    #expect(try fixture.table("glance").columns["id"]?.isNullable == true)
  }
}
