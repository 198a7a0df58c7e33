import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import Testing

@Suite("Documents made to be slow")
struct HostileDocumentTests {
  private let schema: StaticTypeSchema

  init() throws {
    schema = try makeSchema(
      """
      type Query { a(x: Int): Query b: Query name: String named: Named other: Other }
      interface Named { name: String a: Named }
      type Other implements Named { name: String a: Named }
      """
    )
  }

  /// The names of rules that a document breaks, if that was found out in time.
  private func rules(_ text: String, within limit: Duration = .seconds(10)) throws -> Set<String> {
    let limits = ParserLimits(bytes: 8 << 20, tokens: 2_000_000, depth: 500, fields: 1_000_000)
    let document = try Document(parsing: text, limits: limits)
    let clock = ContinuousClock()
    let start = clock.now
    let diagnostics = validate(document, against: schema, rules: .recommended)
    #expect(clock.now - start < limit)
    return Set(diagnostics.compactMap { $0.rule?.rawValue })
  }

  @Test("Ten thousand aliases of one field are fine")
  func aliases() throws {
    let fields = (0..<10_000).map { "f\($0): name" }.joined(separator: " ")
    #expect(try rules("{ \(fields) }") == [])
  }

  @Test("Ten thousand repetitions of one field are merged")
  func repetitions() throws {
    let fields = String(repeating: "a(x: 1) { name } ", count: 10_000)
    #expect(try rules("{ \(fields) }") == [])
  }

  @Test("A conflict is found among ten thousand repetitions")
  func conflictAmongRepetitions() throws {
    let fields = String(repeating: "a(x: 1) { name } ", count: 10_000)
    #expect(
      try rules("{ \(fields) a(x: 2) { name } }") == ["OverlappingFieldsCanBeMergedRule"]
    )
  }

  @Test("Fragments that double at every level are looked at once")
  func doublingFragments() throws {
    var text = "{ ...F0 }"
    for index in 0..<200 {
      text += " fragment F\(index) on Query { a { ...F\(index + 1) } b { ...F\(index + 1) } }"
    }
    text += " fragment F200 on Query { name }"
    #expect(try rules(text) == [])
  }

  @Test("A chain of five thousand fragments does not exhaust the stack")
  func chain() throws {
    var text = "{ ...F0 }"
    for index in 0..<5_000 { text += " fragment F\(index) on Query { ...F\(index + 1) }" }
    text += " fragment F5000 on Query { name }"
    #expect(try rules(text) == [])
  }

  @Test("A nested chain of fragments does not exhaust the stack")
  func nestedChain() throws {
    var text = "{ ...F0 }"
    for index in 0..<5_000 { text += " fragment F\(index) on Query { a { ...F\(index + 1) } }" }
    text += " fragment F5000 on Query { name }"
    #expect(try rules(text) == [])
  }

  @Test("A cycle through five thousand fragments is found")
  func cycle() throws {
    var text = "{ ...F0 }"
    for index in 0..<5_000 {
      text += " fragment F\(index) on Query { ...F\((index + 1) % 5_000) }"
    }
    #expect(try rules(text) == ["NoFragmentCyclesRule"])
  }

  @Test("A document whose merging takes too much work is refused")
  func exhaustion() throws {
    // Each level merges the fields of all fragments that follow.
    var text = "{ ...F0 }"
    for index in 0..<3_000 {
      text += " fragment F\(index) on Query { ...F\(index + 1) a { ...F\(index + 1) } }"
    }
    text += " fragment F3000 on Query { name }"
    #expect(try rules(text) == ["OverlappingFieldsCanBeMergedRule"])
  }

  @Test("Many operations that share many fragments with variables are checked")
  func sharedFragments() throws {
    var text = ""
    for index in 0..<200 { text += " query Q\(index)($x: Int) { ...F0 }" }
    for index in 0..<200 {
      text += " fragment F\(index) on Query { f\(index): a(x: $x) { name } ...F\(index + 1) }"
    }
    text += " fragment F200 on Query { name }"
    #expect(try rules(text) == [])
  }

  @Test("Selections as deep as the parser lets through are walked")
  func depth() throws {
    let depth = 290
    let text =
      String(repeating: "{ a ", count: depth) + "{ name }" + String(repeating: "}", count: depth)
    #expect(try rules(text) == [])
  }

  @Test("Introspection through fragments that double is bounded")
  func doublingIntrospection() throws {
    var text = "{ __schema { types { ...F0 } } }"
    for index in 0..<100 {
      text +=
        " fragment F\(index) on __Type { a: ofType { ...F\(index + 1) } b: ofType { ...F\(index + 1) } }"
    }
    text += " fragment F100 on __Type { name }"
    #expect(try rules(text) == [])
    #expect(throws: TypeSystemError.introspectionTooDeep) {
      try introspect(text, schema)
    }
  }

  @Test("No more problems are reported than asked for, and one that says so")
  func limit() throws {
    let fields = (0..<500).map { "x\($0)" }.joined(separator: " ")
    let document = try Document(parsing: "{ \(fields) }")
    let diagnostics = validate(document, against: schema, limit: 20)
    #expect(diagnostics.count == 21)
    #expect(diagnostics.last?.problem == .document(.tooManyProblems))
  }
}
