package import OrderedJSON

/// Which rows and columns a role may read, as metadata defines it.
package struct SelectPermissionDefinition: MetadataValue {
  package var columns: ColumnSelection
  package var computedFields: [ComputedFieldName]
  /// A boolean expression; the catalog resolves it.
  package var filter: JSONValue
  package var limit: Int?
  package var allowsAggregations: Bool
  /// The root fields that queries have, as metadata names them; nil for all.
  package var queryRootFields: [String]?
  package var subscriptionRootFields: [String]?

  package init(
    columns: ColumnSelection,
    computedFields: [ComputedFieldName] = [],
    filter: JSONValue = [:],
    limit: Int? = nil,
    allowsAggregations: Bool = false,
    queryRootFields: [String]? = nil,
    subscriptionRootFields: [String]? = nil
  ) {
    self.columns = columns
    self.computedFields = computedFields
    self.filter = filter
    self.limit = limit
    self.allowsAggregations = allowsAggregations
    self.queryRootFields = queryRootFields
    self.subscriptionRootFields = subscriptionRootFields
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "SelPerm")
    self.init(
      columns: try object.required("columns"),
      computedFields: try object.optional("computed_fields", default: []),
      filter: try readBooleanExpression(object.requiredReader("filter")),
      limit: try readLimit(object),
      allowsAggregations: try object.optional("allow_aggregations", default: false),
      queryRootFields: try readRootFields(
        object,
        "query_root_fields",
        allowed: ["select", "select_by_pk", "select_aggregate"]
      ),
      subscriptionRootFields: try readRootFields(
        object,
        "subscription_root_fields",
        allowed: ["select", "select_by_pk", "select_aggregate", "select_stream"]
      )
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("columns", columns)
    writer.write("filter", filter)
    writer.write(ifPresent: "limit", limit)
    writer.write("allow_aggregations", allowsAggregations, unless: false)
    writer.write(nonEmpty: "computed_fields", computedFields)
    writer.write(ifPresent: "query_root_fields", queryRootFields)
    writer.write(ifPresent: "subscription_root_fields", subscriptionRootFields)
    return writer.json
  }
}

private func readLimit(_ object: ObjectReader) throws(MetadataError) -> Int? {
  let limit: Int? = try object.optional("limit")
  if let limit, limit < 0, let reader = object.reader("limit") {
    throw reader.error("unexpected negative value")
  }
  return limit
}

private func readRootFields(
  _ object: ObjectReader,
  _ key: String,
  allowed: [String]
) throws(MetadataError) -> [String]? {
  guard let reader = object.reader(key), !reader.value.isNull else { return nil }
  var fields: [String] = []
  for element in try reader.elements() {
    let field = try String(element)
    guard allowed.contains(field) else {
      throw element.error(
        "unexpected value \"\(field)\", expected one of "
          + allowed.map { "\"\($0)\"" }.joined(separator: ", ")
      )
    }
    fields.append(field)
  }
  return fields
}

/// Reads a filter or check: an object, whose inside the catalog resolves.
func readBooleanExpression(_ reader: ValueReader) throws(MetadataError) -> JSONValue {
  guard case .object = reader.value else {
    throw reader.mismatch(type: "BoolExp", expected: "Object")
  }
  return reader.value
}
