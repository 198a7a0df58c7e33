import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Remote schemas as a role sees them")
struct RemoteRolePlanTests {
  private let fixture = RemotePlanFixture(
    """
    input Where { id: Int owner: String and: [Where!] secret: Int }
    enum Color { RED GREEN }
    type Message { id: Int msg(lang: String): String secret: String }
    type Query {
      messages(where: Where, includes: Int, owner: ID!): [Message]
      message(id: Int!, color: Color): Message
      hidden: Int
    }
    """,
    permission: """
      input Where { id: Int and: [Where!] owner: String @preset(value: "x-hasura-user-id") }
      enum Color { RED }
      type Message { id: Int msg(lang: String @preset(value: "de")): String }
      type Query {
        messages(where: Where, owner: ID! @preset(value: "X-Hasura-User-Id")): [Message]
        message(id: Int! @preset(value: 3), color: Color): Message
      }
      """
  )

  @Test("Presets are sent and cannot be given")
  func presets() throws {
    #expect(
      try fixture.operations("{ message { msg } }", role: "user")
        == ["query{message(id:3){msg(lang:\"de\")}}"]
    )
    #expect(
      try fixture.error("{ message(id: 4) { msg } }", role: "user")?.message
        == "'message' has no argument named 'id'"
    )
  }

  @Test("Session variables are shared by equal presets, and objects get theirs")
  func sessions() throws {
    #expect(
      try fixture.operations("{ messages(where: {id: 1, and: [{id: 2}]}) { id } }", role: "user")
        == [
          "query($x_hasura_user_id:String!=x-hasura-user-id "
            + "$x_hasura_user_id_2:ID!=x-hasura-user-id){messages("
            + "where:{id:1 and:[{id:2 owner:$x_hasura_user_id}] owner:$x_hasura_user_id} "
            + "owner:$x_hasura_user_id_2){id}}"
        ]
    )
  }

  @Test("Variables carry the role's types, so that presets reach into them")
  func variables() throws {
    let plan = try fixture.plan(
      "query ($w: Where) { messages(where: $w) { id } }",
      role: "user"
    )
    let variables = try #require(plan.remoteParts.first?.fetch.request.operation?.variables)
    let types = try #require(variables.first?.inputTypes)
    guard case .object(let members)? = types.first?.kind else {
      Issue.record("no object type")
      return
    }
    #expect(members.map(\.name) == ["id", "and", "owner"])
    #expect(members.map { $0.preset != nil } == [false, false, true])
  }

  @Test(
    "What a role does not see is not there",
    arguments: [
      ("{ hidden }", "field 'hidden' not found in type: 'query_root'"),
      ("{ message { secret } }", "field 'secret' not found in type: 'Message'"),
      ("{ messages(includes: 1) { id } }", "'messages' has no argument named 'includes'"),
      ("{ messages(where: {secret: 1}) { id } }", "field 'secret' not found in type: 'Where'"),
      ("{ messages(where: {owner: \"x\"}) { id } }", "field 'owner' not found in type: 'Where'"),
      (
        "{ message(color: GREEN) { id } }",
        "expected one of the values ['RED'] for type 'Color', but found 'GREEN'"
      ),
    ]
  )
  func hidden(query: String, message: String) throws {
    #expect(try fixture.error(query, role: "user")?.message == message)
    #expect(try fixture.error("{ hidden }") == nil)
  }

  @Test("A role without permission sees nothing")
  func stranger() throws {
    #expect(
      try fixture.error("{ message { id } }", role: "stranger")?.message
        == "field 'message' not found in type: 'query_root'"
    )
  }
}
