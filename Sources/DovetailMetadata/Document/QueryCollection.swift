package import OrderedCollections
package import OrderedJSON

/// Named GraphQL operations that belong together.
package struct QueryCollection: MetadataValue {
  package var name: CollectionName
  package var comment: String?
  package var queries: OrderedDictionary<String, Query>

  /// A named GraphQL operation.
  package struct Query: MetadataValue {
    package var name: String
    package var query: String

    package init(name: String, query: String) {
      self.name = name
      self.query = query
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "ListedQuery")
      self.init(
        name: try object.required("name", as: NonEmptyText.self).text,
        query: try object.required("query")
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue { ["name": .string(name), "query": .string(query)] }
  }

  package init(
    name: CollectionName,
    queries: OrderedDictionary<String, Query> = [:],
    comment: String? = nil
  ) {
    self.name = name
    self.queries = queries
    self.comment = comment
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "CreateCollection")
    let name = try object.required("name", as: CollectionName.self)
    let definition = try object.requiredReader("definition").object(of: "CollectionDef")
    _ = try definition.requiredReader("queries")
    self.init(
      name: name,
      queries: try definition.keyed("queries", kind: "queries", by: \Query.name),
      comment: try object.optional("comment")
    )
    definition.reportUnknownKeys()
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("name", name)
    writer.write("definition", ["queries": Array(queries.values).json] as JSONValue)
    writer.write(ifPresent: "comment", comment)
    return writer.json
  }
}
