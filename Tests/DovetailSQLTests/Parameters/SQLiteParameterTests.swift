import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON
import Testing

struct SQLiteParameterTests {
  private func encode(
    _ value: String,
    _ type: ColumnType,
    _ encoding: SQLBinding.Encoding = .value,
    session: Bool = false
  ) throws -> ParameterValue {
    let value = try json(value)
    let operand: Operand = session ? .session("x-hasura-x") : .constant(value)
    return try SQLiteDialect().encode(
      value,
      as: SQLBinding(operand: operand, type: type, encoding: encoding, path: "$")
    )
  }

  @Test("Values are bound in the storage class of the column")
  func storageClasses() throws {
    #expect(try encode("7", Types.int) == .integer(7))
    #expect(try encode(#""7""#, Types.int) == .integer(7))
    #expect(try encode("7.5", Types.double) == .real(7.5))
    #expect(try encode("7", Types.numeric) == .integer(7))
    #expect(try encode(#""7.5""#, Types.numeric) == .real(7.5))
    #expect(try encode("true", Types.bool) == .integer(1))
    #expect(try encode(#""f""#, Types.bool) == .integer(0))
    #expect(try encode(#""7""#, Types.text) == .text("7"))
    #expect(try encode(#"{"a": 1}"#, Types.jsonb) == .text(#"{"a":1}"#))
    #expect(try encode("7", Types.type("", "", .other, .text)) == .integer(7))
  }

  @Test("A text that is none of the type's values is an error, as in PostgreSQL")
  func syntax() throws {
    let error = try #require(throws: SourceError.self) { try encode(#""abc""#, Types.int) }
    #expect(error.code == .dataException)
    #expect(error.message == "invalid input syntax for type integer: \"abc\"")
  }

  @Test("Lists are JSON, also those that a session variable holds as an array literal")
  func lists() throws {
    #expect(try encode(#"[1, "2", null]"#, Types.int, .list) == .text("[1,2,null]"))
    #expect(try encode("[true]", Types.bool, .list) == .text("[1]"))
    #expect(try encode(#""{1,2}""#, Types.int, .list, session: true) == .text("[1,2]"))
    #expect(
      try encode(#""{a,\"b,\\\"c\",NULL, d e }""#, Types.text, .list, session: true)
        == .text(#"["a","b,\"c",null,"d e"]"#)
    )
    #expect(try encode(#""{}""#, Types.text, .list, session: true) == .text("[]"))
    #expect(try encode(#""x""#, Types.text, .list, session: true) == .text(#"["x"]"#))
    #expect(try encode(#""{a,,b}""#, Types.text, .list, session: true) == .text(#"["{a,,b}"]"#))
  }

  @Test(
    "A pattern of LIKE becomes one of GLOB",
    arguments: [
      ("a%b_c", "a*b?c"), (#"100\%"#, "100%"), (#"\_\\"#, #"_\"#), ("*?[x]", "[*][?][[]x]"),
      ("", ""),
    ]
  )
  func glob(like: String, glob: String) throws {
    #expect(try encode(JSONValue.string(like).description, Types.text, .globPattern) == .text(glob))
  }
}
