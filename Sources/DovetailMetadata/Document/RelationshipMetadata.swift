package import OrderedCollections
package import OrderedJSON

/// A relationship inside one source, as metadata defines it.
package struct RelationshipMetadata: MetadataValue {
  package var name: RelationshipName
  package var using: Using
  package var comment: String?

  /// How the other end is found.
  package enum Using: MetadataValue {
    /// A foreign key of the table itself, by its columns.
    case foreignKey([ColumnName])
    /// A foreign key of another table that points here, by its columns.
    case remoteForeignKey(TableName, [ColumnName])
    case manual(ManualRelationship)
  }

  package init(name: RelationshipName, using: Using, comment: String? = nil) {
    self.name = name
    self.using = using
    self.comment = comment
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RelDef")
    name = try object.required("name")
    using = try object.required("using")
    comment = try object.optional("comment")
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("name", name)
    writer.write("using", using)
    writer.write(ifPresent: "comment", comment)
    return writer.json
  }
}

/// Whether a relationship leads to one row or to many.
package enum RelationshipKind: String, Sendable, Hashable {
  case object
  case array
}

/// A relationship by columns that need not be keys.
package struct ManualRelationship: MetadataValue {
  package var target: Target
  package var columnMapping: OrderedDictionary<ColumnName, ColumnName>
  /// `before_parent` or `after_parent`: which row a nested insert writes first.
  package var insertionOrder: String?

  /// The other end.
  package enum Target: Sendable, Hashable {
    case table(TableName)
    case nativeQuery(String)
  }

  package init(
    target: Target,
    columnMapping: OrderedDictionary<ColumnName, ColumnName>,
    insertionOrder: String? = nil
  ) {
    self.target = target
    self.columnMapping = columnMapping
    self.insertionOrder = insertionOrder
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RelManualConfig")
    if let query = try object.optional("remote_native_query", as: String.self) {
      target = .nativeQuery(query)
    } else {
      target = .table(try object.required("remote_table"))
    }
    columnMapping = try object.required("column_mapping")
    insertionOrder = try object.optional("insertion_order")
    if let insertionOrder, insertionOrder != "before_parent", insertionOrder != "after_parent" {
      throw object.error("insertion_order must be either \"before_parent\" or \"after_parent\"")
    }
    // Older documents name the source of the remote table, which can only be the same one.
    _ = try object.optional("source", as: String.self)
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("column_mapping", columnMapping)
    writer.write(orNull: "insertion_order", insertionOrder)
    switch target {
    case .table(let table): writer.write("remote_table", table)
    case .nativeQuery(let name): writer.write("remote_native_query", name)
    }
    return writer.json
  }
}

extension RelationshipMetadata.Using {
  package init(_ reader: ValueReader) throws(MetadataError) {
    try self.init(reader, kind: .object)
  }

  /// Reads how a relationship is made; one to many rows cannot use the table's own key.
  init(_ reader: ValueReader, kind: RelationshipKind) throws(MetadataError) {
    let object = try reader.object(of: "RelUsing")
    let key = object.reader("foreign_key_constraint_on")
    let manual = object.reader("manual_configuration")
    switch (key, manual) {
    case (let key?, nil):
      if kind == .array, key.value.objectValue == nil {
        throw key.error("Expecting object { table, columns }.")
      }
      self = try Self.readForeignKey(key)
    case (nil, let manual?): self = .manual(try ManualRelationship(manual))
    case (nil, nil):
      throw object.error("one of foreign_key_constraint_on/manual_configuration should be present")
    case (.some, .some):
      throw object.error(
        "only one of foreign_key_constraint_on/manual_configuration should be present"
      )
    }
    object.reportUnknownKeys()
  }

  private static func readForeignKey(_ reader: ValueReader) throws(MetadataError) -> Self {
    switch reader.value {
    case .string: return .foreignKey([try ColumnName(reader)])
    case .array: return .foreignKey(try [ColumnName](reader))
    case .object: break
    default:
      throw reader.error(
        "expecting a column name, a list of column names or an object with table and column(s)"
      )
    }
    let object = try reader.object(of: "ArrRelUsingFKeyOn")
    let table: TableName = try object.required("table")
    let column: ColumnName? = try object.optional("column")
    let columns = try object.reader("columns").map { (reader) throws(MetadataError) in
      reader.value.arrayValue == nil ? [try ColumnName(reader)] : try [ColumnName](reader)
    }
    object.reportUnknownKeys()
    switch (column, columns) {
    case (let column?, nil): return .remoteForeignKey(table, [column])
    case (nil, let columns?): return .remoteForeignKey(table, columns)
    case (nil, nil):
      throw object.error("\"column\" and \"columns\" are both missing")
    case (.some, .some):
      throw object.error("Only one of \"column\" and \"columns\" should be present")
    }
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    switch self {
    case .foreignKey(let columns):
      writer.write("foreign_key_constraint_on", oneOrMany(columns))
    case .remoteForeignKey(let table, let columns):
      var key = ObjectWriter()
      key.write(columns.count == 1 ? "column" : "columns", oneOrMany(columns))
      key.write("table", table)
      writer.write("foreign_key_constraint_on", key.json)
    case .manual(let manual):
      writer.write("manual_configuration", manual)
    }
    return writer.json
  }

  private func oneOrMany(_ columns: [ColumnName]) -> JSONValue {
    if let column = columns.first, columns.count == 1 { column.json } else { columns.json }
  }
}
