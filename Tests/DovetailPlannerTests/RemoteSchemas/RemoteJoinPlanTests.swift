import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Relationships on and to remote schemas")
struct RemoteJoinPlanTests {
  private let fixture: RemotePlanFixture

  init() throws {
    fixture = try RemotePlanFixture(
      services: [
        "shop": """
        interface Party { id: ID! }
        type Person implements Party { id: ID! name: String! boss: Person }
        type Firm implements Party { id: ID! name: String! }
        type Query { person: Person parties: [Party!]! people: [Person!]! }
        """,
        "crm": """
        input Where { region: String min: Int inner: Inner tags: [Tag!] }
        input Inner { a: Int b: Int } input Tag { t: String u: Int }
        type Order { total(currency: String): Int }
        type Account { ref: ID! orders(where: Where, limit: Int): [Order!]! mail: String }
        type Query { account(ref: ID!): Account accounts(refs: [ID!]!): [Account] }
        """,
      ],
      metadata: """
        [
          {"name": "shop", "definition": {"url": "http://localhost/"}, "remote_relationships": [
            {"type_name": "Person", "relationships": [
              {"name": "account", "definition": {"to_remote_schema": {
                "remote_schema": "crm", "lhs_fields": ["id"],
                "remote_field": {"account": {"arguments": {"ref": "$id"}}}}}},
              {"name": "orders", "definition": {"to_remote_schema": {
                "remote_schema": "crm", "lhs_fields": ["id", "name"],
                "remote_field": {"account": {"arguments": {"ref": "$id"}, "field": {
                  "orders": {"arguments": {"where": {
                    "region": "$name", "inner": {"a": 1}, "tags": [{"t": "x"}]}}}}}}}}},
              {"name": "batched", "definition": {"to_remote_schema": {
                "remote_schema": "crm", "lhs_fields": ["id"],
                "remote_field": {"accounts": {"arguments": {"refs": "$id"}}},
                "batch": {"argument": "refs", "key": "ref"}}}}]},
            {"type_name": "Firm", "relationships": [
              {"name": "account", "definition": {"to_remote_schema": {
                "remote_schema": "crm", "lhs_fields": ["name"],
                "remote_field": {"account": {"arguments": {"ref": "$name"}}}}}}]}]},
          {"name": "crm", "definition": {"url": "http://localhost/"}}
        ]
        """
    )
  }

  private func fetch(_ query: String, variables: String = "{}") throws -> Fetch {
    try #require(try fixture.plan(query, variables: variables).remoteParts.first?.fetch)
  }

  private func text(_ fetch: Fetch) throws -> String {
    describe(try #require(fetch.request.operation))
  }

  private func lookup(_ query: String, variables: String = "{}") throws -> String {
    let edge = try #require(try fetch(query, variables: variables).joins.first)
    return describe(try #require(edge.lookup.remote))
  }

  @Test("A join has a place, a key that is asked for, and a lookup")
  func join() throws {
    let fetch = try fetch("{ people { a: account { mail } name } }")
    #expect(
      try text(fetch) == "query{people{a:__typename@0 name id_join_column:id!}}"
    )
    let edge = try #require(fetch.joins.first)
    #expect(edge.path == ["people"])
    #expect(edge.responseKey == "a")
    #expect(edge.key == ["id_join_column"])
    #expect(edge.relationship == "account")
    #expect(describe(try #require(edge.lookup.remote)) == "account(ref:#0:ID!){mail}")
    #expect(edge.lookup.remote?.leafType == "Account")
    #expect(edge.lookup.target == .remoteSchema("crm"))
  }

  @Test(
    "A key that the client selects is read there",
    arguments: [
      ("{ person { id account { mail } } }", "query{person{id account:__typename@0}}"),
      ("{ person { k: id account { mail } } }", "query{person{k:id account:__typename@0}}"),
      (
        "{ person { id_join_column: name account { mail } } }",
        "query{person{id_join_column:name account:__typename@0 id_join_column_:id!}}"
      ),
    ]
  )
  func selectedKey(query: String, operation: String) throws {
    #expect(try text(try fetch(query)) == operation)
  }

  @Test("Joins are found at every depth, and twice where they are selected twice")
  func depth() throws {
    let fetch = try fetch(
      "{ person { boss { boss { x: account { mail } y: account { ref } id } } } }"
    )
    #expect(
      try text(fetch) == "query{person{boss{boss{x:__typename@0 y:__typename@1 id}}}}"
    )
    #expect(fetch.joins.map(\.path) == [["person", "boss", "boss"], ["person", "boss", "boss"]])
  }

  @Test("Joins of one name on several types have places of their own")
  func abstractTypes() throws {
    let fetch = try fetch(
      "{ parties { id ... on Person { account { mail } } ... on Firm { account { ref } } } }"
    )
    #expect(
      try text(fetch)
        == "query{parties{id ...Person{account_:__typename@1>account id_join_column:id!} "
        + "...Firm{account:__typename@0 name_join_column:name!}}}"
    )
    #expect(fetch.joins.map(\.responseKey) == ["account", "account_"])
  }

  @Test("Joins below fields of one name on several types have paths of their own")
  func abstractPaths() throws {
    let fetch = try fetch(
      "{ parties { ... on Person { boss { account { mail } } } ... on Firm { boss: name } } }"
    )
    let edge = try #require(fetch.joins.first)
    let alias = try #require(edge.path.last)
    #expect(try text(fetch).contains("\(alias):boss>boss{account:__typename@0"))
  }

  @Test(
    "The client's arguments are merged with what the definition fixes",
    arguments: [
      (
        "orders(limit: 3)",
        #"orders(limit:3 where:{region:#1:String inner:{a:1} tags:[{t:"x"}]})"#
      ),
      (
        "orders(where: {min: 2, inner: {b: 5}})",
        #"orders(where:{min:2 inner:{b:5 a:1} region:#1:String tags:[{t:"x"}]})"#
      ),
      (
        "orders(where: {tags: [{u: 1}]})",
        #"orders(where:{tags:[{u:1} {t:"x"}] region:#1:String inner:{a:1}})"#
      ),
      (
        "orders(where: null)",
        #"orders(where:{region:#1:String inner:{a:1} tags:[{t:"x"}]})"#
      ),
    ]
  )
  func merging(field: String, sent: String) throws {
    #expect(
      try lookup("{ person { \(field) { total(currency: \"EUR\") } } }")
        == "account(ref:#0:ID!).\(sent){total(currency:\"EUR\")}"
    )
  }

  @Test("A variable is taken apart where the definition fixes a part of the argument")
  func explodedVariable() throws {
    let query = """
      query ($w: Inner_remote_rel_shoporders, $m: Int) {
        person { orders(where: {inner: $w, min: $m}) { total } } }
      """
    #expect(
      try lookup(query, variables: #"{"w":{"b":1}}"#)
        == "($w_b:Int=$w.b $m:Int=$m)account(ref:#0:ID!)."
        + #"orders(where:{inner:{b:$w_b a:1} min:$m region:#1:String tags:[{t:"x"}]}){total}"#
    )
  }

  @Test(
    "What the definition fixes cannot be given",
    arguments: [
      (
        "account(ref: 1) { mail }", "'account' has no argument named 'ref'",
        "$.selectionSet.person.selectionSet.account"
      ),
      (
        #"orders(where: {region: "x"}) { total }"#,
        "field 'region' not found in type: 'Where_remote_rel_shoporders'",
        "$.selectionSet.person.selectionSet.orders.args.where.region"
      ),
      (
        "orders(where: {inner: {a: 2}}) { total }",
        "field 'a' not found in type: 'Inner_remote_rel_shoporders'",
        "$.selectionSet.person.selectionSet.orders.args.where.inner.a"
      ),
      (
        "account", "missing selection set for 'Account'",
        "$.selectionSet.person.selectionSet.account"
      ),
      (
        "account { nope }", "field 'nope' not found in type: 'Account'",
        "$.selectionSet.person.selectionSet.account.selectionSet.nope"
      ),
    ]
  )
  func refused(field: String, message: String, path: String) throws {
    let error = try fixture.error("{ person { \(field) } }")
    #expect(error?.message == message)
    #expect(error?.path == path)
  }

  @Test("A batch takes all keys in one argument")
  func batch() throws {
    let edge = try #require(try fetch("{ person { batched { mail } } }").joins.first)
    let lookup = try #require(edge.lookup.remote)
    #expect(describe(lookup) == "accounts(refs:$keys){mail}")
    guard case .batch(let batch) = lookup.strategy else {
      Issue.record("\(lookup.strategy)")
      return
    }
    #expect(batch.match == [["ref"]])
    #expect(batch.item == .key(0, type: try .init(parsing: "ID!")))
    #expect(edge.lookup.choice.strategy == .batch)
  }
}
