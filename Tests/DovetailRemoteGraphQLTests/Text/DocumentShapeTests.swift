import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import GraphQLLanguage
import Testing

@Suite("What happens to an answer's members")
struct DocumentShapeTests {
  private func shape(_ fields: [RemoteField]) throws -> DocumentShape {
    let source = try RemoteGraphQLSource(
      name: "crm",
      definition: RemoteSchemaDefinition(url: "http://localhost/"),
      environment: [:],
      client: RemoteHTTPClient()
    )
    let fetch = Fetch(
      target: .remoteSchema("crm"),
      request: .operation(RemoteOperation(kind: .query, fields: fields))
    )
    guard case .document(let shape) = try source.prepare(fetch).shape else {
      throw UnexpectedRows()
    }
    return shape
  }

  @Test("Plain fields need no rule, however deep")
  func plain() throws {
    let hero = RemoteField(
      alias: "hero",
      name: "hero",
      selections: [.leaf("name")],
      role: .output(key: "hero")
    )
    #expect(try shape([hero]).rules.isEmpty)
  }

  @Test("Renamed, translated, hidden and joined members have rules")
  func rules() throws {
    let hero = RemoteField(
      alias: "hero",
      name: "hero",
      selections: [
        .field(
          RemoteField(
            alias: "t",
            name: "__typename",
            role: .typename(key: "t", renamed: ["A": "B"])
          )
        ),
        .field(RemoteField(alias: "x_", name: "x", role: .output(key: "x"))),
        .fragment(
          onType: "A",
          [
            .field(RemoteField(alias: "id_join_column", name: "id", role: .joinKey)),
            .field(RemoteField(alias: "r", name: "__typename", role: .join(3, key: "rel"))),
          ]
        ),
      ],
      role: .output(key: "hero")
    )
    guard case .copy(key: nil, let inner?)? = try shape([hero]).rules["hero"] else {
      Issue.record("no rule for hero")
      return
    }
    #expect(inner.rules.count == 4)
    guard case .translated(key: nil, ["A": "B"])? = inner.rules["t"],
      case .copy(key: "x"?, nil)? = inner.rules["x_"],
      case .hidden? = inner.rules["id_join_column"],
      case .join(3, key: "rel")? = inner.rules["r"]
    else {
      Issue.record("other rules: \(inner.rules)")
      return
    }
  }

  @Test("One alias for two things is refused")
  func conflict() throws {
    let hero = RemoteField(
      alias: "hero",
      name: "hero",
      selections: [
        .fragment(onType: "A", [.leaf("x")]),
        .fragment(
          onType: "B",
          [.field(RemoteField(alias: "x", name: "__typename", role: .join(0, key: "x")))]
        ),
      ],
      role: .output(key: "hero")
    )
    #expect(throws: SourceError.self) { try shape([hero]) }
  }
}
