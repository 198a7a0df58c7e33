import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Schemas that services publish", .enabled(if: RealSchema.areAvailable))
struct RealSchemaTests {
  private func document(_ schema: RealSchema) throws -> Document {
    let bytes = try #require(schema.read())
    return try Document(parsing: bytes, limits: .typeSystem)
  }

  @Test("The Star Wars schema is valid")
  func starWars() throws {
    let schema = try StaticTypeSchema(document: try document(.starWars))
    #expect(schema.rootTypeName(for: .query) == "Root")
    #expect(schema.rootTypeName(for: .mutation) == nil)
    #expect(schema.possibleTypes(of: "Node").contains("Planet"))
  }

  @Test(
    "Services that break the rule on deprecated implementations can be used as remotes only",
    arguments: [RealSchema.gitHub, .openCollective]
  )
  func lenient(_ name: RealSchema) throws {
    let document = try document(name)
    let (_, diagnostics) = StaticTypeSchema.build(document: document)
    #expect(!diagnostics.isEmpty)
    for diagnostic in diagnostics {
      guard case .schema(.deprecatedImplementation) = diagnostic.problem else {
        Issue.record("\(diagnostic.message)")
        continue
      }
    }
    #expect(throws: TypeSystemError.self) { try StaticTypeSchema(document: document) }
    let schema = try StaticTypeSchema(document: document, strictness: .remote)
    #expect(schema.rootTypeName(for: .mutation) == "Mutation")
    #expect(schema.definedTypes.count > 500)
  }

  @Test("Fields that are defined twice are told with both places")
  func duplicates() throws {
    let bytes = try #require(RealSchema.gitHubInvalid.read())
    let source = SourceText(bytes)
    let document = try Document(parsing: source, limits: .typeSystem)
    let found = diagnostics { () throws(TypeSystemError) in
      try StaticTypeSchema(document: document, strictness: .remote)
    }
    #expect(found.count == 2)
    for diagnostic in found {
      guard case .definition(.duplicateField(let type, let field)) = diagnostic.problem else {
        Issue.record("\(diagnostic.message)")
        continue
      }
      #expect(diagnostic.rule == .uniqueFieldDefinitionNames)
      #expect(diagnostic.message == "Field \"\(type).\(field)\" can only be defined once.")
      #expect(diagnostic.locations.count == 2)
      for location in diagnostic.locations {
        let text = bytes.dropFirst(Int(location.offset)).prefix(field.utf8.count)
        #expect(String(decoding: text, as: UTF8.self) == field)
      }
    }
  }

  @Test(
    "A schema survives introspection and printing",
    arguments: [RealSchema.gitHub, .openCollective, .starWars]
  )
  func roundTrips(_ name: RealSchema) throws {
    let schema = try StaticTypeSchema(document: try document(name), strictness: .remote)
    let text = printSchema(schema)

    let answer = try introspect(IntrospectionQuery.complete, schema)
    let imported = try StaticTypeSchema(introspection: answer)
    #expect(printSchema(imported) == text)

    let printed = try Document(parsing: text, limits: .typeSystem)
    let again = try StaticTypeSchema(document: printed, strictness: .remote)
    #expect(printSchema(again) == text)
  }

  @Test("An operation on a large schema is validated with what it is about")
  func validation() throws {
    let schema = try StaticTypeSchema(document: try document(.gitHub), strictness: .remote)
    let operation = """
      query ($login: String!, $n: Int = 10) {
        repositoryOwner(login: $login) {
          login
          ... on User { followers(first: $n) { totalCount nodes { nmae } } }
          repositories(first: $n, orderBy: { field: NAME, direction: UP }) { nodes { id } }
        }
        search(query: "x", type: ISSUE, first: "1") { nodes { ... on Commit { oid } } }
      }
      """
    #expect(
      try problems(operation, schema) == [
        "Cannot query field \"nmae\" on type \"User\". Did you mean \"name\"?",
        "Value \"UP\" does not exist in \"OrderDirection\" enum.",
        "Int cannot represent non-integer value: \"1\"",
        "Fragment cannot be spread here as objects of type \"SearchResultItem\" can never be of "
          + "type \"Commit\".",
      ]
    )
  }
}
