import DovetailRemoteGraphQL
import Testing

@Suite("Calls under way")
struct FlightTableTests {
  private let table = Table()

  /// A box, since expectations cannot change what they look at.
  private final class Table {
    var table = FlightTable<String, String>()

    func board(_ key: String) -> FlightTable<String, String>.Role { table.board(key) }
    func wait(for flight: Int, ticket: Int, _ waiter: String) -> Bool {
      table.wait(for: flight, ticket: ticket, waiter)
    }
    func leave(_ flight: Int, ticket: Int) -> String? { table.leave(flight, ticket: ticket) }
    func land(_ flight: Int) -> [String] { table.land(flight) }
    func seal() { table.seal() }
    var count: Int { table.count }
  }

  @Test("The first leads, those who come meanwhile follow, and get what it brings")
  func following() {
    #expect(table.board("a") == .leads(1))
    #expect(table.board("a") == .follows(1))
    #expect(table.board("b") == .leads(2))
    #expect(table.wait(for: 1, ticket: 1, "x"))
    #expect(table.wait(for: 1, ticket: 2, "y"))
    #expect(table.land(1) == ["x", "y"])
    #expect(table.count == 1)
    #expect(table.board("a") == .leads(3))
  }

  @Test("Whoever comes after the landing does not wait")
  func late() {
    _ = table.board("a")
    _ = table.land(1)
    #expect(!table.wait(for: 1, ticket: 1, "x"))
    #expect(table.land(1) == [])
  }

  @Test("Whoever leaves gets nothing")
  func leaving() {
    _ = table.board("a")
    _ = table.wait(for: 1, ticket: 1, "x")
    _ = table.wait(for: 1, ticket: 2, "y")
    #expect(table.leave(1, ticket: 1) == "x")
    #expect(table.leave(1, ticket: 1) == nil)
    #expect(table.land(1) == ["y"])
    #expect(table.leave(1, ticket: 2) == nil)
  }

  @Test("A sealed flight is joined by nobody, and still lands for those who are in it")
  func sealing() {
    _ = table.board("a")
    _ = table.wait(for: 1, ticket: 1, "x")
    table.seal()
    #expect(table.board("a") == .leads(2))
    #expect(table.land(1) == ["x"])
    #expect(table.board("a") == .follows(2))
  }
}
