import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Tracked functions")
struct FunctionTests {
  private static let author = TableName(schema: "public", name: "author")
  private static let word = FunctionFacts.Argument(name: "word", type: .text, hasDefault: false)
  private static let limit = FunctionFacts.Argument(name: "", type: .int, hasDefault: true)
  private static let session = FunctionFacts.Argument(
    name: "session",
    type: .jsonb,
    hasDefault: false
  )

  private static func function(
    _ name: String = "find",
    _ arguments: [FunctionFacts.Argument] = [],
    returns: FunctionFacts.Returns = .rows(of: author, isSet: true),
    volatility: FunctionFacts.Volatility = .stable,
    isVariadic: Bool = false
  ) -> FunctionFacts {
    FunctionFacts(
      name: FunctionName(schema: "public", name: name),
      comment: "told by the database",
      arguments: arguments,
      returns: returns,
      volatility: volatility,
      isVariadic: isVariadic
    )
  }

  private func fixture(
    _ functions: [FunctionFacts],
    metadata: String = #"{"function": "find"}"#
  ) -> CatalogFixture {
    var fixture = CatalogFixture(tables: #"{"table": "author"}"#)
    fixture.functions = metadata
    fixture.facts = BlogFacts.relational(functions: functions)
    return fixture
  }

  private func tracked(_ fixture: CatalogFixture) throws -> TrackedFunction {
    let catalog = try fixture.build()
    return try #require(
      catalog.sources["default"]?.functions.values.first,
      "\(catalog.inconsistencies.map(\.reason))"
    )
  }

  @Test("A function that only reads has fields for rows and aggregates among the queries")
  func reading() throws {
    let fixture = fixture([Self.function("find", [Self.word, Self.limit])])
    let function = try tracked(fixture)
    #expect(function.exposure == .query)
    #expect(function.isSet)
    #expect(function.table == Self.author)
    #expect(function.description == "told by the database")
    #expect(clientArguments(of: function.arguments).map(\.fieldName) == ["word", "arg_2"])
    let fields = try fixture.build().rootFields
    #expect(fields.query["find"] == .function("default", function.name, .rows))
    #expect(fields.query["find_aggregate"] == .function("default", function.name, .aggregate))
    #expect(fields.mutation["find"] == nil)
  }

  @Test("A volatile function is a mutation, unless metadata calls it a query")
  func volatile() throws {
    let facts = [Self.function(volatility: .volatile)]
    let fields = try fixture(facts).build().rootFields
    #expect(fields.mutation["find"] != nil)
    #expect(fields.query["find"] == nil)
    #expect(fields.mutation["find_aggregate"] == nil)
    let query = fixture(
      facts,
      metadata: #"{"function": "find", "configuration": {"exposed_as": "query"}}"#
    )
    #expect(try query.build().rootFields.query["find"] != nil)
    #expect(try tracked(query).isVolatile)
  }

  @Test("Names come from metadata and from the source's customization")
  func names() throws {
    var fixture = fixture(
      [Self.function()],
      metadata: """
        {"function": "find", "comment": "finds", "configuration": {"custom_name": "search",
          "custom_root_fields": {"function_aggregate": "count_found"}}}
        """
    )
    fixture.customization = #"{"root_fields": {"prefix": "my_"}, "type_names": {"prefix": "T_"}}"#
    let function = try tracked(fixture)
    #expect(function.rootField(.rows) == "my_search")
    #expect(function.rootField(.aggregate) == "my_count_found")
    #expect(function.naming.typeName(["args"]) == "T_search_args")
    #expect(function.description == "finds")
  }

  @Test("The session argument is not the client's")
  func sessionArgument() throws {
    let function = try tracked(
      fixture(
        [Self.function("find", [Self.session, Self.word])],
        metadata: #"{"function": "find", "configuration": {"session_argument": "session"}}"#
      )
    )
    #expect(function.arguments.map(\.role) == [.session, .client])
  }

  @Test("Rows of no table in particular are those of the table that metadata names")
  func response() throws {
    let record = ColumnType(
      sqlName: "record",
      name: "record",
      graphQLName: "record",
      category: .other,
      wireForm: .convertedToJSON
    )
    let function = try tracked(
      fixture(
        [Self.function(returns: .scalar(record, isSet: true))],
        metadata: """
          {"function": "find",
           "configuration": {"response": {"type": "table", "table": "author"}}}
          """
      )
    )
    #expect(function.table == Self.author)
  }

  @Test(
    "Functions that cannot be tracked are refused with the reason",
    arguments: [
      (
        function(isVariadic: true), "{}",
        " because function with \"VARIADIC\" parameters are not supported"
      ),
      (
        function(returns: .scalar(.text, isSet: false)), "{}",
        " because the function does not return a \"COMPOSITE\" type"
      ),
      (
        function(), #"{"exposed_as": "mutation"}"#,
        " because the function was requested to be exposed as a mutation, but is not marked "
          + "VOLATILE. Maybe the function was given the wrong volatility when it was defined?"
      ),
      (
        function("find", [word]), #"{"session_argument": "word"}"#,
        " because given session argument \"word\" is not of type json"
      ),
      (
        function("find", [word], isVariadic: true), #"{"session_argument": "none"}"#,
        """
         for the following reasons:
          • function with "VARIADIC" parameters are not supported
          • given session argument "none" not the input argument of the function

        """
      ),
      (
        function(
          "find",
          [FunctionFacts.Argument(name: "odd name", type: .text, hasDefault: false)]
        ),
        "{}",
        " because the function arguments odd name are not in compliance with GraphQL spec"
      ),
    ]
  )
  func refused(function: FunctionFacts, configuration: String, reason: String) throws {
    let fixture = fixture(
      [function],
      metadata: #"{"function": "find", "configuration": \#(configuration)}"#
    )
    #expect(
      try fixture.problems() == [
        "function find in source default: in function \"find\": the function \"find\" cannot be "
          + "tracked" + reason
      ]
    )
    #expect(try fixture.build().rootFields.query["find"] == nil)
  }

  @Test("Missing and overloaded functions, and such of tables that are not tracked, are reported")
  func unknown() throws {
    let name = "function find in source default: "
    #expect(
      try fixture([]).problems() == [
        name + "in function \"find\": no such function exists: \"find\""
      ]
    )
    #expect(
      try fixture([Self.function(), Self.function("find", [Self.word])]).problems() == [
        name
          + "in function \"find\": function \"find\" is overloaded. Overloaded functions are not "
          + "supported"
      ]
    )
    let article = TableName(schema: "public", name: "article")
    #expect(
      try fixture([Self.function(returns: .rows(of: article, isSet: true))]).problems() == [
        name + "table \"article\" is not tracked"
      ]
    )
  }

  @Test("A function whose field a table has already is inconsistent")
  func clash() throws {
    let fixture = fixture(
      [Self.function()],
      metadata: #"{"function": "find", "configuration": {"custom_name": "author"}}"#
    )
    #expect(try fixture.problems().first?.hasPrefix("function find in source default: ") == true)
    #expect(
      try fixture.build().rootFields.query["author"] == .table("default", Self.author, .select)
    )
  }
}
