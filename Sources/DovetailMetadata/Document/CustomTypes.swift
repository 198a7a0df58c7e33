package import OrderedJSON

/// The types that actions take and give.
package struct CustomTypes: MetadataValue {
  package var inputObjects: [InputObject]
  package var objects: [Object]
  package var scalars: [Scalar]
  package var enums: [Enumeration]

  package init(
    inputObjects: [InputObject] = [],
    objects: [Object] = [],
    scalars: [Scalar] = [],
    enums: [Enumeration] = []
  ) {
    self.inputObjects = inputObjects
    self.objects = objects
    self.scalars = scalars
    self.enums = enums
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "CustomTypes")
    self.init(
      inputObjects: try object.optional("input_objects", default: []),
      objects: try object.optional("objects", default: []),
      scalars: try object.optional("scalars", default: []),
      enums: try object.optional("enums", default: [])
    )
    object.reportUnknownKeys()
  }

  package var isEmpty: Bool { self == CustomTypes() }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(nonEmpty: "input_objects", inputObjects)
    writer.write(nonEmpty: "objects", objects)
    writer.write(nonEmpty: "scalars", scalars)
    writer.write(nonEmpty: "enums", enums)
    return writer.json
  }
}

extension CustomTypes {
  /// An input object type.
  package struct InputObject: MetadataValue {
    package var name: String
    package var description: String?
    package var fields: [Field]

    package init(name: String, description: String? = nil, fields: [Field]) {
      self.name = name
      self.description = description
      self.fields = fields
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "InputObjectTypeDefinition")
      self.init(
        name: try object.required("name"),
        description: try object.optional("description"),
        fields: try object.required("fields")
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("name", name)
      writer.write(ifPresent: "description", description)
      writer.write("fields", fields)
      return writer.json
    }
  }

  /// A field of an object or input object.
  package struct Field: MetadataValue {
    package var name: String
    /// A GraphQL type reference.
    package var type: String
    package var description: String?

    package init(name: String, type: String, description: String? = nil) {
      self.name = name
      self.type = type
      self.description = description
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "FieldDefinition")
      self.init(
        name: try object.required("name"),
        type: try object.required("type"),
        description: try object.optional("description")
      )
      // The format has a place for arguments of fields, which never had an effect.
      if let arguments = object.reader("arguments"), !arguments.value.isNull {
        arguments.context.report(
          .noEffect,
          "arguments of fields have no effect",
          at: arguments.path
        )
      }
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("name", name)
      writer.write("type", type)
      writer.write(ifPresent: "description", description)
      return writer.json
    }
  }

  /// A scalar type.
  package struct Scalar: MetadataValue {
    package var name: String
    package var description: String?

    package init(name: String, description: String? = nil) {
      self.name = name
      self.description = description
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "ScalarTypeDefinition")
      self.init(
        name: try object.required("name"),
        description: try object.optional("description")
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("name", name)
      writer.write(ifPresent: "description", description)
      return writer.json
    }
  }

  /// An enum type.
  package struct Enumeration: MetadataValue {
    package var name: String
    package var description: String?
    package var values: [Value]

    /// A value of an enum type.
    package struct Value: MetadataValue {
      package var value: String
      package var description: String?
      package var isDeprecated: Bool

      package init(value: String, description: String? = nil, isDeprecated: Bool = false) {
        self.value = value
        self.description = description
        self.isDeprecated = isDeprecated
      }

      package init(_ reader: ValueReader) throws(MetadataError) {
        let object = try reader.object(of: "EnumValueDefinition")
        self.init(
          value: try object.required("value"),
          description: try object.optional("description"),
          isDeprecated: try object.optional("is_deprecated", default: false)
        )
        object.reportUnknownKeys()
      }

      package var json: JSONValue {
        var writer = ObjectWriter()
        writer.write(ifPresent: "description", description)
        writer.write("is_deprecated", isDeprecated, unless: false)
        writer.write("value", value)
        return writer.json
      }
    }

    package init(name: String, description: String? = nil, values: [Value]) {
      self.name = name
      self.description = description
      self.values = values
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "EnumTypeDefinition")
      self.init(
        name: try object.required("name"),
        description: try object.optional("description"),
        values: try object.required("values")
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("name", name)
      writer.write(ifPresent: "description", description)
      writer.write("values", values)
      return writer.json
    }
  }
}
