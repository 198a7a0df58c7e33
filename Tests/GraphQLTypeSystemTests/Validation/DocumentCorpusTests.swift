import GraphQLLanguage
import GraphQLTypeSystem
import OrderedJSON
import Testing

@Suite("Verdicts on documents")
struct DocumentCorpusTests {
  @Test("Every rule finds what the reference implementation finds, where and in the same words")
  func verdicts() throws {
    let corpus = try #require(Corpus("documents"))
    let schemas = try corpus.schemas()
    #expect(corpus.cases.count > 1_500)
    for entry in corpus.cases {
      let parts = try #require(entry.arrayValue)
      let name = try #require(parts[0].stringValue)
      let schema = try #require(schemas[name])
      let text = try #require(parts[1].stringValue)
      let expected = try #require(parts[2].arrayValue)
        .compactMap { ExpectedProblem($0, rules: corpus.rules) }

      let document = try Document(parsing: text)
      let diagnostics = validate(document, against: schema, rules: .recommended, limit: 1_000)
      let (found, conflicts) = Self.comparable(diagnostics)
      let others = expected.filter { $0.rule != Self.merging && $0.rule != Self.subscriptions }
      #expect(found == others.sorted(), "\(text)")
      #expect(conflicts == expected.contains { $0.rule == Self.merging }, "\(text)")

      // Conditions at the top of a subscription are an addition of the 2025 edition.
      let subscriptions = diagnostics.filter { $0.rule == .singleFieldSubscriptions }
      if !subscriptions.contains(where: Self.isConditional) {
        #expect(
          subscriptions.map(\.message).sorted()
            == expected.filter { $0.rule == Self.subscriptions }.map(\.message).sorted(),
          "\(text)")
      }
    }
  }

  private static let merging = ValidationRule.overlappingFieldsCanBeMerged.rawValue
  private static let subscriptions = ValidationRule.singleFieldSubscriptions.rawValue

  private static func isConditional(_ diagnostic: Diagnostic) -> Bool {
    if case .document(.conditionalSubscriptionField) = diagnostic.problem { true } else { false }
  }

  private static func comparable(
    _ diagnostics: [Diagnostic]
  ) -> (found: [ExpectedProblem], conflicts: Bool) {
    var found: [ExpectedProblem] = []
    var conflicts = false
    for diagnostic in diagnostics {
      switch diagnostic.rule {
      case .overlappingFieldsCanBeMerged: conflicts = true
      case .singleFieldSubscriptions: break
      default:
        found.append(
          ExpectedProblem(
            rule: diagnostic.rule?.rawValue ?? "",
            message: diagnostic.message.equallyQuoted,
            offset: diagnostic.locations.first.map { Int($0.offset) } ?? -1))
      }
    }
    return (found.sorted(), conflicts)
  }
}

extension String {
  /// The text with one kind of quotation mark only, as in the corpus.
  var equallyQuoted: String { String(map { $0 == "'" ? "\"" : $0 }) }
}
