import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Verdicts on variable values")
struct ValueCorpusTests {
  @Test("Values are coerced as by the reference implementation")
  func verdicts() throws {
    let corpus = try #require(Corpus("values"))
    let schemas = try corpus.schemas()
    #expect(corpus.cases.count > 600)
    for entry in corpus.cases {
      let parts = try #require(entry.arrayValue)
      let name = try #require(parts[0].stringValue)
      let schema = try #require(schemas[name])
      let typeText = try #require(parts[1].stringValue)
      let type = try TypeReference(parsing: typeText)
      let given = try #require(parts[2].objectValue)
      let expected = parts[3].objectValue

      let definition = VariableDefinition(name: Name("x"), type: type)
      let found = diagnostics { () throws(TypeSystemError) in
        try schema.coerceVariables(given, for: [definition])
      }
      #expect(found.count == parts[4].arrayValue?.count, "\(entry)")
      if let expected {
        let coerced = try schema.coerceVariables(given, for: [definition])
        #expect(normalized(.object(expected)) == normalized(.object(coerced)), "\(entry)")
      }
    }
  }

  /// The value with its keys sorted and its numbers written alike.
  private func normalized(_ value: JSONValue) -> JSONValue {
    switch value {
    case .number(let number): .number(JSONNumber(unchecked: "\(number.double)"))
    case .array(let elements): .array(elements.map(normalized))
    case .object(let members):
      .object(
        JSONObject(
          uniqueKeysWithValues: members.elements.sorted { $0.key < $1.key }
            .map { ($0.key, normalized($0.value)) }
        )
      )
    default: value
    }
  }
}
