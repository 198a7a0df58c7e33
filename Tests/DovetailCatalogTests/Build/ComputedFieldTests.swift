import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Computed fields")
struct ComputedFieldTests {
  private static func function(
    _ arguments: [FunctionFacts.Argument],
    returns: FunctionFacts.Returns = .scalar(.text, isSet: false),
    volatility: FunctionFacts.Volatility = .stable,
    isVariadic: Bool = false
  ) -> FunctionFacts {
    FunctionFacts(
      name: FunctionName(schema: "public", name: "f"),
      comment: "told by the database",
      arguments: arguments,
      returns: returns,
      volatility: volatility,
      isVariadic: isVariadic
    )
  }

  private static let row = FunctionFacts.Argument(
    name: "author_row",
    type: .row(of: "author"),
    hasDefault: false
  )
  private static let session = FunctionFacts.Argument(
    name: "session",
    type: .jsonb,
    hasDefault: false
  )
  private static let word = FunctionFacts.Argument(name: "word", type: .text, hasDefault: true)

  private func fixture(
    _ functions: [FunctionFacts],
    definition: String = #"{"function": "f"}"#,
    name: String = "full"
  ) -> CatalogFixture {
    var fixture = CatalogFixture(
      tables: """
        {"table": "author", "computed_fields": [
          {"name": "\(name)", "definition": \(definition)}]}, {"table": "article"}
        """
    )
    fixture.facts = BlogFacts.relational(functions: functions)
    return fixture
  }

  @Test("A scalar function of the row becomes a field")
  func scalar() throws {
    let table = try fixture([Self.function([Self.row])]).table("author")
    let field = try #require(table.computedFields["full"])
    #expect(field.result == .scalar(.text))
    #expect(field.clientArguments.isEmpty)
    #expect(field.description == "told by the database")
  }

  @Test("The session argument is filled by the engine, the others by clients")
  func arguments() throws {
    let table = try fixture(
      [Self.function([Self.session, Self.row, Self.word])],
      definition: """
        {"function": {"schema": "public", "name": "f"}, "table_argument": "author_row",
         "session_argument": "session"}
        """
    ).table("author")
    let field = try #require(table.computedFields["full"])
    #expect(field.arguments.map(\.role) == [.session, .row, .client])
    #expect(field.clientArguments.map(\.name) == ["word"])
  }

  @Test("A function that returns rows of a tracked table gives these")
  func rows() throws {
    let target = TableName(schema: "public", name: "article")
    let table = try fixture(
      [Self.function([Self.row], returns: .rows(of: target, isSet: true))]
    ).table("author")
    #expect(table.computedFields["full"]?.result == .rows(of: target, isSet: true))
  }

  @Test(
    "Functions that cannot compute a field are refused with the reason",
    arguments: [
      (
        [function([row], volatility: .volatile)],
        " because the function \"f\" is of type VOLATILE; cannot be added as a computed field"
      ),
      (
        [function([row], isVariadic: true)],
        " because the function \"f\" with \"VARIADIC\" parameters is not supported"
      ),
      ([function([])], " because the function \"f\" has no input arguments"),
      (
        [function([word])],
        """
         for the following reasons:
          • first argument of the function "f" is not COMPOSITE type
          • first argument of the function "f" of type "pg_catalog.text" is not the table to which \
        the computed field is being added

        """
      ),
      (
        [function([row], returns: .scalar(.text, isSet: true))],
        " because the function \"f\" returning set of type text is not a BASE type"
      ),
      (
        [
          function(
            [row],
            returns: .rows(of: TableName(schema: "public", name: "kind"), isSet: true)
          )
        ],
        " because the function \"f\" returning set of table \"kind\" is not tracked"
      ),
    ]
  )
  func refused(functions: [FunctionFacts], reason: String) throws {
    let fixture = fixture(functions)
    let problems = try fixture.problems()
    #expect(problems.count == 1)
    #expect(
      problems.first?.hasPrefix("computed_field full in table author in source default: ") == true
    )
    #expect(problems.first?.contains(reason) == true, "\(problems)")
    #expect(try fixture.table("author").computedFields.isEmpty)
  }

  @Test("An overloaded function is refused")
  func overloaded() throws {
    #expect(
      try fixture([Self.function([Self.row]), Self.function([Self.row, Self.word])]).problems() == [
        "computed_field full in table author in source default: in table \"author\": in computed "
          + "field \"full\": function \"f\" is overloaded. Overloaded functions are not supported"
      ]
    )
  }

  @Test(
    "The session argument is one of the function's, of type JSON",
    arguments: [
      ("none", "\"none\" is not an input argument of the function \"f\""),
      ("word", "\"word\" argument of the function \"f\" is not of type JSON"),
    ]
  )
  func session(name: String, reason: String) throws {
    let fixture = fixture(
      [Self.function([Self.row, Self.word])],
      definition: #"{"function": "f", "session_argument": "\#(name)"}"#
    )
    #expect(
      try fixture.problems() == [
        "computed_field full in table author in source default: in table \"author\": in computed "
          + "field \"full\": the computed field \"full\" cannot be added to table \"author\" because "
          + reason
      ]
    )
  }

  @Test("A function that does not exist is named")
  func missing() throws {
    #expect(
      try fixture([]).problems() == [
        "computed_field full in table author in source default: in table \"author\": in computed "
          + "field \"full\": no such function exists: \"f\""
      ]
    )
  }

  @Test("A computed field cannot have a column's name")
  func clash() throws {
    #expect(
      try fixture([Self.function([Self.row])], name: "bio").problems() == [
        "computed_field bio in table author in source default: field definition conflicts with "
          + "postgres column"
      ]
    )
  }

  @Test(
    "Permissions name scalar computed fields only",
    arguments: [
      (
        FunctionFacts.Returns.scalar(.text, isSet: false), "none",
        "computed field \"none\" does not exist"
      ),
      (
        .rows(of: TableName(schema: "public", name: "article"), isSet: true), "full",
        "select permissions on computed field \"full\" are auto-derived from the permissions on its "
          + "returning table \"article\" and cannot be specified manually"
      ),
    ]
  )
  func permission(returns: FunctionFacts.Returns, named: String, reason: String) throws {
    var fixture = fixture([Self.function([Self.row], returns: returns)])
    fixture.tables = """
      {"table": "author", "computed_fields": [{"name": "full", "definition": {"function": "f"}}],
       "select_permissions": [{"role": "user", "permission":
         {"columns": "*", "computed_fields": ["\(named)"], "filter": {}}}]}, {"table": "article"}
      """
    #expect(
      try fixture.problems() == [
        "select_permission user in table author in source default: in table \"author\": in "
          + "permission for role \"user\": \(reason)"
      ]
    )
  }
}
