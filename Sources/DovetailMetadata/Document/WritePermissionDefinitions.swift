package import OrderedCollections
package import OrderedJSON

/// What a role may insert, as metadata defines it.
package struct InsertPermissionDefinition: MetadataValue {
  /// What must hold for each new row; the catalog resolves it.
  package var check: JSONValue
  /// Columns that the engine sets: literals, or names of session variables.
  package var presets: OrderedDictionary<ColumnName, JSONValue>
  /// nil for all columns.
  package var columns: ColumnSelection?
  package var isBackendOnly: Bool
  package var inputValidation: InputValidation?

  package init(
    check: JSONValue = [:],
    presets: OrderedDictionary<ColumnName, JSONValue> = [:],
    columns: ColumnSelection? = nil,
    isBackendOnly: Bool = false,
    inputValidation: InputValidation? = nil
  ) {
    self.check = check
    self.presets = presets
    self.columns = columns
    self.isBackendOnly = isBackendOnly
    self.inputValidation = inputValidation
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "InsPerm")
    self.init(
      check: try readBooleanExpression(object.requiredReader("check")),
      presets: try object.optional("set", default: [:]),
      columns: try object.optional("columns"),
      isBackendOnly: try object.optional("backend_only", default: false),
      inputValidation: try object.optional("validate_input")
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("check", check)
    if !presets.isEmpty { writer.write("set", presets) }
    writer.write(ifPresent: "columns", columns)
    writer.write("backend_only", isBackendOnly, unless: false)
    writer.write(ifPresent: "validate_input", inputValidation)
    return writer.json
  }
}

/// What a role may update, as metadata defines it.
package struct UpdatePermissionDefinition: MetadataValue {
  package var columns: ColumnSelection
  package var presets: OrderedDictionary<ColumnName, JSONValue>
  /// Which rows; the catalog resolves it.
  package var filter: JSONValue
  /// What must hold for each row afterwards; nil for nothing.
  package var check: JSONValue?
  package var isBackendOnly: Bool
  package var inputValidation: InputValidation?

  package init(
    columns: ColumnSelection,
    presets: OrderedDictionary<ColumnName, JSONValue> = [:],
    filter: JSONValue = [:],
    check: JSONValue? = nil,
    isBackendOnly: Bool = false,
    inputValidation: InputValidation? = nil
  ) {
    self.columns = columns
    self.presets = presets
    self.filter = filter
    self.check = check
    self.isBackendOnly = isBackendOnly
    self.inputValidation = inputValidation
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "UpdPerm")
    self.init(
      columns: try object.required("columns"),
      presets: try object.optional("set", default: [:]),
      filter: try readBooleanExpression(object.requiredReader("filter")),
      isBackendOnly: try object.optional("backend_only", default: false),
      inputValidation: try object.optional("validate_input")
    )
    if let reader = object.reader("check"), !reader.value.isNull {
      check = try readBooleanExpression(reader)
    }
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("columns", columns)
    writer.write("filter", filter)
    writer.write(orNull: "check", check)
    if !presets.isEmpty { writer.write("set", presets) }
    writer.write("backend_only", isBackendOnly, unless: false)
    writer.write(ifPresent: "validate_input", inputValidation)
    return writer.json
  }
}

/// What a role may delete, as metadata defines it.
package struct DeletePermissionDefinition: MetadataValue {
  /// Which rows; the catalog resolves it.
  package var filter: JSONValue
  package var isBackendOnly: Bool
  package var inputValidation: InputValidation?

  package init(
    filter: JSONValue = [:],
    isBackendOnly: Bool = false,
    inputValidation: InputValidation? = nil
  ) {
    self.filter = filter
    self.isBackendOnly = isBackendOnly
    self.inputValidation = inputValidation
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "DelPerm")
    self.init(
      filter: try readBooleanExpression(object.requiredReader("filter")),
      isBackendOnly: try object.optional("backend_only", default: false),
      inputValidation: try object.optional("validate_input")
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("filter", filter)
    writer.write("backend_only", isBackendOnly, unless: false)
    writer.write(ifPresent: "validate_input", inputValidation)
    return writer.json
  }
}
