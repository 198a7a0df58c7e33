import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Stored documents")
struct StoredDocumentTests {
  private let text = #"""
    {"version": 3, "sources": [
      {"name": "b", "kind": "sqlite", "configuration": {"database": "x"}, "tables": [
        {"table": "z", "select_permissions": [
           {"role": "u", "permission": {"columns": ["a"], "filter": {"a": {"_eq": 1.50}}}},
           {"role": "a", "permission": {"filter": {}, "columns": "*"}, "comment": "é\n"}],
         "delete_permissions": [], "insert_permissions": [{"role": "u", "permission":
           {"check": {}, "set": {"b": "x-hasura-b"}}}]},
        {"table": "a\"b", "update_permissions": [
           {"role": "u", "permission": {"columns": [], "filter": {}}}]}]},
      {"name": "a", "kind": "postgres", "tables": [{"table": "z"}], "configuration": {}}],
     "inherited_roles": [{"role_name": "both", "role_set": ["u", "a"]}]}
    """#

  private func stored(_ text: String) throws -> Metadata {
    try Metadata(stored: try JSONSlice(validating: Array(text.utf8)))
  }

  private func whole(_ text: String) throws -> Metadata {
    try Metadata(json: try JSONValue(parsing: text))
  }

  @Test("What is read in one pass is what is read as a value, and its text says the same")
  func sameAsValue() throws {
    let metadata = try stored(text)
    #expect(try metadata == whole(text))
    #expect(try metadata.json == whole(text).json)
    let written = String(decoding: metadata.serialized(), as: UTF8.self)
    #expect(try whole(written).json == metadata.json)
    #expect(try stored(written).json == metadata.json)
    #expect(Metadata().serialized() == Metadata().json.serialized())
  }

  @Test("Permissions are found by role, changed, and removed, whether they were read or not")
  func permissions() throws {
    var metadata = try stored(text)
    let name: TableName = "z"
    func select() -> PermissionList<SelectPermissionDefinition>? {
      metadata.table(name, in: "b")?.selectPermissions
    }
    #expect(select()?.roles == ["u", "a"])
    #expect(select()?["u"]?.definition.columns == .some(["a"]))
    #expect(select()?["a"]?.comment == "é\n")
    #expect(select()?["nobody"] == nil)
    metadata.sources["b"]?.tables[name]?.selectPermissions["u"]?.definition.limit = 3
    metadata.sources["b"]?.tables[name]?.selectPermissions["a"] = nil
    metadata.compact()
    #expect(select()?.roles == ["u"])
    #expect(select()?["u"]?.definition.limit == 3)
    let read = try stored(String(decoding: metadata.serialized(), as: UTF8.self))
    #expect(read.json == metadata.json)
  }

  @Test("A permission that cannot be read is there, allows nothing, and is kept as it is")
  func unreadable() throws {
    let broken = text.replacing(#""columns": ["a"]"#, with: #""columns": 7"#)
    var metadata = try stored(broken)
    let name: TableName = "z"
    let list = try #require(metadata.table(name, in: "b")?.selectPermissions)
    #expect(list.contains("u") && list["u"] == nil)
    #expect(throws: MetadataError.self) { try list.entry(of: "u") }
    metadata.sources["b"]?.tables[name]?.selectPermissions["a"] = nil
    metadata.compact()
    let written = String(decoding: metadata.serialized(), as: UTF8.self)
    #expect(written.contains(#""columns": 7"#))
    let object = MetadataObject.permission("b", name, "u", .select)
    #expect(metadata.contains(object))
    metadata.remove(object)
    #expect(!metadata.contains(object))
  }

  @Test(
    "What has not the usual form is read as ever, errors included",
    arguments: [
      (#"{"role": "u", "permission": {"columns": "*"}}"#, #"key "filter" not found"#),
      (#"{"permission": {"columns": "*", "filter": {}}}"#, #"key "role" not found"#),
      (#"{"role": "", "permission": {"columns": "*", "filter": {}}}"#, "empty string not allowed"),
      (
        #"{"role": "a", "permission": {"columns": "*", "filter": {}}}"#,
        "multiple declarations exist for the following select permissions: a"
      ),
    ]
  )
  func otherForms(_ permission: String, _ problem: String) throws {
    let other = text.replacing(
      #"{"role": "u", "permission": {"columns": ["a"]"#,
      with: permission + #", {"role": "w", "permission": {"columns": ["a"]"#
    )
    let error = #expect(throws: MetadataError.self) { try whole(other) }
    #expect(error?.message == problem)
    guard !problem.contains("filter") else {
      // The inside of a permission is read when it is asked for.
      #expect(try stored(other).table("z" as TableName, in: "b")?.selectPermissions["u"] == nil)
      return
    }
    let same = #expect(throws: MetadataError.self) { try stored(other) }
    #expect(same?.message == error?.message)
    #expect(same?.path == error?.path)
  }

  @Test("Names spelled with escapes are names")
  func escapes() throws {
    let spelled = text.replacing(#""role": "u""#, with: #""r\u006fle": "\u0075""#)
    #expect(try stored(spelled).json == whole(text).json)
  }

  @Test("A table keeps its identity in copies and loses it with a change")
  func identity() throws {
    let one = try stored(text)
    var copy = one
    let name: TableName = "z"
    let table = try #require(one.table(name, in: "b"))
    #expect(copy.table(name, in: "b")?.identity === table.identity)
    copy.compact()
    #expect(copy.table(name, in: "b")?.identity === table.identity)
    copy.sources["b"]?.tables[name]?.selectPermissions["u"] = nil
    #expect(copy.table(name, in: "b")?.identity !== table.identity)
    var other = try stored(text)
    #expect(other.table(name, in: "b")?.identity !== table.identity)
    other.keepIdentities(of: one)
    #expect(other.table(name, in: "b")?.identity === table.identity)
  }

  @Test("A document without sources is read, too")
  func oldVersion() throws {
    let old = #"{"version": 2, "tables": [{"table": "t", "select_permissions": []}]}"#
    #expect(try stored(old) == whole(old))
  }
}
