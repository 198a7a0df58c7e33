package import OrderedCollections
package import OrderedJSON

/// A SQL query of the user's with placeholders, exposed as a root field.
package struct NativeQuery: MetadataValue {
  package var rootFieldName: String
  /// SQL in which `{{x}}` stands for the argument `x`.
  package var code: String
  package var arguments: OrderedDictionary<String, Argument>
  /// The name of the logical model of a row.
  package var returns: String
  package var description: String?
  package var objectRelationships: OrderedDictionary<RelationshipName, RelationshipMetadata>
  package var arrayRelationships: OrderedDictionary<RelationshipName, RelationshipMetadata>

  /// An argument of a native query.
  package struct Argument: MetadataValue {
    package var type: String
    package var isNullable: Bool
    package var description: String?

    package init(type: String, isNullable: Bool = false, description: String? = nil) {
      self.type = type
      self.isNullable = isNullable
      self.description = description
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "NativeQueryArgument")
      self.init(
        type: try object.required("type"),
        isNullable: try object.optional("nullable", default: false),
        description: try object.optional("description")
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write(ifPresent: "description", description)
      writer.write("nullable", isNullable)
      writer.write("type", type)
      return writer.json
    }
  }

  package init(
    rootFieldName: String,
    code: String,
    arguments: OrderedDictionary<String, Argument> = [:],
    returns: String,
    description: String? = nil
  ) {
    self.rootFieldName = rootFieldName
    self.code = code
    self.arguments = arguments
    self.returns = returns
    self.description = description
    objectRelationships = [:]
    arrayRelationships = [:]
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "NativeQueryMetadata")
    // `type` tells a query from a stored procedure in old documents; it says nothing new.
    _ = try object.optional("type", as: String.self)
    self.init(object: try NativeQuery.read(object))
    object.reportUnknownKeys()
  }

  private init(object: NativeQuery) { self = object }

  /// Reads the members, which a command has among its own.
  static func read(_ object: ObjectReader) throws(MetadataError) -> NativeQuery {
    var query = NativeQuery(
      rootFieldName: try object.required("root_field_name"),
      code: try object.required("code"),
      returns: try object.required("returns"),
      description: try object.optional("description")
    )
    if let reader = object.reader("arguments"), !reader.value.isNull {
      guard case .object(let members) = reader.value else {
        throw reader.mismatch(type: "HashMap", expected: "Object")
      }
      for (name, argument) in members {
        query.arguments[name] = try Argument(reader.child(argument, at: name))
      }
    }
    query.objectRelationships = try object.keyed(
      "object_relationships",
      kind: "object relationships",
      by: \.name
    )
    query.arrayRelationships = try object.keyed(
      "array_relationships",
      kind: "array relationships",
      by: \.name
    )
    return query
  }

  /// A relationship from the query's rows.
  package func relationship(
    _ name: RelationshipName,
    _ kind: RelationshipKind
  ) -> RelationshipMetadata? {
    switch kind {
    case .object: objectRelationships[name]
    case .array: arrayRelationships[name]
    }
  }

  package var json: JSONValue {
    var names = ObjectWriter()
    for (name, argument) in arguments { names.write(name, argument) }
    var writer = ObjectWriter()
    writer.write("arguments", names.json)
    writer.write(nonEmpty: "array_relationships", sorted(arrayRelationships))
    writer.write("code", code)
    writer.write(ifPresent: "description", description)
    writer.write(nonEmpty: "object_relationships", sorted(objectRelationships))
    writer.write("returns", returns)
    writer.write("root_field_name", rootFieldName)
    return writer.json
  }
}
