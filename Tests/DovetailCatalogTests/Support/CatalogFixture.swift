import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import SampleFacts

/// A catalog of the blog's database with metadata given as text.
struct CatalogFixture {
  /// The tables of the source `default`, as metadata has them.
  var tables: String
  /// The functions of the source `default`.
  var functions = ""
  /// The customization of the source `default`.
  var customization = "{}"
  /// Further members of the document: `, "inherited_roles": […]`.
  var more = ""
  /// Further sources.
  var otherSources = ""
  var facts = BlogFacts.relational()
  var otherFacts: [SourceName: RelationalFacts] = [:]
  var options = CatalogOptions()
  var enumTables: [TableName: SourceFacts.EnumTableContent] = [:]
  /// The SDL of remote schemas, by name.
  var services: OrderedDictionary<String, String> = [:]

  func build() throws -> Catalog {
    buildCatalog(try input())
  }

  /// What the catalog is built from.
  func input() throws -> CatalogInput {
    let document = """
      {"version": 3, "sources": [
        {"name": "default", "kind": "postgres", "tables": [\(tables)],
         "functions": [\(functions)],
         "configuration": {"connection_info": {"database_url": "x"}},
         "customization": \(customization)}\(otherSources)]\(more)}
      """
    let metadata = try Metadata(json: try JSONValue(parsing: document))
    var sources: [SourceName: CatalogInput.Introspected<SourceFacts>] = [
      "default": .known(sourceFacts(facts))
    ]
    for (name, facts) in otherFacts { sources[name] = .known(sourceFacts(facts)) }
    var schemas: [RemoteSchemaName: CatalogInput.Introspected<RemoteSchemaFacts>] = [:]
    for (name, sdl) in services {
      let name = RemoteSchemaName(name)
      let (schema, _) = StaticTypeSchema.build(document: try Document(parsing: sdl))
      schemas[name] = .known(
        RemoteSchemaFacts(
          catalog: try RemoteSchemaCatalog(
            name: name,
            schema: schema,
            customization: metadata.remoteSchemas[name]?.definition.customization
          )
        )
      )
    }
    return CatalogInput(
      metadata: metadata,
      sources: sources,
      remoteSchemas: schemas,
      options: options
    )
  }

  private func sourceFacts(_ facts: RelationalFacts) -> SourceFacts {
    SourceFacts(
      relational: facts,
      comparisons: Set(ComparisonOperator.allCases),
      aggregates: Set(AggregateFunction.allCases),
      enumTables: enumTables
    )
  }

  /// Name and reason of everything inconsistent.
  func problems() throws -> [String] {
    try build().inconsistencies.map { "\($0.object.displayName): \($0.reason)" }
  }

  /// A table of the source `default`.
  func table(_ name: String, schema: String = "public") throws -> Table {
    try build().tableNamed(name, schema: schema)
  }

  /// What a role may do with a table of the source `default`.
  func permissions(of role: RoleName, on table: String) throws -> TablePermissions? {
    let catalog = try build()
    return catalog.permissions(of: role, on: try catalog.tableNamed(table))
  }
}

extension Catalog {
  /// A table of the source `default`; throws if it was left out.
  func tableNamed(_ name: String, schema: String = "public") throws -> Table {
    guard let table = table(TableName(schema: schema, name: name), in: "default") else {
      throw MissingTable(name: name, reasons: inconsistencies.map(\.reason))
    }
    return table
  }
}

/// A table that should have been in the catalog.
struct MissingTable: Error {
  var name: String
  var reasons: [String]
}
