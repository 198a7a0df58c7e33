import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import Testing

@Suite("Customized names of a remote schema")
struct RemoteNamesTests {
  private let sdl = """
    schema { query: IQuery }
    interface Character { id: ID! name: String! }
    type Droid implements Character { id: ID! name: String! primaryFunction: String }
    type Human implements Character { id: ID! name: String! droid: Droid }
    union Found = Droid | Human
    input Args { episode: Int! }
    type IQuery { hero(episode: Int!): Character byArgs(arguments: Args!): [Found!] }
    """

  private let everything = RemoteSchemaCustomization(
    rootFieldsNamespace: "star_wars",
    typeNames: .init(
      prefix: "Foo",
      suffix: "_x",
      mapping: ["Droid": "Android", "Int": "MyInt"]
    ),
    fieldNames: [
      .init(parentType: "Character", prefix: "foo_", suffix: "_f", mapping: ["id": "ident"]),
      .init(
        parentType: "Human",
        mapping: ["id": "ident", "name": "foo_name_f", "droid": "android"]
      ),
      .init(parentType: "Droid", prefix: "foo_", suffix: "_f", mapping: ["id": "ident"]),
      .init(parentType: "IQuery", prefix: "super_"),
    ]
  )

  @Test("Types and fields have client names, and client names lead back")
  func roundTrip() throws {
    let catalog = try remoteCatalog(sdl, everything)
    let names = catalog.names
    for (original, client) in [
      "Droid": "Android", "Human": "FooHuman_x", "Int": "MyInt", "ID": "ID",
      "IQuery": "star_warsIQuery", "Args": "FooArgs_x",
    ] {
      #expect(names.typeName(original) == client)
      #expect(names.originalTypeName(client) == original)
    }
    #expect(names.originalTypeName("Droid") == nil)
    #expect(names.fieldName("primaryFunction", of: "Droid") == "foo_primaryFunction_f")
    #expect(names.originalFieldName("foo_primaryFunction_f", of: "Droid") == "primaryFunction")
    #expect(names.originalFieldName("primaryFunction", of: "Droid") == nil)
    #expect(names.fieldName("hero", of: "IQuery") == "super_hero")
    let reference = try TypeReference(parsing: "[Int!]!")
    #expect(names.reference(reference).description == "[MyInt!]!")
    #expect(names.originalReference(names.reference(reference)) == reference)
  }

  @Test("The client's schema is the service's with other names")
  func clientSchema() throws {
    let view = try remoteCatalog(sdl, everything).full
    #expect(view.namespaceType(for: .query) == "star_warsIQuery")
    #expect(view.namespaceType(for: .mutation) == nil)
    #expect(view.rootFields(for: .query).map(\.clientName) == ["super_hero", "super_byArgs"])
    #expect(view.rootFields(for: .query).map(\.originalName) == ["hero", "byArgs"])
    let hero = try #require(view.rootFields(for: .query).first).field
    #expect(hero.type.description == "FooCharacter_x")
    #expect(hero.arguments["episode"]?.type.description == "MyInt!")
    #expect(view.clientSchema.type(named: "MyInt")?.isInput == true)
    #expect(view.clientSchema.type(named: "Droid") == nil)
    #expect(view.clientSchema.possibleTypes(of: "FooFound_x") == ["Android", "FooHuman_x"])
    #expect(view.clientSchema.possibleTypes(of: "FooCharacter_x") == ["Android", "FooHuman_x"])
    #expect(
      view.clientSchema.type(named: "FooHuman_x")?.fields.keys.elements
        == ["ident", "foo_name_f", "android"]
    )
    // Input fields keep their names.
    #expect(view.clientSchema.type(named: "FooArgs_x")?.inputFields.keys.elements == ["episode"])
  }

  @Test("Without a namespace root types keep their names")
  func rootTypes() throws {
    let catalog = try remoteCatalog(
      sdl,
      RemoteSchemaCustomization(typeNames: .init(prefix: "Foo"))
    )
    #expect(catalog.names.typeName("IQuery") == "IQuery")
    #expect(catalog.names.typeName("Droid") == "FooDroid")
    #expect(catalog.full.namespaceType(for: .query) == nil)
  }

  @Test("A mapping of a root type wins over the namespace")
  func mappedRoot() throws {
    let catalog = try remoteCatalog(
      sdl,
      RemoteSchemaCustomization(
        rootFieldsNamespace: "bar",
        typeNames: .init(mapping: ["IQuery": "MyRoot"])
      )
    )
    #expect(catalog.full.namespaceType(for: .query) == "MyRoot")
  }

  @Test(
    "Clashing names are refused with the contract's texts",
    arguments: [
      (
        RemoteSchemaCustomization(typeNames: .init(mapping: ["Droid": "Foo", "Human": "Foo"])),
        RemoteSchemaError(
          .remoteSchemaError,
          "Type name mappings are not distinct; the following types appear more than once: \"Foo\""
        )
      ),
      (
        RemoteSchemaCustomization(fieldNames: [
          .init(parentType: "Droid", mapping: ["primaryFunction": "name"])
        ]),
        RemoteSchemaError(
          .remoteSchemaError,
          "Field name mappings for object type \"Droid\" are not distinct; the following fields "
            + "appear more than once: \"name\""
        )
      ),
      (
        RemoteSchemaCustomization(fieldNames: [
          .init(
            parentType: "Droid",
            mapping: ["primaryFunction": "name", "name": "primaryFunction"]
          )
        ]),
        RemoteSchemaError(
          .remoteSchemaError,
          "Remote schema customization inconsistency: field name mapping for field \"name\" of "
            + "interface \"Character\" is inconsistent with mapping for type \"Droid\". Interface "
            + "field name maps to \"name\". Type field name maps to \"primaryFunction\"."
        )
      ),
      (
        RemoteSchemaCustomization(fieldNames: [
          .init(parentType: "Droid", mapping: ["__typename": "x"])
        ]),
        RemoteSchemaError(
          .invalidParams,
          "attempt to customize reserved field name \"__typename\""
        )
      ),
    ]
  )
  func clashes(customization: RemoteSchemaCustomization, error: RemoteSchemaError) {
    #expect(remoteError { _ = try remoteCatalog(sdl, customization) } == error)
  }
}
