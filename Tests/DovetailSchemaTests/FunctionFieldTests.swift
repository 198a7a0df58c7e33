import DovetailCatalog
import DovetailMetadata
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Root fields of tracked functions")
struct FunctionFieldTests {
  private static let article = TableName(schema: "public", name: "article")

  private static func facts(
    _ name: String,
    isSet: Bool = true,
    volatility: FunctionFacts.Volatility = .stable,
    arguments: [FunctionFacts.Argument] = []
  ) -> FunctionFacts {
    FunctionFacts(
      name: FunctionName(schema: "public", name: name),
      arguments: arguments,
      returns: .rows(of: article, isSet: isSet),
      volatility: volatility
    )
  }

  /// `find` reads, `newest` gives one row, `bump` changes something.
  private func fixture() -> RoleSchemaFixture {
    var fixture = RoleSchemaFixture()
    fixture.functionFacts = [
      Self.facts(
        "find",
        arguments: [
          .init(name: "word", type: .text, hasDefault: false),
          .init(name: "session", type: .jsonb, hasDefault: false),
          .init(name: "", type: .int, hasDefault: true),
        ]
      ),
      Self.facts(
        "newest",
        isSet: false,
        arguments: [.init(name: "age", type: .int, hasDefault: true)]
      ),
      Self.facts("bump", volatility: .volatile),
    ]
    fixture.functions = """
      {"function": "find", "configuration": {"session_argument": "session"}},
      {"function": "newest", "comment": "the last one"},
      {"function": "bump", "permissions": [{"role": "editor"}]}
      """
    return fixture
  }

  @Test("Rows and aggregates are queries, with the function's arguments and those of tables")
  func query() throws {
    let schema = try fixture().schema()
    let field = try #require(schema.field("find", of: "query_root"))
    #expect("\(field.type)" == "[article!]!")
    #expect(field.description == "execute function \"find\" which returns \"article\"")
    #expect(
      field.arguments.keys.sorted() == [
        "args", "distinct_on", "limit", "offset", "order_by", "where",
      ]
    )
    #expect(field.arguments["args"].map { "\($0.type)" } == "find_args!")
    #expect(schema.inputTexts("find_args") == ["arg_2: Int", "word: String"])
    #expect(
      schema.field("find_aggregate", of: "query_root").map { "\($0.type)" } == "article_aggregate!"
    )
    #expect(schema.field("find", of: "mutation_root") == nil)
  }

  @Test("A function of one row gives an object; arguments with defaults need not be given")
  func single() throws {
    let schema = try fixture().schema()
    let field = try #require(schema.field("newest", of: "query_root"))
    #expect("\(field.type)" == "article")
    #expect(field.description == "the last one")
    #expect(field.arguments["args"].map { "\($0.type)" } == "newest_args")
  }

  @Test("A function that changes something is a mutation without arguments of its own")
  func mutation() throws {
    let schema = try fixture().schema()
    #expect(schema.field("bump", of: "mutation_root").map { "\($0.type)" } == "[article!]!")
    #expect(schema.field("bump", of: "mutation_root")?.arguments["args"] == nil)
    #expect(schema.field("bump_aggregate", of: "mutation_root") == nil)
    #expect(schema.field("bump", of: "query_root") == nil)
  }

  @Test("Who may read the table may call what reads, but nothing that changes")
  func inferred() throws {
    let schema = try fixture().schema(role: "user")
    #expect(schema.field("find", of: "query_root") != nil)
    #expect(schema.field("bump", of: "mutation_root") == nil)
    let stranger = try fixture().schema(role: "stranger")
    #expect(stranger.field("find", of: "query_root") == nil)
  }

  @Test("Where permissions are explicit, reading functions need one, too")
  func explicit() throws {
    var fixture = fixture()
    fixture.options.infersFunctionPermissions = false
    #expect(try fixture.schema(role: "user").field("find", of: "query_root") == nil)
    #expect(try fixture.schema().field("find", of: "query_root") != nil)
    fixture.functions = #"{"function": "find", "permissions": [{"role": "user"}]}"#
    #expect(try fixture.schema(role: "user").field("find", of: "query_root") != nil)
  }

  @Test("A permission to call is of no use without one to read; an inherited role has both")
  func inherited() throws {
    var fixture = fixture()
    fixture.more = #", "inherited_roles": [{"role_name": "both", "role_set": ["user", "editor"]}]"#
    #expect(try fixture.schema(role: "editor").field("bump", of: "mutation_root") == nil)
    #expect(try fixture.schema(role: "user").field("bump", of: "mutation_root") == nil)
    #expect(try fixture.schema(role: "both").field("bump", of: "mutation_root") != nil)
  }

  @Test("Without the permission to aggregate there is no field for it")
  func aggregates() throws {
    var fixture = fixture()
    fixture.articlePermission = #"{"columns": ["id"], "filter": {}}"#
    let schema = try fixture.schema(role: "user")
    #expect(schema.field("find", of: "query_root") != nil)
    #expect(schema.field("find_aggregate", of: "query_root") == nil)
  }
}
