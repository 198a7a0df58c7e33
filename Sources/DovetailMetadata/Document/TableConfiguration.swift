package import OrderedCollections
package import OrderedJSON

/// What metadata says about the names and texts of a table.
package struct TableConfiguration: MetadataValue {
  package var customName: String?
  /// By the kind of root field: `select`, `insert_one` …; see `rootFieldKinds`.
  package var customRootFields: OrderedDictionary<String, CustomRootField>
  package var columns: OrderedDictionary<ColumnName, ColumnConfiguration>
  package var comment: Comment

  /// The name and text of a root field, each optional.
  package struct CustomRootField: MetadataValue {
    package var name: String?
    package var comment: Comment

    package init(name: String?, comment: Comment = .automatic) {
      self.name = name
      self.comment = comment
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      guard case .object = reader.value else {
        self.init(name: try GraphQLNameText(reader).text)
        return
      }
      let object = try reader.object(of: "CustomRootField")
      self.init(
        name: try object.optional("name", as: GraphQLNameText.self)?.text,
        comment: try object.comment()
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      if comment == .automatic { return name.map { .string($0) } ?? .null }
      var writer = ObjectWriter()
      writer.write("comment", comment)
      writer.write(ifPresent: "name", name)
      return writer.json
    }
  }

  /// The name and text of a column's field, each optional.
  package struct ColumnConfiguration: MetadataValue {
    package var customName: String?
    package var comment: Comment

    package init(customName: String?, comment: Comment = .automatic) {
      self.customName = customName
      self.comment = comment
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "ColumnConfig")
      self.init(
        customName: try object.optional("custom_name", as: GraphQLNameText.self)?.text,
        comment: try object.comment()
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write(comment: comment)
      writer.write(ifPresent: "custom_name", customName)
      return writer.json
    }
  }

  package init(
    customName: String? = nil,
    customRootFields: OrderedDictionary<String, CustomRootField> = [:],
    columns: OrderedDictionary<ColumnName, ColumnConfiguration> = [:],
    comment: Comment = .automatic
  ) {
    self.customName = customName
    self.customRootFields = customRootFields
    self.columns = columns
    self.comment = comment
  }

  /// The root fields a table may have, as metadata names them.
  package static let rootFieldKinds = [
    "select", "select_by_pk", "select_aggregate", "select_stream", "insert", "insert_one",
    "update", "update_by_pk", "update_many", "delete", "delete_by_pk",
  ]

  package init(_ reader: ValueReader) throws(MetadataError) {
    self.init()
    let object = try reader.object(of: "TableConfig")
    customName = try object.optional("custom_name", as: GraphQLNameText.self)?.text
    if let fields = object.reader("custom_root_fields"), !fields.value.isNull {
      customRootFields = try readCustomRootFields(fields)
    }
    columns = try object.optional("column_config", default: [:])
    let names: OrderedDictionary<ColumnName, GraphQLNameText> =
      try object.optional("custom_column_names", default: [:])
    for (column, name) in names where columns[column]?.customName == nil {
      columns[column, default: ColumnConfiguration(customName: nil)].customName = name.text
    }
    comment = try object.comment()
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("column_config", columns)
    writer.write("custom_column_names", customColumnNames)
    writer.write(ifPresent: "custom_name", customName)
    writer.write("custom_root_fields", customRootFieldsJSON)
    writer.write(comment: comment)
    return writer.json
  }

  private var customColumnNames: JSONValue {
    var writer = ObjectWriter()
    for (column, configuration) in columns {
      writer.write(ifPresent: column.value, configuration.customName)
    }
    return writer.json
  }

  private var customRootFieldsJSON: JSONValue {
    var writer = ObjectWriter()
    for (kind, field) in customRootFields { writer.write(kind, field) }
    return writer.json
  }
}

/// Reads root field names by kind; a null means that nothing is said.
func readCustomRootFields(
  _ reader: ValueReader
) throws(MetadataError) -> OrderedDictionary<String, TableConfiguration.CustomRootField> {
  let object = try reader.object(of: "TableCustomRootFields")
  var result: OrderedDictionary<String, TableConfiguration.CustomRootField> = [:]
  for kind in TableConfiguration.rootFieldKinds {
    result[kind] = try object.optional(kind)
  }
  var kindsByName: [String: [String]] = [:]
  for (kind, field) in result {
    if let name = field.name { kindsByName[name, default: []].append(kind) }
  }
  let duplicates = kindsByName.filter { $0.value.count > 1 }.keys.sorted()
  guard duplicates.isEmpty else {
    throw reader.error(
      "the following custom root field names are duplicated: "
        + duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
    )
  }
  object.reportUnknownKeys()
  return result
}
