import OrderedCollections
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

extension Metadata {
  /// Follows the new name of a table in the functions that say they give its rows.
  mutating func renameResponses(of table: TableName, to newName: TableName, in source: SourceName) {
    guard let metadata = sources[source] else { return }
    for (name, function) in metadata.functions {
      guard function.configuration.responseTable(for: metadata.kind) == table,
        case .object(var response)? = function.configuration.response
      else { continue }
      response["table"] = newName.json
      sources[source]?.functions[name]?.configuration.response = .object(response)
    }
  }
}
