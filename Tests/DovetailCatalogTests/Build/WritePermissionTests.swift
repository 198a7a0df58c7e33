import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Permissions to insert, update and delete")
struct WritePermissionTests {
  private func fixture(_ permissions: String, more: String = "") -> CatalogFixture {
    CatalogFixture(tables: #"{"table": "author", \#(permissions)}"#, more: more)
  }

  @Test("Columns with presets are not the client's")
  func presets() throws {
    let catalog = try fixture(
      """
      "insert_permissions": [{"role": "u", "permission": {"check": {}, "columns": ["id", "name"],
        "set": {"name": "X-Hasura-Name", "age": 3}}}]
      """
    ).build()
    let table = try catalog.tableNamed("author")
    let permission = try #require(catalog.permissions(of: "u", on: table)?.insert)
    #expect(permission.columns == ["id"])
    #expect(
      permission.presets == [
        "name": .session(SessionVariableName("x-hasura-name")), "age": .literal(3),
      ]
    )
    #expect(permission.check.isAlways)
  }

  @Test("All columns are written unless some are listed; no check lets all rows pass")
  func defaults() throws {
    let catalog = try fixture(
      """
      "insert_permissions": [{"role": "u", "permission": {"check": {}}}],
      "update_permissions": [{"role": "u", "permission": {"columns": "*", "filter": {"id": 1},
        "check": null}}]
      """
    ).build()
    let table = try catalog.tableNamed("author")
    let permissions = try #require(catalog.permissions(of: "u", on: table))
    #expect(permissions.insert?.columns == permissions.update?.columns)
    #expect(permissions.update?.columns.count == table.facts.columns.count)
    #expect(permissions.update?.check.isAlways == true)
    #expect(permissions.update?.filter.isAlways == false)
  }

  @Test(
    "What does not fit is named, and only it is left out",
    arguments: [
      (#"{"check": {"nix": 1}}"#, #""nix" does not exist"#, ["check", "nix"]),
      (#"{"check": {}, "columns": ["nix"]}"#, #""nix" does not exist"#, ["columns"]),
      (#"{"check": {}, "set": {"nix": 1}}"#, #""nix" does not exist"#, ["set"]),
    ]
  )
  func problems(_ permission: String, _ reason: String, _ path: [String]) throws {
    let catalog = try fixture(
      """
      "insert_permissions": [{"role": "u", "permission": \(permission)},
        {"role": "v", "permission": {"check": {}}}]
      """
    ).build()
    let problem = try #require(catalog.inconsistencies.first)
    #expect(catalog.inconsistencies.count == 1)
    #expect(
      problem.reason == #"in table "author": in permission for role "u": "# + reason
    )
    #expect(problem.path == path)
    let table = try catalog.tableNamed("author")
    #expect(catalog.permissions(of: "u", on: table)?.insert == nil)
    #expect(catalog.permissions(of: "v", on: table)?.insert != nil)
  }

  @Test("An inherited role has what its parents agree on, and a permission of its own first")
  func inherits() throws {
    let catalog = try fixture(
      """
      "delete_permissions": [
        {"role": "a", "permission": {"filter": {"id": 1}}},
        {"role": "b", "permission": {"filter": {"id": 2}}},
        {"role": "own", "permission": {"filter": {}}}],
      "insert_permissions": [{"role": "a", "permission": {"check": {}}}]
      """,
      more: """
        , "inherited_roles": [{"role_name": "ab", "role_set": ["a", "b"]},
          {"role_name": "own", "role_set": ["a", "b"]}]
        """
    ).build()
    let table = try catalog.tableNamed("author")
    #expect(catalog.permissions(of: "ab", on: table)?.delete == nil)
    #expect(
      catalog.permissions(of: "ab", on: table)?.insert
        == catalog.permissions(of: "a", on: table)?.insert
    )
    #expect(catalog.permissions(of: "own", on: table)?.delete?.filter.isAlways == true)
    let problems = catalog.inconsistencies.filter(\.isInformational)
    #expect(problems.map(\.object) == [.inheritedRole("ab")])
  }

  @Test("A view that takes no rows has no root field to insert")
  func mutability() throws {
    var facts = BlogFacts.author
    facts.isInsertable = false
    facts.isDeletable = false
    let catalog = try CatalogFixture(
      tables: #"{"table": "author"}"#,
      facts: BlogFacts.relational(extra: [facts])
    ).build()
    #expect(
      Set(catalog.rootFields.mutation.keys) == [
        "update_author", "update_author_by_pk", "update_author_many",
      ]
    )
  }

  @Test("All root fields that two tables share are listed, those of mutations first")
  func clashes() throws {
    let catalog = try CatalogFixture(
      tables: """
        {"table": "author"},
        {"table": "article", "configuration": {"custom_name": "author"}}
        """
    ).build()
    let reason = try #require(catalog.inconsistencies.first?.reason)
    #expect(catalog.inconsistencies.count == 1)
    #expect(
      reason.hasPrefix(
        """
        Encountered conflicting definitions in the selection set for 'mutation_root' for fields: [
          'delete_author_by_pk' defined in [table article in source default, table author in \
        source default],
          'delete_author' defined in
        """
      )
    )
  }
}
