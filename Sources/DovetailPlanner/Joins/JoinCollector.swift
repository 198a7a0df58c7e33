import DovetailCatalog
import DovetailPlan

/// Collects the join edges of one fetch or lookup while its selections are planned.
final class JoinCollector {
  private(set) var edges: [JoinEdge] = []

  /// Adds an edge and gives it its number.
  func add(
    relationship: String,
    path: [String],
    responseKey: String,
    key: [String],
    keyPaths: [[String]] = [],
    lookup: Lookup,
    onError: JoinFailure
  ) -> Int {
    let id = edges.count
    edges.append(
      JoinEdge(
        id: id,
        relationship: relationship,
        path: path,
        responseKey: responseKey,
        key: key,
        keyPaths: keyPaths,
        lookup: lookup,
        onError: onError
      )
    )
    return id
  }
}

/// The join key columns of one selection: each column once, under a name that no alias can have.
struct JoinKeyColumns {
  private(set) var columns: [JoinKeyColumn] = []

  /// The name under which the column, or a part of its JSON, is read.
  mutating func name(for value: ColumnReference, jsonPath: [String] = []) -> String {
    if let known = columns.first(where: { $0.value == value && $0.jsonPath == jsonPath }) {
      return known.name
    }
    let name = "$\(columns.count)"
    columns.append(JoinKeyColumn(name: name, value: value, jsonPath: jsonPath))
    return name
  }
}
