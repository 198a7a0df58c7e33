import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Relationships within a source")
struct RelationshipTests {
  /// The blog with relationships of `article` and `author`.
  private func fixture(article: String = "", author: String = "") -> CatalogFixture {
    CatalogFixture(
      tables: """
        {"table": "author"\(author)}, {"table": "article"\(article)}, {"table": "place"},
        {"table": "visit"}
        """
    )
  }

  private func object(_ name: String, _ using: String) -> String {
    #", "object_relationships": [{"name": "\#(name)", "using": \#(using)}]"#
  }

  private func array(_ name: String, _ using: String) -> String {
    #", "array_relationships": [{"name": "\#(name)", "using": \#(using)}]"#
  }

  @Test(
    "A foreign key leads to the referenced table, nullable as its columns are",
    arguments: [("author_id", false), ("editor_id", true)]
  )
  func forward(column: String, isNullable: Bool) throws {
    let table = try fixture(
      article: object("writer", #"{"foreign_key_constraint_on": "\#(column)"}"#)
    ).table("article")
    let relationship = try #require(table.relationships["writer"])
    #expect(relationship.target == .table(TableName(schema: "public", name: "author")))
    #expect(relationship.pairs == [.init(own: ColumnName(column), target: "id")])
    #expect(relationship.isNullable == isNullable)
    #expect(relationship.kind == .object)
  }

  @Test("A foreign key of the other table leads back from it")
  func backward() throws {
    let table = try fixture(
      author: array(
        "articles",
        #"{"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}"#
      )
    ).table("author")
    let relationship = try #require(table.relationships["articles"])
    #expect(relationship.pairs == [.init(own: "id", target: "author_id")])
    #expect(relationship.kind == .array)
  }

  @Test("A one-to-one relationship over the other table's key may have no row")
  func backwardObject() throws {
    let table = try fixture(
      author: object(
        "debut",
        #"{"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}"#
      )
    ).table("author")
    #expect(table.relationships["debut"]?.isNullable == true)
  }

  @Test("A foreign key of several columns pairs them, and is nullable if any of them is")
  func composite() throws {
    let fixture = CatalogFixture(
      tables: """
        {"table": "place", "array_relationships": [{"name": "visits", "using":
          {"foreign_key_constraint_on": {"table": "visit", "columns": ["y", "x"]}}}]},
        {"table": "visit", "object_relationships": [{"name": "place", "using":
          {"foreign_key_constraint_on": ["x", "y"]}}]}
        """
    )
    let there = try #require(try fixture.table("visit").relationships["place"])
    #expect(there.pairs == [.init(own: "x", target: "x"), .init(own: "y", target: "y")])
    #expect(there.isNullable)
    let back = try #require(try fixture.table("place").relationships["visits"])
    #expect(back.pairs == [.init(own: "x", target: "x"), .init(own: "y", target: "y")])
  }

  @Test("A manual relationship maps any columns and may have no row")
  func manual() throws {
    let table = try fixture(
      article: object(
        "namesake",
        """
        {"manual_configuration": {"remote_table": "author", "column_mapping": {"title": "name"}}}
        """
      )
    ).table("article")
    let relationship = try #require(table.relationships["namesake"])
    #expect(relationship.pairs == [.init(own: "title", target: "name")])
    #expect(relationship.isNullable)
  }

  @Test(
    "What does not fit is listed with its reason",
    arguments: [
      (
        #"{"foreign_key_constraint_on": "title"}"#,
        "no foreign constraint exists on the given column(s)"
      ),
      (#"{"foreign_key_constraint_on": "nothing"}"#, "\"nothing\" does not exist"),
      (
        #"{"foreign_key_constraint_on": "kind"}"#, "table \"kind\" is not tracked"
      ),
      (
        #"{"foreign_key_constraint_on": {"table": "place", "column": "x"}}"#,
        "no foreign constraint exists on the given column(s)"
      ),
      (
        #"{"manual_configuration": {"remote_table": "ghost", "column_mapping": {"id": "id"}}}"#,
        "table \"ghost\" is not tracked"
      ),
      (
        #"{"manual_configuration": {"remote_table": "author", "column_mapping": {"id": "no"}}}"#,
        "\"no\" does not exist"
      ),
    ]
  )
  func refused(using: String, reason: String) throws {
    let fixture = fixture(article: object("other", using))
    let place =
      reason.hasSuffix("is not tracked") ? "" : "in table \"article\": in relationship \"other\": "
    #expect(
      try fixture.problems() == [
        "object_relation other in table article in source default: \(place)\(reason)"
      ]
    )
    #expect(try fixture.table("article").relationships.isEmpty)
  }

  @Test("Two foreign keys on the same columns are ambiguous")
  func ambiguous() throws {
    var fixture = fixture(article: object("other", #"{"foreign_key_constraint_on": "author_id"}"#))
    var article = BlogFacts.article
    article.foreignKeys.append(BlogFacts.foreignKey("again", ["author_id"], "author", ["id"]))
    fixture.facts = BlogFacts.relational(extra: [article])
    #expect(
      try fixture.problems().first?.hasSuffix(
        "more than one foreign key constraint exists on the given column(s)"
      ) == true
    )
  }

  @Test(
    "A relationship cannot have the name of another field",
    arguments: [
      ("title", "", "field definition conflicts with postgres column"),
      (
        "heading",
        #", "configuration": {"column_config": {"title": {"custom_name": "heading"}}}"#,
        "field definition conflicts with custom field name for postgres column \"title\""
      ),
    ]
  )
  func clash(name: String, configuration: String, reason: String) throws {
    let fixture = fixture(
      article: object(name, #"{"foreign_key_constraint_on": "author_id"}"#) + configuration
    )
    #expect(
      try fixture.problems() == [
        "object_relation \(name) in table article in source default: \(reason)"
      ]
    )
  }

  @Test("A relationship whose name is not one of GraphQL is inconsistent")
  func illegalName() throws {
    let problems = try fixture(
      article: object("the author", #"{"foreign_key_constraint_on": "author_id"}"#)
    ).problems()
    #expect(problems.count == 1)
    #expect(problems.first?.contains("is not a valid GraphQL identifier") == true)
  }
}
