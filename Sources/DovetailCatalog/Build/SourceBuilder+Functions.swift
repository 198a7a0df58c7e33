import DovetailMetadata
import OrderedCollections

extension SourceBuilder {
  /// Resolves the tracked functions of the source; those that do not fit are reported.
  mutating func resolveFunctions() {
    for metadata in source.functions.values {
      do {
        let function = try resolve(metadata)
        functions[function.name] = function
      } catch {
        let name = metadata.name.normalized(for: source.kind)
        report(
          .function(source.name, metadata.name),
          error.inside("in function \"\(name)\": ")
        )
      }
    }
  }

  private func resolve(_ metadata: FunctionMetadata) throws(ResolutionError) -> TrackedFunction {
    let name = metadata.name.normalized(for: source.kind)
    let configuration = metadata.configuration
    let function = try FunctionFacts.only(facts.relational.functions[name], named: name)
    let naming = naming(of: name, configuration)
    var reasons = FunctionReasons()
    if !isGraphQLName(naming.base) {
      reasons.add("function name is not a legal GraphQL identifier")
    }
    if function.isVariadic {
      reasons.add("function with \"VARIADIC\" parameters are not supported")
    }
    let rows = rows(of: function, configuration, &reasons)
    if configuration.exposedAs == .mutation, function.volatility != .volatile {
      reasons.add(
        "the function was requested to be exposed as a mutation, but is not marked VOLATILE. "
          + "Maybe the function was given the wrong volatility when it was defined?"
      )
    }
    let arguments = arguments(of: function, configuration, &reasons)
    guard reasons.isEmpty, let rows else {
      throw ResolutionError(
        .notSupported,
        "the function \"\(name)\" cannot be tracked" + reasons.text
      )
    }
    guard tables[rows.table] != nil else {
      throw ResolutionError(.notExists, "table \"\(rows.table)\" is not tracked")
    }
    return TrackedFunction(
      name: name,
      table: rows.table,
      isSet: rows.isSet,
      exposure: configuration.exposedAs
        ?? (function.volatility == .volatile ? .mutation : .query),
      isVolatile: function.volatility == .volatile,
      arguments: arguments,
      naming: naming,
      roles: Set(metadata.permissions.keys),
      description: metadata.comment ?? function.comment
    )
  }

  private func rows(
    of function: FunctionFacts,
    _ configuration: FunctionMetadata.Configuration,
    _ reasons: inout FunctionReasons
  ) -> (table: TableName, isSet: Bool)? {
    switch function.returns {
    case .rows(let table, let isSet):
      return (table, isSet)
    case .scalar(let type, let isSet):
      // `RETURNS TABLE (…)` says which columns there are, but not whose.
      if let table = configuration.responseTable(for: source.kind),
        type.isComposite || type.name == "record"
      {
        return (table, isSet)
      }
      reasons.add(
        type.isComposite
          ? "the function does not return a table"
          : "the function does not return a \"COMPOSITE\" type"
      )
      return nil
    }
  }

  private func arguments(
    of function: FunctionFacts,
    _ configuration: FunctionMetadata.Configuration,
    _ reasons: inout FunctionReasons
  ) -> [FunctionArgument] {
    var sessionIndex: Int?
    if let name = configuration.sessionArgument {
      sessionIndex = function.arguments.firstIndex { $0.name == name }
      if let index = sessionIndex {
        let category = function.arguments[index].type.category
        if category != .json && category != .jsonb {
          reasons.add("given session argument \"\(name)\" is not of type json")
        }
      } else {
        reasons.add(
          "given session argument \"\(name)\" not the input argument of the function"
        )
      }
    }
    let illegal = function.arguments.map(\.name).filter { !$0.isEmpty && !isGraphQLName($0) }
    if !illegal.isEmpty {
      reasons.add(
        "the function arguments \(illegal.joined(separator: ",")) are not in compliance with "
          + "GraphQL spec"
      )
    }
    return function.arguments.enumerated().map { index, argument in
      FunctionArgument(
        name: argument.name,
        type: argument.type,
        hasDefault: argument.hasDefault,
        role: index == sessionIndex ? .session : .client
      )
    }
  }

  private func naming(
    of name: FunctionName,
    _ configuration: FunctionMetadata.Configuration
  ) -> TableNaming {
    let isPlain = name.schema == nil || name.schema == source.kind.defaultSchema
    let generated = isPlain ? name.name : "\(name.schema ?? "")_\(name.name)"
    let custom = configuration.customRootFields
    return TableNaming(
      convention: convention,
      base: configuration.customName ?? generated,
      isCustom: configuration.customName != nil,
      affixes: affixes,
      customRootFields: [
        .select: .init(name: custom.function, comment: nil),
        .selectAggregate: .init(name: custom.functionAggregate, comment: nil),
      ]
    )
  }
}
