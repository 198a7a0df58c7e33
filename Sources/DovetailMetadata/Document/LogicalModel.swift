package import OrderedCollections
package import OrderedJSON

/// The row type of native queries and procedures.
package struct LogicalModel: MetadataValue {
  package var name: String
  package var description: String?
  package var fields: OrderedDictionary<ColumnName, Field>
  package var selectPermissions:
    OrderedDictionary<RoleName, PermissionEntry<SelectPermissionDefinition>>

  /// A field of a logical model.
  package struct Field: MetadataValue {
    package var name: ColumnName
    package var type: LogicalModelType
    package var description: String?

    package init(name: ColumnName, type: LogicalModelType, description: String? = nil) {
      self.name = name
      self.type = type
      self.description = description
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "LogicalModelField")
      name = try object.required("name")
      let type = try object.requiredReader("type")
      if case .string(let scalar) = type.value {
        let isNullable = try object.optional("nullable", default: false)
        self.type = LogicalModelType(shape: .scalar(scalar), isNullable: isNullable)
      } else {
        self.type = try LogicalModelType(type)
      }
      description = try object.optional("description")
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write(ifPresent: "description", description)
      writer.write("name", name)
      writer.write("type", type)
      return writer.json
    }
  }

  package init(
    name: String,
    description: String? = nil,
    fields: OrderedDictionary<ColumnName, Field>,
    selectPermissions: OrderedDictionary<RoleName, PermissionEntry<SelectPermissionDefinition>> =
      [:]
  ) {
    self.name = name
    self.description = description
    self.fields = fields
    self.selectPermissions = selectPermissions
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "LogicalModelMetadata")
    self = try LogicalModel.read(object)
    selectPermissions = try object.keyed(
      "select_permissions",
      kind: "select permissions",
      by: \.role
    )
    object.reportUnknownKeys()
  }

  /// Reads the members, which a command has among its own.
  static func read(_ object: ObjectReader) throws(MetadataError) -> LogicalModel {
    _ = try object.requiredReader("fields")
    return LogicalModel(
      name: try object.required("name"),
      description: try object.optional("description"),
      fields: try object.keyed("fields", kind: "logical model fields", by: \Field.name)
    )
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(ifPresent: "description", description)
    writer.write("fields", Array(fields.values))
    writer.write("name", name)
    writer.write(nonEmpty: "select_permissions", sorted(selectPermissions))
    return writer.json
  }
}

/// The type of a logical model's field.
package struct LogicalModelType: MetadataValue {
  package var shape: Shape
  package var isNullable: Bool

  /// What a type is, apart from being nullable.
  package indirect enum Shape: Sendable, Hashable {
    case scalar(String)
    case logicalModel(String)
    case array(LogicalModelType)
  }

  package init(shape: Shape, isNullable: Bool = false) {
    self.shape = shape
    self.isNullable = isNullable
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    try self.init(reader, depth: 0)
  }

  private init(_ reader: ValueReader, depth: Int) throws(MetadataError) {
    guard depth < 32 else { throw reader.error("the type is nested too deeply") }
    let object = try reader.object(of: "LogicalModelType")
    if let scalar = try object.optional("scalar", as: String.self) {
      shape = .scalar(scalar)
    } else if let model = try object.optional("logical_model", as: String.self) {
      shape = .logicalModel(model)
    } else if let element = object.reader("array") {
      shape = .array(try LogicalModelType(element, depth: depth + 1))
    } else {
      throw object.error("expected one of the keys \"scalar\", \"logical_model\", \"array\"")
    }
    isNullable = try object.optional("nullable", default: false)
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    switch shape {
    case .scalar(let name): writer.write("scalar", name)
    case .logicalModel(let name): writer.write("logical_model", name)
    case .array(let element): writer.write("array", element)
    }
    writer.write("nullable", isNullable)
    return writer.json
  }
}
