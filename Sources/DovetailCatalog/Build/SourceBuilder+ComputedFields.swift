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
        report(
          object,
          error.inside("in table \"\(name)\": in computed field \"\(metadata.name)\": ")
        )
      }
    }
  }

  private func resolve(
    _ metadata: ComputedFieldMetadata,
    of table: TableResolution
  ) throws(ResolutionError) -> ComputedField {
    let name = metadata.definition.function.normalized(for: source.kind)
    let function = try FunctionFacts.only(facts.relational.functions[name], named: name)
    var reasons = FunctionReasons()
    if function.volatility == .volatile {
      reasons.add(
        "the function \"\(name)\" is of type VOLATILE; cannot be added as a computed field"
      )
    }
    if function.isVariadic {
      reasons.add("the function \"\(name)\" with \"VARIADIC\" parameters is not supported")
    }
    let result = result(of: function, &reasons)
    let rowIndex = rowArgument(of: function, metadata.definition, table, &reasons)
    let sessionIndex = sessionArgument(of: function, metadata.definition, &reasons)
    guard reasons.isEmpty, let result else {
      throw ResolutionError(
        .notSupported,
        "the computed field \"\(metadata.name)\" cannot be added to table "
          + "\"\(table.facts.name)\"" + reasons.text
      )
    }
    let arguments = function.arguments.enumerated().map { index, argument in
      FunctionArgument(
        name: argument.name,
        type: argument.type,
        hasDefault: argument.hasDefault,
        role: index == rowIndex ? .row : index == sessionIndex ? .session : .client
      )
    }
    return ComputedField(
      name: metadata.name,
      function: name,
      arguments: arguments,
      result: result,
      description: text(of: metadata.comment, else: function.comment)
    )
  }

  private func rowArgument(
    of function: FunctionFacts,
    _ definition: ComputedFieldMetadata.Definition,
    _ table: TableResolution,
    _ reasons: inout FunctionReasons
  ) -> Int? {
    let index: Int
    let subject: String
    if let name = definition.tableArgument {
      guard let found = function.arguments.firstIndex(where: { $0.name == name }) else {
        reasons.add("\"\(name)\" is not an input argument of the function \"\(function.name)\"")
        return nil
      }
      index = found
      subject = "\"\(name)\" argument of the function \"\(function.name)\""
    } else {
      guard !function.arguments.isEmpty else {
        reasons.add("the function \"\(function.name)\" has no input arguments")
        return nil
      }
      index = 0
      subject = "first argument of the function \"\(function.name)\""
    }
    let type = function.arguments[index].type
    if !type.isComposite { reasons.add("\(subject) is not COMPOSITE type") }
    if type.rowOfTable != fullName(of: table.facts.name) {
      reasons.add(
        "\(subject) of type \"\(type.qualifiedName)\" is not the table to which the computed field "
          + "is being added"
      )
    }
    return index
  }

  private func sessionArgument(
    of function: FunctionFacts,
    _ definition: ComputedFieldMetadata.Definition,
    _ reasons: inout FunctionReasons
  ) -> Int? {
    guard let name = definition.sessionArgument else { return nil }
    guard let index = function.arguments.firstIndex(where: { $0.name == name }) else {
      reasons.add("\"\(name)\" is not an input argument of the function \"\(function.name)\"")
      return nil
    }
    let category = function.arguments[index].type.category
    if category != .json && category != .jsonb {
      reasons.add("\"\(name)\" argument of the function \"\(function.name)\" is not of type JSON")
    }
    return index
  }

  private func result(
    of function: FunctionFacts,
    _ reasons: inout FunctionReasons
  ) -> ComputedField.Result? {
    switch function.returns {
    case .scalar(let type, let isSet):
      if isSet || type.isComposite {
        reasons.add(
          "the function \"\(function.name)\" returning \(isSet ? "set of type" : "type") "
            + "\(type.name) is not a BASE type"
        )
      }
      return .scalar(type)
    case .rows(let table, let isSet):
      if tables[table] == nil {
        reasons.add(
          "the function \"\(function.name)\" returning \(isSet ? "set of table" : "table") "
            + "\"\(table)\" is not tracked"
        )
      }
      return .rows(of: table, isSet: isSet)
    }
  }

  /// `schema.name`, as row types are printed.
  private func fullName(of table: TableName) -> String {
    table.schema.map { "\($0).\(table.name)" } ?? table.name
  }
}
