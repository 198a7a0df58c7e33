import DovetailMetadata
import OrderedJSON
import Testing

@Suite("Names")
struct NamesTests {
  @Test("A table of schema public is shown without its schema")
  func publicSchemaIsNotShown() {
    #expect(author.description == "author")
    #expect(TableName(schema: "s", name: "log").description == "s.log")
    #expect(TableName(schema: nil, name: "track").description == "track")
    #expect(FunctionName(schema: "s", name: "f").description == "s.f")
  }

  @Test(
    "A bare name gets the schema that its source kind assumes",
    arguments: [
      (SourceKindName.postgres, "public" as String?), (.citus, "public"), (.cockroach, "public"),
      ("mssql", "dbo"), (.sqlite, nil),
    ]
  )
  func bareNamesAreCompleted(kind: SourceKindName, schema: String?) {
    #expect(TableName(schema: nil, name: "t").normalized(for: kind).schema == schema)
    #expect(FunctionName(schema: "s", name: "f").normalized(for: kind).schema == "s")
  }

  @Test("Session variables are compared without regard to case")
  func sessionVariablesAreLowerCase() {
    #expect(SessionVariableName("X-Hasura-User-Id") == "x-hasura-user-id")
    #expect(SessionVariableName.isName("X-Hasura-User-Id"))
    #expect(!SessionVariableName.isName("x-hasura-"))
    #expect(!SessionVariableName.isName("hasura"))
  }

  @Test("A session knows its role as a variable")
  func sessionHasRole() {
    let session = Session(role: "user", variables: ["X-Hasura-User-Id": "1"])
    #expect(session["x-hasura-role"] == "user")
    #expect(session.variables["x-hasura-user-id"] == "1")
    #expect(!session.isAdmin)
    #expect(Session.admin.isAdmin)
  }

  @Test(
    "GraphQL names",
    arguments: [("a", true), ("_a1", true), ("1a", false), ("a-b", false), ("", false)]
  )
  func graphQLNames(text: String, isName: Bool) {
    #expect(isGraphQLName(text) == isName)
  }
}
