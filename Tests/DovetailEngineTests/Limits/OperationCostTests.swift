import DovetailEngine
import GraphQLLanguage
import Testing

@Suite("The cost of operations")
struct OperationCostTests {
  @Test(
    "Depth is the nesting below the root field, nodes are fields with a selection set",
    arguments: [
      ("{ a }", 0, 0),
      ("{ a { b } }", 1, 1),
      ("{ a { b { c } d { e { f } } } }", 3, 4),
      ("{ a { x } b { x } }", 1, 2),
      ("{ a { ... { b { x } } ... on T { c { x } } } }", 2, 3),
      (
        "{ a { ...F } b { ...F } } fragment F on T { c { ...G } } fragment G on T { d { x } }", 3, 6
      ),
      ("{ __schema { types { fields { name } } } a { x } }", 1, 1),
      ("{ ...R } fragment R on query_root { __type(name: \"x\") { name } a { x } }", 1, 1),
    ]
  )
  func cost(text: String, depth: Int, nodes: Int) throws {
    let cost = OperationCost(of: try Document(parsing: text), operationName: nil)
    #expect(cost.depth == depth)
    #expect(cost.nodes == nodes)
  }

  @Test("Of several operations the chosen one counts")
  func chosen() throws {
    let document = try Document(parsing: "query A { a { x } } query B { a { b { c { x } } } }")
    #expect(OperationCost(of: document, operationName: "A").depth == 1)
    #expect(OperationCost(of: document, operationName: "B").depth == 3)
  }

  @Test("Fragments that double each time are counted without expanding them")
  func doubling() throws {
    var text = "{ a { ...F0 } }"
    for index in 0..<70 {
      text += " fragment F\(index) on T { x { ...F\(index + 1) } y { ...F\(index + 1) } }"
    }
    text += " fragment F70 on T { z }"
    let cost = OperationCost(of: try Document(parsing: text), operationName: nil)
    #expect(cost.nodes == .max)
    #expect(cost.depth == 71)
  }
}
