import DovetailMetadata
import OrderedJSON
import Testing

@Suite("The shape of commands of the older language of data")
struct DataCommandShapeTests {
  private func error(_ body: String) throws -> MetadataError? {
    do {
      _ = try MetadataCommand(try JSONValue(parsing: body), endpoint: .query)
      return nil
    } catch {
      return error as? MetadataError
    }
  }

  @Test(
    "What is missing or of the wrong sort is refused with the path of the reference",
    arguments: [
      ("select", #"{"columns": ["id"]}"#, #"key "table" not found"#, "$"),
      ("select", #"{"table": "author"}"#, #"key "columns" not found"#, "$"),
      (
        "select", #"{"table": "author", "columns": "*"}"#,
        "parsing [] failed, expected Array, but encountered String", "$.columns"
      ),
      (
        "select", #"{"table": "author", "columns": [3]}"#,
        "A column should either be a string or an object (relationship)", "$.columns[0]"
      ),
      (
        "select", #"{"table": "author", "columns": [], "limit": 1.5}"#,
        "value is either floating or will cause over or underflow 1.5", "$.limit"
      ),
      (
        "select", #"{"table": "author", "columns": [], "where": []}"#,
        "parsing boolean expression failed, expected Object, but encountered Array", "$.where"
      ),
      (
        "select", #"{"table": "author", "columns": [], "where": {"$or": {}}}"#,
        "parsing [] failed, expected Array, but encountered Object", #"$.where["$or"]"#
      ),
      (
        "select",
        #"{"table": "author", "columns": [], "order_by": [{"column": "id", "type": "up"}]}"#,
        "expected one of the tags 'asc', 'desc', but found tag 'up'", "$.order_by[0].type"
      ),
      (
        "insert", #"{"table": "author", "objects": [{}], "returning": "id"}"#,
        "parsing [] failed, expected Array, but encountered String", "$.returning"
      ),
      (
        "update", #"{"table": "author", "where": {}, "$set": 1}"#,
        "parsing HashMap failed, expected Object, but encountered Number", #"$["$set"]"#
      ),
      ("delete", #"{"table": "author"}"#, #"key "where" not found"#, "$"),
      (
        "count", #"{"table": "author", "distinct": "id"}"#,
        "parsing [] failed, expected Array, but encountered String", "$.distinct"
      ),
      (
        "insert", #"{"table": "author", "objects": [], "on_conflict": {}}"#,
        "the key 'action' was not present", "$.on_conflict"
      ),
      (
        "select", #"{"table": "author", "columns": [], "offset": "1"}"#,
        "parsing Int failed, expected Number, but encountered String", "$.offset"
      ),
    ]
  )
  func shapes(_ command: String, _ arguments: String, _ message: String, _ path: String) throws {
    let error = try error(#"{"type": "\#(command)", "args": \#(arguments)}"#)
    #expect(error?.message == message)
    #expect(error?.path.description == path)
    #expect(error?.code == .parseFailed)
  }

  @Test("In a bulk, the path begins with the number of the command")
  func bulk() throws {
    let error = try error(
      #"{"type": "bulk", "args": [{"type": "count", "args": {"table": "a"}}, {"type": "delete", "args": {"table": "a"}}]}"#
    )
    #expect(error?.path.description == "$[1]")
    #expect(error?.message == #"key "where" not found"#)
  }

  @Test("Commands of the right shape are read, whatever they name")
  func accepted() throws {
    let commands = [
      #"""
      {"type": "select", "args": {"source": "s", "table": {"schema": "x", "name": "t"},
        "columns": ["*", "*.*", {"name": "r", "alias": "q", "columns": ["id"]}, {"name": "f"}],
        "where": {"$or": [{"a": 1}, {"_not": {"b": {"$in": []}}}],
          "_exists": {"_table": "u", "_where": {}}},
        "order_by": ["-a", {"column": ["r", "b"], "type": "desc", "nulls": "last"}],
        "limit": 1, "offset": null}}
      """#,
      #"""
      {"type": "update", "args": {"table": "t", "where": {}, "$set": {"a": 1}, "_inc": {"b": 1},
        "$default": ["c"], "returning": ["a"]}}
      """#,
    ]
    for command in commands { #expect(try error(command) == nil) }
  }
}
