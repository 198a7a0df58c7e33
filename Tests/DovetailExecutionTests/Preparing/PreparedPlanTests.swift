import DovetailCatalog
import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailSource
import GraphQLLanguage
import Testing

@Suite("Preparation")
struct PreparedPlanTests {
  private func prepare(_ roots: [RootField], on source: MemorySource?) throws -> PreparedPlan {
    try PreparedPlan(OperationPlan(kind: .query, roots: roots)) { _ in source }
  }

  private func message(_ body: () throws -> PreparedPlan) -> String? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? SourceError)?.message
    }
  }

  @Test("The outline shows all upstream calls and how they hang together")
  func outline() throws {
    let shape = DocumentShape(rules: ["j": .join(0, key: "j")])
    let source = MemorySource([
      "t": .rows(
        [],
        members: [member("x", .join(0))],
        keys: [.init(name: "k", column: 0, form: .number)]
      ),
      "u": .values([:], shape: shape), "v": .values([:]),
    ])
    let inner = edge(0, "j", key: ["id"], in: "v")
    let plan = try prepare(
      [root("t", fetch("t", joins: [edge(0, "x", key: ["k"], in: "u", joins: [inner])]))],
      on: source
    )
    let lookup = {
      (text: String, name: String, key: String, joins: [PreparedPlan.Outline]) in
      PreparedPlan.Outline(
        target: .source("memory"),
        relationship: name,
        roots: [],
        text: text,
        lookup: PreparedPlan.LookupOutline(
          choice: .rows,
          key: [key],
          onError: .null,
          isSpread: false,
          maxKeys: 1_000
        ),
        joins: joins
      )
    }
    #expect(
      plan.outline.map(\.withoutNodes) == [
        PreparedPlan.Outline(
          target: .source("memory"),
          relationship: nil,
          roots: [["t"]],
          text: "SELECT FROM t",
          joins: [
            lookup(
              "SELECT BY KEY FROM u",
              "x",
              "k",
              [lookup("SELECT BY KEY FROM v", "j", "id", [])]
            )
          ]
        )
      ]
    )
    #expect(source.calls == [])
  }

  @Test("What a source says of a fetch that it can't make is passed on")
  func sourceError() {
    let source = MemorySource([:])
    #expect(
      message { try prepare([root("t", fetch("t"))], on: source) } == "there is no such table"
    )
    #expect(
      message { try prepare([root("t", fetch("t"))], on: nil) }
        == #"internal error: there is no source "memory""#
    )
  }

  @Test("A join without a place, a place without a join and a key that isn't read are found early")
  func broken() {
    let source = MemorySource([
      "none": .rows([], members: []),
      "place": .rows([], members: [member("x", .join(3))]),
      "keyless": .rows([], members: [member("x", .join(0))]),
      "u": .values([:]),
    ])
    let join = edge(0, "x", key: ["k"], in: "u")
    #expect(
      message { try prepare([root("t", fetch("none", joins: [join]))], on: source) }
        == #"internal error: the source has no place for the relationship "x""#
    )
    #expect(
      message { try prepare([root("t", fetch("place"))], on: source) }
        == "internal error: the result has a place for join 3, which the plan lacks"
    )
    #expect(
      message { try prepare([root("t", fetch("keyless", joins: [join]))], on: source) }
        == #"internal error: the source doesn't read the key of the relationship "x""#
    )
  }
}

extension PreparedPlan.Outline {
  /// The same without the identities of this run.
  fileprivate var withoutNodes: PreparedPlan.Outline {
    var outline = self
    outline.node = nil
    outline.joins = joins.map(\.withoutNodes)
    return outline
  }
}
