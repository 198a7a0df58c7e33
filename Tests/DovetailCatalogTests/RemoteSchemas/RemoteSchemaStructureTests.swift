import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import Testing

@Suite("The structure of a remote schema")
struct RemoteSchemaStructureTests {
  @Test(
    "Violations are refused with the contract's texts",
    arguments: [
      ("type Query { a: T }", #"Could not find type with name "T""#),
      (
        "type Query implements I { a: Int }",
        "Could not find interface 'I' implemented by Object type 'Query'"
      ),
      (
        "interface I { a: Int b: Int } type Query implements I { a: Int }",
        #"Interface field 'I'."b" expected, but 'Query' does not provide it"#
      ),
      (
        "interface I { a: Int! } type Query implements I { a: Int }",
        #"The type of Object field 'Query'."a" (Int) is not the same type/sub type of "#
          + #"Interface field 'I'."a" (Int!)"#
      ),
      (
        "interface I { a(x: Int): Int } type Query implements I { a: Int }",
        #"Interface field argument 'I'."a"("x":) required, but Object field 'Query'."a" does "#
          + "not provide it"
      ),
      (
        "interface I { a(x: Int): Int } type Query implements I { a(x: ID): Int }",
        #"Interface field argument 'I'."a"("x":) expects type Int, but 'Query'."a"("x":) has "#
          + "type ID"
      ),
      (
        "interface I { a: Int } type Query implements I { a(x: ID!): Int }",
        #"Object field argument 'Query'."a"("x":) is of required type ID!, but is not provided "#
          + #"by Interface field 'I'."a""#
      ),
      (
        "union U = A type Query { u: U }",
        "Could not find type 'A', which is defined as a member type of Union 'U'"
      ),
      (
        "interface I { a: Int } union U = I type Query { u: U }",
        "Union type 'U' can only include object types. It cannot include 'I'"
      ),
      (
        "input In { a: Int } type Query { a: In }", "expected output type, but got input type"
      ),
      ("type T { a: Int } type Query { a(t: T): Int }", "expected input type, but got output type"),
    ]
  )
  func refused(sdl: String, message: String) {
    let error = remoteError { _ = try remoteCatalog(sdl) }
    #expect(error?.message == message)
    #expect(error?.code == .remoteSchemaError)
  }

  @Test(
    "What the answer to introspection must not have is refused where it stands",
    arguments: [
      (
        #"{"kind": "INTERFACE", "name": "I", "fields": [\#(field)], "possibleTypes": [{"name": "X"}]}"#,
        "Could not find type 'X', which is defined as a member type of Interface 'I'"
      ),
      (
        #"{"kind": "UNION", "name": "U", "possibleTypes": [{"name": 5}]}"#,
        "Error in $.types[1].possibleTypes[0].name: expected a string"
      ),
      (
        #"{"kind": "OBJECT", "name": "T", "fields": [{"name": "a"}]}"#,
        "Error in $.types[1].fields[0].type: expected a type reference"
      ),
      (
        #"{"kind": "ENUM", "name": "E", "enumValues": [{"name": "a{b"}]}"#,
        #""a{b" is not a valid GraphQL name"#
      ),
    ]
  )
  func introspection(type: String, message: String) {
    let answer = """
      {"data": {"__schema": {"queryType": {"name": "Query"}, "mutationType": null,
        "types": [{"kind": "OBJECT", "name": "Query", "fields": [\(Self.field)]}, \(type)]}}}
      """
    let error = remoteError {
      _ = try RemoteSchemaCatalog(
        name: "crm",
        introspection: Array(answer.utf8),
        customization: nil
      )
    }
    #expect(error?.message == message)
    #expect(error?.code == .remoteSchemaError)
  }

  private static let field = #"{"name": "a", "type": {"kind": "SCALAR", "name": "Int"}}"#

  @Test("A query root that is no object has a code of its own")
  func root() {
    let error = remoteError { _ = try remoteCatalog("schema { query: Q } scalar Q") }
    #expect(error == RemoteSchemaError(.unexpected, #""Q" has to be an object type"#))
  }

  @Test(
    "An introspection answer that is none is refused with its place",
    arguments: [
      ("<html>", "Error in $: "), ("{}", "Error in $.__schema: expected an object"),
      (
        #"{"data":{"__schema":{"types":[{"kind":"OBJECT"}]}}}"#,
        "Error in $.types[0].name: expected a string"
      ),
    ]
  )
  func undecodable(body: String, message: String) {
    let error = remoteError {
      _ = try RemoteSchemaCatalog(
        name: "crm",
        introspection: Array(body.utf8),
        customization: nil
      )
    }
    #expect(error?.message.hasPrefix(message) == true)
    #expect(error?.code == .remoteSchemaError)
  }

  @Test("Introspection gives the types, and a type named Mutation is the root of mutations")
  func introspection() throws {
    let body = """
      {"data":{"__schema":{"queryType":{"name":"Q"},"types":[
        {"kind":"OBJECT","name":"Q","fields":[
          {"name":"a","args":[],"type":{"kind":"SCALAR","name":"Int"}}]},
        {"kind":"OBJECT","name":"Mutation","fields":[
          {"name":"b","args":[],"type":{"kind":"SCALAR","name":"Int"}}]}]}}}
      """
    let catalog = try RemoteSchemaCatalog(
      name: "crm",
      introspection: Array(body.utf8),
      customization: nil
    )
    #expect(catalog.full.rootFields(for: .query).map(\.clientName) == ["a"])
    #expect(catalog.full.rootFields(for: .mutation).map(\.clientName) == ["b"])
    #expect(catalog.full.rootFields(for: .subscription).isEmpty)
  }
}
