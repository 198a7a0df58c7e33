import DovetailPlanner
import GraphQLLanguage
import Testing

@Suite("The form of requests")
struct RequestFormTests {
  @Test(
    "What defines types, or gives something twice, is no request",
    arguments: [
      "type A { a: Int }",
      "{ author { id } } type A { a: Int }",
      "{ author { id } } extend type A { a: Int }",
      "{ author { id } } directive @a on FIELD",
      "{ author(limit: 1, limit: 2) { id } }",
      "{ author(where: {id: {_eq: 1}, id: {_eq: 2}}) { id } }",
      "{ author(where: {_and: [{id: {_eq: 1, _eq: 2}}]}) { id } }",
      "{ author { id @skip(if: true, if: false) } }",
      "query($a: jsonb = {a: 1, a: 2}) { author { id } }",
      "{ author { ...f } } fragment f on author { meta(path: \"a\", path: \"b\") }",
    ]
  )
  func malformed(text: String) throws {
    #expect(!isWellFormedRequest(try Document(parsing: text)))
  }

  @Test("Equal names in different places are fine")
  func wellFormed() throws {
    let document = try Document(
      parsing: """
        query a($a: jsonb = {a: {a: 1}}) { author(where: {id: {_eq: 1}, name: {_eq: "x"}}) { ...f } }
        mutation b { delete_author(where: {_not: {_not: {}}}) { affected_rows } }
        fragment f on author { articles(limit: 1) { id } more: articles(limit: 1) { id } }
        """
    )
    #expect(isWellFormedRequest(document))
  }
}
