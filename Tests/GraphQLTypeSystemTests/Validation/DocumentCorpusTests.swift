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
      let (found, conflicts) = Self.comparable(diagnostics, text)
      let others = expected.filter { $0.rule != Self.merging && $0.rule != Self.subscriptions }
      #expect(found == others.sorted(), "\(text)")
      #expect(conflicts == expected.contains { $0.rule == Self.merging }, "\(text)")

      // Conditions at the top of a subscription are an addition of the 2025 edition.
      let subscriptions = diagnostics.filter { $0.rule == .singleFieldSubscriptions }
      if !subscriptions.contains(where: Self.isConditional) {
        #expect(
          subscriptions.map(\.message).sorted()
            == expected.filter { $0.rule == Self.subscriptions }.map(\.message).sorted(),
          "\(text)"
        )
      }
    }
  }

  private static let merging = ValidationRule.overlappingFieldsCanBeMerged.rawValue
  private static let subscriptions = ValidationRule.singleFieldSubscriptions.rawValue

  private static func isConditional(_ diagnostic: Diagnostic) -> Bool {
    if case .document(.conditionalSubscriptionField) = diagnostic.problem { true } else { false }
  }

  /// Whether `__typename` takes part in a conflict of types; graphql-core does not know its type.
  private static func isOfTypename(_ diagnostic: Diagnostic, _ text: String) -> Bool {
    diagnostic.message.contains("conflicting types")
      && diagnostic.locations.contains { location in
        let field = text.utf8.dropFirst(Int(location.offset)).prefix { $0 != UInt8(ascii: " ") }
        let aliased = text.utf8.dropFirst(Int(location.offset) + 3).prefix {
          $0 != UInt8(ascii: " ")
        }
        return String(field) == "__typename" || String(aliased) == "__typename"
      }
  }

  private static func comparable(
    _ diagnostics: [Diagnostic],
    _ text: String
  ) -> (found: [ExpectedProblem], conflicts: Bool) {
    var found: [ExpectedProblem] = []
    var conflicts = false
    for diagnostic in diagnostics {
      switch diagnostic.rule {
      case .overlappingFieldsCanBeMerged: conflicts = conflicts || !isOfTypename(diagnostic, text)
      case .singleFieldSubscriptions, .knownOperationTypes: break
      default:
        found.append(ExpectedProblem(diagnostic))
      }
    }
    return (found.sorted(), conflicts)
  }
}
