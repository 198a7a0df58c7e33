import DovetailMetadata
import OrderedCollections
package import OrderedJSON

/// A table as boolean expressions name its parts: while the catalog is built, or afterwards.
protocol ConditionSubject {
  var facts: TableFacts { get }
  var relationships: OrderedDictionary<RelationshipName, Relationship> { get }
  var computedFields: OrderedDictionary<ComputedFieldName, ComputedField> { get }

  func hasRemoteRelationship(_ name: RelationshipName) -> Bool
}

extension Table: ConditionSubject {
  func hasRemoteRelationship(_ name: RelationshipName) -> Bool {
    declaredRemoteRelationships.contains(name)
  }
}

extension SourceCatalog {
  /// The boolean expression of a data command (`select`, `update` …) on `/v1/query`.
  ///
  /// - Throws: what is wrong with it, its path below the expression.
  package func condition(
    _ expression: JSONValue,
    on table: Table
  ) throws(ConditionError) -> PermissionFilter {
    var parser = PermissionParser(
      tables: tables,
      kind: SourceKindName(kind),
      models: logicalModels,
      nativeQueries: nativeQueries
    )
    parser.readsSession = false
    do {
      return try parser.parse(expression, on: table)
    } catch {
      throw ConditionError(
        code: error.code.value,
        message: error.message,
        path: error.path
      )
    }
  }
}

/// Why a boolean expression cannot be read.
package struct ConditionError: Error, Sendable, Hashable {
  package var code: String
  package var message: String
  /// Keys and indices below the expression.
  package var path: [String]
}
