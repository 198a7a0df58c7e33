import DovetailCatalog
import DovetailMetadata
import DovetailSQLite
import DovetailSource
import Testing

@Suite("Column types")
struct TypeTests {
  @Test(
    "A declared type becomes a scalar",
    arguments: [
      ("INTEGER", "Int", .int, .number), ("int", "Int", .int, .number),
      ("MEDIUMINT", "Int", .int, .number), ("TINYINT(1)", "Int", .int, .number),
      ("UNSIGNED INT", "Int", .int, .number), ("BIGINT", "bigint", .bigint, .number),
      ("INT8", "bigint", .bigint, .number), ("Unsigned  Big Int", "bigint", .bigint, .number),
      ("REAL", "Float", .float, .number), ("FLOAT", "Float", .float, .number),
      ("DOUBLE PRECISION", "Float", .float, .number),
      ("NUMERIC(10,2)", "numeric", .numeric, .number),
      ("DECIMAL (5, 1)", "numeric", .numeric, .number), ("BOOLEAN", "Boolean", .boolean, .boolean),
      ("bool", "Boolean", .boolean, .boolean), ("TEXT", "String", .text, .text),
      ("NVARCHAR(160)", "String", .text, .text), ("CHARACTER VARYING(20)", "String", .text, .text),
      ("CLOB", "String", .text, .text), ("STRING", "String", .text, .text),
      ("DATE", "date", .temporal, .text), ("DATETIME", "timestamp", .temporal, .text),
      ("TIMESTAMP", "timestamp", .temporal, .text),
      ("TIMESTAMP WITH TIME ZONE", "timestamptz", .temporal, .text),
      ("TIME", "time", .temporal, .text), ("JSON", "json", .json, .json),
      ("JSONB", "jsonb", .jsonb, .json), ("UUID", "uuid", .uuid, .text),
      ("BLOB", "blob", .other, .text), ("VARBINARY(20)", "blob", .other, .text),
      ("", "String", .other, .text), ("MOOD", "mood", .other, .text),
    ] as [(String, String, ColumnType.Category, ColumnType.WireForm)]
  )
  func types(
    declaration: String,
    graphQLName: String,
    category: ColumnType.Category,
    form: ColumnType.WireForm
  ) async throws {
    let pool = SQLitePool(SQLiteSettings(location: .memory))
    _ = try await pool.run(SQLScript(sql: "CREATE TABLE t (c \(declaration))"))
    let facts = try await pool.introspect()
    let type = try #require(facts.tables["t"]?.columns.first?.type)
    #expect(type.graphQLName == graphQLName)
    #expect(type.category == category)
    #expect(type.wireForm == form)
    await pool.close()
  }
}
