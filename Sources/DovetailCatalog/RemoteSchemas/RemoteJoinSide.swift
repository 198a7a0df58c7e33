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

    package init(listDepth: Int = 0) {
      self.listDepth = listDepth
    }
  }

  package init(identifier: String, fields: OrderedDictionary<String, Field>) {
    self.identifier = identifier
    self.fields = fields
  }
}
