import DovetailCatalog
import DovetailMetadata
import OrderedCollections

extension SchemaChange {
  /// Refuses what a script may not do to functions that metadata uses: give their name to others as
  /// well, or let them change data.
  func checkFunctions(_ after: RelationalFacts) throws(MetadataError) {
    guard let tracked = metadata.sources[source] else { return }
    let overloaded = tracked.functions.keys.filter { isOverloaded($0, after) }
    guard overloaded.isEmpty else {
      throw MetadataError(
        .notSupported,
        "the following tracked function(s) cannot be overloaded: "
          + overloaded.map(\.description).joined(separator: ", ")
      )
    }
    for function in tracked.functions.keys where becameVolatile(function, after) {
      throw MetadataError(
        .notSupported,
        "type of function \"\(function)\" is altered to \"VOLATILE\" which is not supported now"
      )
    }
    for (name, table) in tracked.tables {
      for field in table.computedFields.values {
        try checkFunction(of: field, in: name, after)
      }
    }
  }

  private func checkFunction(
    of field: ComputedFieldMetadata,
    in table: TableName,
    _ after: RelationalFacts
  ) throws(MetadataError) {
    let function = field.definition.function
    // The missing space is the contract's.
    guard !isOverloaded(function, after) else {
      throw MetadataError(
        .notSupported,
        "The function \"\(function)\" associated with computed field\"\(field.name)\" of table "
          + "\"\(table)\" is being overloaded"
      )
    }
    guard !becameVolatile(function, after) else {
      throw MetadataError(
        .notSupported,
        "The type of function \"\(function)\" associated with computed field \"\(field.name)\" of "
          + "table \"\(table)\" is being altered to \"VOLATILE\""
      )
    }
  }

  /// The functions in use that are no longer the same, whether there are others of their name or not.
  func droppedFunctions(_ after: RelationalFacts) -> [FunctionName] {
    guard let tracked = metadata.sources[source] else { return [] }
    var used = OrderedSet(tracked.functions.keys)
    for table in tracked.tables.values {
      used.formUnion(table.computedFields.values.map(\.definition.function))
    }
    return used.filter { function in
      let old = before.functions[function]?.map(\.identity) ?? []
      let new = after.functions[function]?.map(\.identity) ?? []
      return !old.isEmpty && Set(old).isDisjoint(with: new)
    }
  }

  private func isOverloaded(_ function: FunctionName, _ after: RelationalFacts) -> Bool {
    before.functions[function]?.count == 1 && (after.functions[function]?.count ?? 0) > 1
  }

  private func becameVolatile(_ function: FunctionName, _ after: RelationalFacts) -> Bool {
    guard let old = before.functions[function]?.first,
      let new = after.functions[function]?.first, old.identity == new.identity
    else { return false }
    return old.volatility != .volatile && new.volatility == .volatile
  }
}
