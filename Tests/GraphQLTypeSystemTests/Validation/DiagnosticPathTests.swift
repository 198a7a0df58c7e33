import GraphQLLanguage
import GraphQLTypeSystem
import Testing

@Suite("Paths of problems")
struct DiagnosticPathTests {
  @Test(
    "A path leads from the operation to the problem",
    arguments: [
      ("{ nope }", "selectionSet.nope"),
      ("{ people { nope } }", "selectionSet.people.selectionSet.nope"),
      ("{ p: people { x: nope } }", "selectionSet.people.selectionSet.nope"),
      ("{ people { ... { ... on Person { nope } } } }", "selectionSet.people.selectionSet.nope"),
      ("{ people(nope: 1) { name } }", "selectionSet.people"),
      ("{ people(first: \"x\") { name } }", "selectionSet.people.args.first"),
      (
        "{ people(where: { and: [{ age: 1 }, { age: true }] }) { name } }",
        "selectionSet.people.args.where.and[1].age"
      ),
      ("{ people(where: { nope: 1 }) { name } }", "selectionSet.people.args.where.nope"),
      ("{ person { name } }", "selectionSet.person.args"),
      (
        "{ people { ...F } } fragment F on Person { friends { nope } }",
        "selectionSet.people.selectionSet.friends.selectionSet.nope"
      ),
      (
        "{ people { ...F } } fragment F on Person { friends { ...G } } fragment G on Person { nope }",
        "selectionSet.people.selectionSet.friends.selectionSet.nope"
      ),
    ]
  )
  func path(_ text: String, _ expected: String) throws {
    let schema = try makeSchema(
      """
      type Query { people(first: Int, where: Filter): [Person!]! person(id: ID!): Person }
      type Person { name: String friends: [Person!] }
      input Filter { age: Int and: [Filter!] }
      """
    )
    let diagnostics = validate(try Document(parsing: text), against: schema)
    #expect(diagnostics.map { written($0.path) } == [expected])
  }

  private func written(_ path: [PathElement]) -> String {
    path.reduce("") { text, element in
      switch element {
      case .key(let key): text.isEmpty ? key : "\(text).\(key)"
      case .index(let index): "\(text)[\(index)]"
      }
    }
  }
}
