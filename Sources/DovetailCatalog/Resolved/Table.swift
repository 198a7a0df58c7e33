package import DovetailMetadata
package import OrderedCollections

/// A tracked table or view with everything that metadata says of it, resolved and checked.
package final class Table: Sendable {
  package let source: SourceName
  package let name: TableName
  package let facts: TableFacts
  package let naming: TableNaming
  /// The columns that have a GraphQL name, in table order.
  package let columns: OrderedDictionary<ColumnName, Column>
  /// By GraphQL field name.
  package let columnsByFieldName: [String: Column]
  /// The primary key's columns in the key's order; empty without a key.
  package let primaryKey: [Column]
  package let relationships: OrderedDictionary<RelationshipName, Relationship>
  package let remoteRelationships: OrderedDictionary<RelationshipName, RemoteRelationship>
  package let computedFields: OrderedDictionary<ComputedFieldName, ComputedField>
  /// What metadata says of permissions; `SourceCatalog.permissions` resolves them.
  package let permissions: DeclaredPermissions
  /// The text of the row type, if metadata or the database has one; an empty text means none.
  package let description: String?
  /// Whether `apollo_federation_config` makes the type an entity.
  package let isFederationEntity: Bool
  /// The values of an enum table, in order; nil for other tables.
  package let enumValues: [EnumTableValue]?
  /// Whether this is the row type of native queries instead of a table.
  package let isLogicalModel: Bool
  /// The fields of a logical model that hold objects, which are relationships, too.
  package let nestedFields: [ColumnName]
  /// The remote relationships that metadata defines, those that do not fit included.
  let declaredRemoteRelationships: Set<RelationshipName>
  /// Stands for the metadata of which the table was made.
  let origin: TableMetadata.Identity
  /// Whether nothing of the table's own was left out, permissions and remote relationships aside.
  let isSound: Bool
  /// The names of the root fields, so that they are not put together for every catalog.
  let rootFieldNames: [TableNaming.RootField: String]

  init(
    source: SourceName,
    facts: TableFacts,
    naming: TableNaming,
    columns: OrderedDictionary<ColumnName, Column>,
    relationships: OrderedDictionary<RelationshipName, Relationship>,
    remoteRelationships: OrderedDictionary<RelationshipName, RemoteRelationship>,
    computedFields: OrderedDictionary<ComputedFieldName, ComputedField>,
    description: String?,
    metadata: TableMetadata,
    isSound: Bool,
    enumValues: [EnumTableValue]?,
    isLogicalModel: Bool = false,
    nestedFields: [ColumnName] = []
  ) {
    self.source = source
    self.name = facts.name
    self.facts = facts
    self.naming = naming
    self.columns = columns
    self.columnsByFieldName = Dictionary(
      columns.values.map { ($0.fieldName, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    self.primaryKey = facts.primaryKey?.columns.compactMap { columns[$0] } ?? []
    self.relationships = relationships
    self.remoteRelationships = remoteRelationships
    self.computedFields = computedFields
    self.declaredRemoteRelationships = Set(metadata.remoteRelationships.keys)
    self.permissions = DeclaredPermissions(of: metadata)
    self.origin = metadata.identity
    self.isSound = isSound
    self.rootFieldNames = Dictionary(
      uniqueKeysWithValues: TableNaming.RootField.allCases.map { ($0, naming.rootField($0)) }
    )
    self.description = description
    self.isFederationEntity = metadata.isFederationEntity
    self.enumValues = enumValues
    self.isLogicalModel = isLogicalModel
    self.nestedFields = nestedFields
  }

  /// Whether rows have anything that GraphQL can name.
  package var hasFields: Bool {
    !columns.isEmpty || !relationships.isEmpty || !remoteRelationships.isEmpty
      || !computedFields.isEmpty
  }

  /// The columns of the primary key, whether GraphQL can name them or not.
  package var keyColumns: [ColumnFacts] {
    facts.primaryKey?.columns.compactMap { name in facts.columns.first { $0.name == name } } ?? []
  }

  /// Whether rows can be found again by their primary key, as the schema for Relay wants it.
  package var hasGlobalID: Bool { facts.primaryKey.map { !$0.columns.isEmpty } ?? false }

  /// Whether the primary key is complete, that is, each of its columns has a GraphQL name.
  package var hasUsablePrimaryKey: Bool {
    guard let key = facts.primaryKey else { return false }
    return !key.columns.isEmpty && key.columns.count == primaryKey.count
  }
}

/// A column that GraphQL can name.
package struct Column: Sendable, Hashable {
  package var name: ColumnName
  package var fieldName: String
  package var type: ColumnType
  package var isNullable: Bool
  package var hasDefault: Bool
  package var isGenerated: Bool
  package var description: String?
  /// The enum table that a foreign key of this column alone refers to.
  package var enumTable: TableName?

  package init(
    name: ColumnName,
    fieldName: String,
    type: ColumnType,
    isNullable: Bool,
    hasDefault: Bool,
    isGenerated: Bool,
    description: String?,
    enumTable: TableName? = nil
  ) {
    self.name = name
    self.fieldName = fieldName
    self.type = type
    self.isNullable = isNullable
    self.hasDefault = hasDefault
    self.isGenerated = isGenerated
    self.description = description
    self.enumTable = enumTable
  }
}

/// A row of an enum table.
package struct EnumTableValue: Sendable, Hashable {
  package var value: String
  package var description: String?

  package init(value: String, description: String?) {
    self.value = value
    self.description = description
  }
}

/// A relationship to other rows of the same source.
package struct Relationship: Sendable, Hashable {
  package var name: RelationshipName
  package var kind: Kind
  package var target: RelatedRows
  /// Own column and target column, pairwise.
  package var pairs: [Pair]
  /// Whether an object relationship may have no row.
  package var isNullable: Bool
  package var description: String?
  /// Where a nested insert puts the related row.
  package var insertsParentFirst: Bool

  package enum Kind: String, Sendable, Hashable {
    case object
    case array
  }

  /// Columns that are equal in related rows.
  package struct Pair: Sendable, Hashable {
    package var own: ColumnName
    package var target: ColumnName

    package init(own: ColumnName, target: ColumnName) {
      self.own = own
      self.target = target
    }
  }

  package init(
    name: RelationshipName,
    kind: Kind,
    target: RelatedRows,
    pairs: [Pair],
    isNullable: Bool,
    description: String?,
    insertsParentFirst: Bool
  ) {
    self.name = name
    self.kind = kind
    self.target = target
    self.pairs = pairs
    self.isNullable = isNullable
    self.description = description
    self.insertsParentFirst = insertsParentFirst
  }
}

/// A field computed by a function of the row.
package struct ComputedField: Sendable, Hashable {
  package var name: ComputedFieldName
  package var function: FunctionName
  /// The function's arguments in order, with what fills each.
  package var arguments: [FunctionArgument]
  package var result: Result
  package var description: String?

  package enum Result: Sendable, Hashable {
    case scalar(ColumnType)
    case rows(of: TableName, isSet: Bool)
  }

  package init(
    name: ComputedFieldName,
    function: FunctionName,
    arguments: [FunctionArgument],
    result: Result,
    description: String?
  ) {
    self.name = name
    self.function = function
    self.arguments = arguments
    self.result = result
    self.description = description
  }

  /// The arguments that clients give.
  package var clientArguments: [FunctionArgument] {
    arguments.filter { $0.role == .client }
  }
}
