import OrderedJSON

extension FunctionMetadata.Configuration {
  /// The table that `response` names: `{"type": "table", "table": …}`.
  package func responseTable(for kind: SourceKindName) -> TableName? {
    switch response?["table"] {
    case .string(let name)?:
      return TableName(schema: kind.defaultSchema, name: name)
    case .object(let members)?:
      guard let name = members["name"]?.stringValue else { return nil }
      return TableName(schema: members["schema"]?.stringValue ?? kind.defaultSchema, name: name)
    default:
      return nil
    }
  }
}
