import DovetailMetadata
import OrderedCollections

/// A table on its way into the catalog: what can be resolved without other tables' permissions.
struct TableResolution {
  let metadata: TableMetadata
  let facts: TableFacts
  let naming: TableNaming
  var columns: OrderedDictionary<ColumnName, Column>
  var relationships: OrderedDictionary<RelationshipName, Relationship> = [:]
  var computedFields: OrderedDictionary<ComputedFieldName, ComputedField> = [:]
  var enumValues: [EnumTableValue]?
  /// The fields of a logical model that hold objects.
  var nestedFields: [ColumnName] = []
  /// Whether this is a row type of native queries instead of a table.
  var isLogicalModel = false

  /// The names that fields of the row type already have.
  var fieldNames: Set<String>

  init(metadata: TableMetadata, facts: TableFacts, naming: TableNaming) {
    self.metadata = metadata
    self.facts = facts
    self.naming = naming
    self.columns = [:]
    for column in facts.columns {
      let configuration = metadata.configuration.columns[column.name]
      let fieldName =
        configuration?.customName ?? naming.convention.fieldName(column.name.value)
      guard isFieldName(fieldName) else { continue }
      columns[column.name] = Column(
        name: column.name,
        fieldName: fieldName,
        type: column.type,
        // The database tells nothing of the nulls in a view.
        isNullable: column.isNullable || facts.kind == .view || facts.kind == .materializedView,
        hasDefault: column.hasDefault,
        isGenerated: column.isGenerated,
        description: text(of: configuration?.comment ?? .automatic, else: column.comment)
          .flatMap { $0.isEmpty ? nil : $0 }
      )
    }
    fieldNames = Set(columns.values.map(\.fieldName))
  }

  /// A table as the last build left it.
  init(_ table: Table, metadata: TableMetadata) {
    self.metadata = metadata
    facts = table.facts
    naming = table.naming
    columns = table.columns
    relationships = table.relationships
    computedFields = table.computedFields
    enumValues = table.enumValues
    // Only remote relationships are still to be given names.
    guard !metadata.remoteRelationships.isEmpty else {
      fieldNames = []
      return
    }
    fieldNames = Set(columns.values.map(\.fieldName))
    fieldNames.formUnion(relationships.keys.map(\.value))
    fieldNames.formUnion(computedFields.keys.map(\.value))
  }

  /// A name that several columns would have in GraphQL.
  var sharedFieldName: String? {
    guard fieldNames.count < columns.count else { return nil }
    var seen: Set<String> = []
    return columns.values.first { !seen.insert($0.fieldName).inserted }?.fieldName
  }
}

/// The text that a comment gives; `nil` for none, the given one if metadata leaves it open.
func text(of comment: Comment, else automatic: String?) -> String? {
  switch comment {
  case .automatic: automatic
  case .none: ""
  case .text(let text): text
  }
}
