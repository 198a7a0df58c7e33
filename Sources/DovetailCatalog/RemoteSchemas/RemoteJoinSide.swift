import DovetailMetadata
package import OrderedCollections

/// The entity on which a relationship is defined, as far as joining goes.
package struct RemoteJoinSide: Sendable {
  /// The table (`custom.profiles`, without `public`), remote schema or action type, as messages and
  /// generated names spell it.
  package var identifier: String
  /// The fields whose values may be joined on, by the name that definitions use.
  package var fields: OrderedDictionary<String, Field>

  /// A field of the entity.
  package struct Field: Sendable, Hashable {
    /// How many lists are around its scalar: 1 for an array column.
    package var listDepth: Int
    /// The GraphQL name of its scalar; nil if nothing is known of its values.
    package var typeName: String?
    /// Whether it holds JSON, so that parts of it may be joined on.
    package var isJSON: Bool

    package init(listDepth: Int = 0, typeName: String? = nil, isJSON: Bool = false) {
      self.listDepth = listDepth
      self.typeName = typeName
      self.isJSON = isJSON
    }
  }

  package init(identifier: String, fields: OrderedDictionary<String, Field>) {
    self.identifier = identifier
    self.fields = fields
  }

  /// The field or part of a field that a definition names, and what is known of its values; nil if
  /// the entity has none of that name.
  ///
  /// - Throws: where a part of something is meant that has no parts.
  func joinField(
    _ text: String
  ) throws(RemoteSchemaError) -> (field: RemoteJoinField, values: Field)? {
    if let known = fields[text] {
      var values = known
      // JSON may be anything.
      if known.isJSON { values.typeName = nil }
      return (RemoteJoinField(name: text), values)
    }
    guard let field = RemoteJoinField(parsing: text), let known = fields[field.name] else {
      return nil
    }
    if field.path.isEmpty, field.isList, known.listDepth == 1 { return (field, known) }
    guard known.isJSON, known.listDepth == 0 else {
      throw RemoteSchemaError(
        .invalidConfiguration,
        "join field \"\(text)\": \"\(field.name)\" is no json or jsonb column and no custom scalar, so "
          + "it has no parts to join on"
      )
    }
    return (field, Field(listDepth: field.isList ? 1 : 0))
  }
}
