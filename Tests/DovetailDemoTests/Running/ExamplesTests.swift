import DovetailDemo
import Testing

@Suite("The example of the shop")
struct ExamplesTests {
  /// A file of the example, and what the demo has in its place.
  enum File: String, CaseIterable {
    case metadata = "metadata.json"
    case query = "query.graphql"
    case billing = "billing.graphql"
    case schema = "shop.sql"

    var text: String {
      switch self {
      case .metadata: DemoContent.metadata
      case .query: DemoContent.query
      case .billing: BillingSchema.text
      case .schema: Shop.schemaSQL
      }
    }
  }

  @Test("Has what the demo uses", arguments: File.allCases)
  func files(file: File) throws {
    #expect(try exampleFile(file.rawValue) == file.text)
  }
}
