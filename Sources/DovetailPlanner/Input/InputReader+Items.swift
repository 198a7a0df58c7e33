package import GraphQLLanguage
import OrderedJSON

extension InputReader {
  /// Refuses null among the items of a list, at any depth, where the type has none.
  package func checkItems(
    of value: GivenValue,
    _ type: TypeReference,
    path: String
  ) throws(PlannerError) {
    switch value {
    case .literal(let literal): try checkItems(of: literal, type, path: path)
    case .json(let json, _): try checkItems(of: json, type, path: path)
    }
  }

  private func checkItems(
    of literal: Value,
    _ type: TypeReference,
    path: String
  ) throws(PlannerError) {
    guard case .list(let itemType) = type.nullable, case .list(let items, _) = literal else {
      return
    }
    for (index, item) in items.enumerated() {
      let itemPath = "\(path)[\(index)]"
      if item.isNull, itemType.isNonNull { throw nullError(for: itemType, path: itemPath) }
      try checkItems(of: item, itemType, path: itemPath)
    }
  }

  private func checkItems(
    of json: JSONValue,
    _ type: TypeReference,
    path: String
  ) throws(PlannerError) {
    guard case .list(let itemType) = type.nullable, case .array(let items) = json else { return }
    for (index, item) in items.enumerated() {
      let itemPath = "\(path)[\(index)]"
      if item.isNull, itemType.isNonNull { throw nullError(for: itemType, path: itemPath) }
      try checkItems(of: item, itemType, path: itemPath)
    }
  }
}
