import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import DovetailSchema
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Mutations")
struct MutationPlanTests {
  private let plans = MutationPlans()

  private func insertion(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin
  ) throws -> Insertion {
    let mutation = try #require(try plans.mutation(text, variables: variables, role: role))
    guard case .insert(let insertion) = mutation.operation else {
      throw BlogPlans.OtherRequest()
    }
    return insertion
  }

  private func update(
    _ text: String,
    role: RoleName = .admin
  ) throws -> Update {
    let mutation = try #require(try plans.mutation(text, role: role))
    guard case .update(let update) = mutation.operation else { throw BlogPlans.OtherRequest() }
    return update
  }

  // MARK: Permissions

  @Test("A preset is inserted beside the client's values, and the check is made")
  func presets() throws {
    let insertion = try insertion(
      #"{ insert_author(objects: {id: 1, name: "A"}) { affected_rows } }"#,
      role: "writer"
    )
    let row = try #require(insertion.rows.first)
    #expect(row.values.map(\.column) == ["bio", "id", "name"])
    #expect(row.values.first?.value.operand == .session(SessionVariableName("x-hasura-bio")))
    #expect(insertion.check != .always)
  }

  @Test(
    "What a role may not write does not exist for it",
    arguments: [
      (
        #"{ insert_author(objects: [{bio: "x"}]) { affected_rows } }"#,
        "field 'bio' not found in type: 'author_insert_input'",
        "$.selectionSet.insert_author.args.objects[0].bio"
      ),
      (
        #"{ insert_author(objects: [{articles: {data: []}}]) { affected_rows } }"#,
        "field 'articles' not found in type: 'author_insert_input'",
        "$.selectionSet.insert_author.args.objects[0].articles"
      ),
      (
        #"{ update_author(where: {}, _set: {id: 1}) { affected_rows } }"#,
        "field 'id' not found in type: 'author_set_input'",
        "$.selectionSet.update_author.args._set.id"
      ),
      (
        #"{ insert_article(objects: {}) { affected_rows } }"#,
        "field 'insert_article' not found in type: 'mutation_root'",
        "$.selectionSet.insert_article"
      ),
    ]
  )
  func hidden(_ text: String, _ message: String, _ path: String) throws {
    let error = try plans.error(text, role: "writer")
    #expect(error?.message == message)
    #expect(error?.path == path)
  }

  @Test("A permission for backends counts only for requests that say so")
  func backendOnly() throws {
    let text = #"{ insert_author(objects: {id: 1}) { affected_rows } }"#
    #expect(try plans.error(text, role: "trusted")?.message == "no mutations exist")
    #expect(try plans.error(text, role: "trusted", isBackend: true) == nil)
  }

  @Test("A role without select permission cannot ask for the rows")
  func noReturning() throws {
    let error = try plans.error(
      #"{ delete_author(where: {}) { returning { id } } }"#,
      role: "reviewer"
    )
    #expect(error?.message == "field 'returning' not found in type: 'author_mutation_response'")
  }

  @Test("A role without select permission can only say which rows in general")
  func noConditions() throws {
    #expect(
      try plans.error(#"{ delete_author(where: {}) { affected_rows } }"#, role: "reviewer") == nil
    )
    let error = try plans.error(
      #"{ delete_author(where: {id: {_eq: 1}}) { affected_rows } }"#,
      role: "reviewer"
    )
    #expect(error?.message == "field 'id' not found in type: 'author_bool_exp'")
  }

  @Test("An inherited role has what its parents agree on")
  func inherits() throws {
    #expect(
      try plans.error(#"{ delete_author(where: {}) { affected_rows } }"#, role: "both") == nil
    )
    #expect(
      try plans.error(#"{ update_author(where: {}, _set: {}) { affected_rows } }"#, role: "both")?
        .message == "field 'update_author' not found in type: 'mutation_root'"
    )
    let reasons = try plans.catalog().inconsistencies.map(\.reason)
    #expect(
      reasons == [
        "Could not inherit permission for the role 'both' for the entity: "
          + "'update permission, table: author, source: 'default''"
      ]
    )
  }

  @Test("The filter and the check of an update are the permission's")
  func updatePermission() throws {
    let update = try update(
      #"{ update_author(where: {name: {_eq: "A"}}, _inc: {age: 1}) { affected_rows } }"#,
      role: "writer"
    )
    #expect(update.filter.parts.count == 2)
    #expect(update.check != .always)
    guard case .increment? = update.assignments.first?.value else {
      Issue.record("no increment")
      return
    }
  }

  // MARK: Nested inserts

  @Test("A row that belongs to another is inserted after it, and one it belongs to before")
  func nested() throws {
    let children = try insertion(
      #"{ insert_author(objects: {id: 1, articles: {data: [{id: 2}, {id: 3}]}}) { affected_rows } }"#
    ).rows.first?.children
    #expect(children?.first?.insertion.rows.count == 2)
    #expect(children?.first?.pairs.map(\.target) == ["author_id"])
    let parents = try insertion(
      #"{ insert_article(objects: [{id: 1, author: {data: {id: 2}}}]) { affected_rows } }"#
    ).rows.first?.parents
    #expect(
      parents?.first?.insertion.path == "$.selectionSet.insert_article.args.objects[0].author.data"
    )
  }

  @Test(
    "A column has one value",
    arguments: [
      (
        #"{ insert_author(objects: [{articles: {data: [{author_id: 2}]}}]) { affected_rows } }"#,
        #"cannot insert "author_id" columns as their values are already being determined by parent insert"#,
        "$.selectionSet.insert_author.args.objects[0].articles.data[0]"
      ),
      (
        #"{ insert_article_one(object: {author_id: 1, author: {data: {id: 2}}}) { id } }"#,
        #"cannot insert object relationship "author" as "author_id" column values are already determined"#,
        "$.selectionSet.insert_article_one.args.object.author"
      ),
    ]
  )
  func determinedTwice(_ text: String, _ message: String, _ path: String) throws {
    let error = try plans.error(text)
    #expect(error?.message == message)
    #expect(error?.path == path)
  }

  @Test("Nested rows that are null or none are left out")
  func nothingNested() throws {
    let row = try insertion(
      #"{ insert_author(objects: {id: 1, articles: null}) { affected_rows } }"#
    ).rows.first
    #expect(row?.children.isEmpty == true)
    let other = try insertion(
      #"{ insert_author(objects: {id: 1, articles: {data: []}}) { affected_rows } }"#
    ).rows.first
    #expect(other?.children.isEmpty == true)
  }

  @Test("Values of variables stay variables")
  func variables() throws {
    let value = try insertion(
      #"($o: [author_insert_input!]!) { insert_author(objects: $o) { affected_rows } }"#,
      variables: #"{"o": [{"id": 1}]}"#
    ).rows.first?.values.first?.value
    #expect(
      value?.operand
        == .variable(VariableReference(name: "o", path: [.index(0), .key("id")]))
    )
  }

  // MARK: Conflicts

  @Test("A conflict without columns to update is ignored")
  func conflicts() throws {
    let ignored = try insertion(
      #"{ insert_author(objects: {id: 1}, on_conflict: {constraint: author_pkey}) { affected_rows } }"#
    )
    #expect(ignored.conflict?.target == .constraint("author_pkey", columns: ["id"]))
    #expect(ignored.conflict?.update == nil)
    let updated = try insertion(
      #"""
      { insert_author(objects: {id: 1}, on_conflict: {
        constraint: author_pkey, update_columns: [name], where: {name: {_gt: "b"}}}) { affected_rows } }
      """#,
      role: "writer"
    )
    #expect(updated.conflict?.update?.columns == ["name"])
    #expect(updated.conflict?.update?.filter.parts.count == 2)
    #expect(updated.conflict?.update?.check != .always)
  }

  @Test("A role that may update nothing cannot name a column to update")
  func placeholder() throws {
    let error = try plans.error(
      #"""
      { insert_author(objects: {id: 1}, on_conflict: {
        constraint: author_pkey, update_columns: [_PLACEHOLDER]}) { affected_rows } }
      """#,
      role: "trusted",
      isBackend: true
    )
    #expect(error?.message == "erroneous column name")
    #expect(error?.path == "$.selectionSet.insert_author.args.on_conflict")
  }

  // MARK: Updates

  @Test("A column cannot be changed twice")
  func multipleOperators() throws {
    let error = try plans.error(
      #"{ update_author(where: {}, _set: {age: 1, id: 2}, _inc: {id: 1, age: 2}) { affected_rows } }"#
    )
    #expect(error?.message == "Column found in multiple operators: ['age', 'id'].")
    #expect(error?.path == "$.selectionSet.update_author.args")
  }

  @Test(
    "A mutation that changes nothing is answered without the database",
    arguments: [
      (
        #"{ update_author(where: {}) { n: affected_rows returning { id } __typename } }"#,
        #"{"n":0,"returning":[],"__typename":"author_mutation_response"}"#
      ),
      (#"{ update_author_by_pk(pk_columns: {id: 1}, _set: {}) { id } }"#, "null"),
      (#"{ insert_author(objects: []) { affected_rows } }"#, #"{"affected_rows":0}"#),
    ]
  )
  func nothing(_ text: String, _ answer: String) throws {
    guard case .constant(let bytes)? = try plans.root(text) else {
      Issue.record("the database is asked")
      return
    }
    #expect(String(decoding: bytes, as: UTF8.self) == answer)
  }

  @Test("Each of several updates has its own condition and changes")
  func many() throws {
    guard
      case .fetch(let fetch)? = try plans.root(
        #"""
        { update_author_many(updates: [{where: {id: {_eq: 1}}, _set: {age: 1}}, {where: {}}]) {
          affected_rows } }
        """#
      ),
      case .mutations(let listed) = fetch.request, listed.count == 2
    else {
      Issue.record("not two mutations")
      return
    }
    #expect(listed.last == .constant(Array(#"{"affected_rows":0}"#.utf8)))
  }

  @Test("An argument that is missing is named")
  func missing() throws {
    let error = try plans.error(#"{ insert_author { affected_rows } }"#)
    #expect(error?.message == "missing required field 'objects'")
    #expect(error?.path == "$.selectionSet.insert_author.args")
  }
}
