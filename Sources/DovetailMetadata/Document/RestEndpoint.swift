package import OrderedJSON

/// An operation of a collection, callable at a URL of its own.
package struct RestEndpoint: MetadataValue {
  package var name: String
  /// Below `/api/rest/`; segments `:name` are variables.
  package var url: String
  package var methods: [String]
  package var collection: CollectionName
  package var query: String
  package var comment: String?

  package init(
    name: String,
    url: String,
    methods: [String],
    collection: CollectionName,
    query: String,
    comment: String? = nil
  ) {
    self.name = name
    self.url = url
    self.methods = methods
    self.collection = collection
    self.query = query
    self.comment = comment
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "CreateEndpoint")
    let name = try object.required("name", as: NonEmptyText.self).text
    let url = try object.required("url", as: NonEmptyText.self).text
    let methods = try readMethods(object.requiredReader("methods"))
    let definition = try object.requiredReader("definition").object(of: "EndpointDef")
    let query = try definition.requiredReader("query").object(of: "QueryReference")
    self.init(
      name: name,
      url: url,
      methods: methods,
      collection: try query.required("collection_name"),
      query: try query.required("query_name", as: NonEmptyText.self).text,
      comment: try object.optional("comment")
    )
    query.reportUnknownKeys()
    definition.reportUnknownKeys()
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(ifPresent: "comment", comment)
    writer.write("definition", definitionJSON)
    writer.write("methods", methods)
    writer.write("name", name)
    writer.write("url", url)
    return writer.json
  }

  /// `{"query": {"collection_name": …, "query_name": …}}`.
  var definitionJSON: JSONValue {
    ["query": ["collection_name": collection.json, "query_name": .string(query)]]
  }
}

private func readMethods(_ reader: ValueReader) throws(MetadataError) -> [String] {
  let allowed = ["GET", "POST", "PUT", "DELETE", "PATCH"]
  var methods: [String] = []
  for element in try reader.elements() {
    let method = try String(element)
    guard allowed.contains(method) else {
      throw element.error(
        "unsupported method \"\(method)\", expected one of "
          + allowed.map { "\"\($0)\"" }.joined(separator: ", ")
      )
    }
    if !methods.contains(method) { methods.append(method) }
  }
  guard !methods.isEmpty else { throw reader.error("expected at least one method") }
  return methods
}
