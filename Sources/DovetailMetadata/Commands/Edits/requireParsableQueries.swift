import GraphQLLanguage
import OrderedJSON

/// Refuses the queries of a collection that are not GraphQL.
///
/// Documents of the metadata store are not looked at: an engine shall start whatever they hold.
func requireParsableQueries(ofCollection reader: ValueReader) throws(MetadataError) {
  let object = try reader.object(of: "CreateCollection")
  let definition = try object.requiredReader("definition").object(of: "CollectionDef")
  for query in try definition.requiredReader("queries").elements() {
    try requireParsable(query.object(of: "ListedQuery").requiredReader("query"))
  }
}

/// Refuses the queries of all collections of a document that are not GraphQL.
func requireParsableQueries(ofDocument reader: ValueReader) throws(MetadataError) {
  let object = try reader.object(of: "Metadata")
  guard let collections = object.reader("query_collections"), !collections.value.isNull else {
    return
  }
  for collection in try collections.elements() {
    try requireParsableQueries(ofCollection: collection)
  }
}

/// Refuses a text that is not an executable document of GraphQL.
func requireParsable(_ query: ValueReader) throws(MetadataError) {
  do {
    _ = try Document(parsing: String(query))
  } catch let error as MetadataError {
    throw error
  } catch {
    throw query.error("parsing the graphql query failed")
  }
}
