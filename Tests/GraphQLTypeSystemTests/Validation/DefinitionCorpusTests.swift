import GraphQLLanguage
import GraphQLTypeSystem
import OrderedJSON
import Testing

@Suite("Verdicts on schema definitions")
struct DefinitionCorpusTests {
  @Test("Definitions are judged as by the reference implementation, in the same words")
  func verdicts() throws {
    let corpus = try #require(Corpus("definitions"))
    #expect(corpus.cases.count > 400)
    for entry in corpus.cases {
      let parts = try #require(entry.arrayValue)
      let text = try #require(parts[0].stringValue)
      let expected = try #require(parts[1].arrayValue)
        .compactMap { ExpectedProblem($0, rules: corpus.rules) }

      let document = try Document(parsing: text)
      let (_, diagnostics) = StaticTypeSchema.build(document: document)
      if expected.contains(where: { $0.rule.isEmpty && $0.message.isEmpty }) {
        #expect(!diagnostics.isEmpty, "\(text)")
        continue
      }
      // Defaults that are wrong do not make an argument required here.
      if diagnostics.contains(where: Self.isInvalidDefault) { continue }
      let found = diagnostics.filter { !Self.isOfNewerEdition($0) }.map { ExpectedProblem($0) }
      #expect(found.sorted() == expected.sorted(), "\(text)")
    }
  }

  /// Whether graphql-core 3.2 does not look for the problem.
  private static func isOfNewerEdition(_ diagnostic: Diagnostic) -> Bool {
    guard case .schema(let problem) = diagnostic.problem else { return false }
    switch problem {
    case .sharedRoot, .deprecatedImplementation, .defaultCycle: return true
    default: return false
    }
  }

  private static func isInvalidDefault(_ diagnostic: Diagnostic) -> Bool {
    if case .schema(.invalidDefault) = diagnostic.problem { true } else { false }
  }
}
