import DovetailMetadata
import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON

/// Makes the values of an operation's variables for a request.
struct RemoteVariableValues: Sendable {
  let variables: [RemoteVariable]
  /// Whether variables that are null are left out.
  let skipsNulls: Bool

  /// Appends the members of the `variables` object, each followed by a comma.
  func append(
    to writer: inout JSONWriter,
    _ context: ExecutionContext
  ) throws(SourceError) {
    for variable in variables {
      guard let value = try value(of: variable, context) else { continue }
      if value.isNull, skipsNulls, !variable.type.isNonNull { continue }
      writer.appendKey(variable.name)
      writer.append(value)
      writer.append(UInt8(ascii: ","))
    }
  }

  /// The value that is sent; `nil` if there is none.
  private func value(
    of variable: RemoteVariable,
    _ context: ExecutionContext
  ) throws(SourceError) -> JSONValue? {
    let types = RemoteInputTypes(variable.inputTypes)
    if case .session(let name) = variable.value {
      return try types.sessionValue(name, as: variable.type.namedType, context)
    }
    guard let value = try context.value(of: variable.value) else { return nil }
    return try types.checked(value, as: variable.type, at: variable.path, context)
  }
}
