import DovetailMetadata
import OrderedCollections

extension SourceBuilder {
  /// Resolves the computed fields of a table against the functions of the source.
  mutating func resolveComputedFields(of name: TableName) {
    guard let table = tables[name] else { return }
    for metadata in table.metadata.computedFields.values {
      let object = MetadataObject.computedField(source.name, name, metadata.name)
      do {
        guard let current = tables[name] else { return }
        try checkFieldName(metadata.name.value, in: current)
        let field = try resolve(metadata, of: current)
        tables[name]?.computedFields[metadata.name] = field
        tables[name]?.fieldNames.insert(metadata.name.value)
      } catch {
        report(object, error.inside("in table \"\(name)\": in computed field \"\(metadata.name)\": "))
      }
    }
  }

  private func resolve(
    _ metadata: ComputedFieldMetadata, of table: TableResolution
  ) throws(ResolutionError) -> ComputedField {
    var name = metadata.definition.function
    if name.schema == nil { name.schema = source.kind.defaultSchema }
    func refused(_ reason: String) -> ResolutionError {
      ResolutionError(
        .notSupported,
        "the computed field \"\(metadata.name)\" cannot be added to table "
          + "\"\(table.facts.name)\" because \(reason)")
    }
    guard let overloads = facts.relational.functions[name], let function = overloads.first else {
      throw ResolutionError(
        .notExists, "no such function exists: \"\(metadata.definition.function)\"")
    }
    guard overloads.count == 1 else {
      throw refused("the function \"\(name)\" is overloaded. Overloaded functions are not supported")
    }
    guard function.volatility != .volatile else {
      throw refused(
        "the function \"\(name)\" is of type VOLATILE; cannot be added as a computed field")
    }
    guard !function.isVariadic else {
      throw refused("the function \"\(name)\" is variadic")
    }
    let rowIndex = try rowArgument(of: function, metadata.definition, table, refused)
    let sessionIndex = try sessionArgument(of: function, metadata.definition, refused)
    let arguments = function.arguments.enumerated().map { index, argument in
      ComputedField.Argument(
        name: argument.name, type: argument.type, hasDefault: argument.hasDefault,
        role: index == rowIndex ? .row : index == sessionIndex ? .session : .client)
    }
    return ComputedField(
      name: metadata.name,
      function: name,
      arguments: arguments,
      result: try result(of: function, refused),
      description: text(of: metadata.comment, else: function.comment))
  }

  private func rowArgument(
    of function: FunctionFacts, _ definition: ComputedFieldMetadata.Definition,
    _ table: TableResolution, _ refused: (String) -> ResolutionError
  ) throws(ResolutionError) -> Int {
    let index: Int
    if let name = definition.tableArgument {
      guard let found = function.arguments.firstIndex(where: { $0.name == name }) else {
        throw refused("\"\(name)\" is not an input argument of the function")
      }
      index = found
    } else {
      index = 0
    }
    guard function.arguments.indices.contains(index) else {
      throw refused("the function has no input arguments")
    }
    let row = function.arguments[index].type.rowOfTable
    guard row == fullName(of: table.facts.name) else {
      throw refused(
        definition.tableArgument == nil
          ? "first argument of the function \"\(function.name)\" is not COMPOSITE type of the table"
          : "the argument \"\(function.arguments[index].name)\" of the function is not COMPOSITE "
            + "type of the table")
    }
    return index
  }

  private func sessionArgument(
    of function: FunctionFacts, _ definition: ComputedFieldMetadata.Definition,
    _ refused: (String) -> ResolutionError
  ) throws(ResolutionError) -> Int? {
    guard let name = definition.sessionArgument else { return nil }
    guard let index = function.arguments.firstIndex(where: { $0.name == name }) else {
      throw refused("\"\(name)\" is not an input argument of the function")
    }
    let category = function.arguments[index].type.category
    guard category == .json || category == .jsonb else {
      throw refused("\"\(name)\" argument of the function is not of type JSON")
    }
    return index
  }

  private func result(
    of function: FunctionFacts, _ refused: (String) -> ResolutionError
  ) throws(ResolutionError) -> ComputedField.Result {
    switch function.returns {
    case .scalar(let type, isSet: false):
      return .scalar(type)
    case .scalar(_, isSet: true):
      throw refused("the function returns a set of scalars, which is not supported")
    case .rows(let table, let isSet):
      guard tables[table] != nil else {
        throw refused("the function returns rows of the table \"\(table)\", which is not tracked")
      }
      return .rows(of: table, isSet: isSet)
    }
  }

  /// `schema.name`, as row types are printed.
  private func fullName(of table: TableName) -> String {
    table.schema.map { "\($0).\(table.name)" } ?? table.name
  }
}
