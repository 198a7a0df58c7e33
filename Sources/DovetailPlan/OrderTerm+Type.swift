package import DovetailCatalog

extension OrderTerm.Key {
  /// The type of the values.
  package var type: ColumnType {
    switch self {
    case .value(let reference):
      return reference.type
    case .related(_, _, filter: _, let key):
      return key.type
    case .aggregate(_, _, filter: _, let function, let column):
      guard let column else { return .exactNumber }
      if function == .max || function == .min { return column.type }
      return column.type.isNumeric ? .exactNumber : column.type
    case .prefetched:
      return .exactNumber
    }
  }
}

extension ColumnType {
  /// The type in which sums, means and counts are compared.
  fileprivate static let exactNumber = ColumnType(
    sqlName: "numeric",
    name: "numeric",
    graphQLName: "numeric",
    category: .numeric,
    wireForm: .number
  )
}
