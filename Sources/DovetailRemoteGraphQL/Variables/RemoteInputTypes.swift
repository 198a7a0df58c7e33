import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON

/// Checks values that clients send as variables against what their role may send, and puts presets
/// into them.
struct RemoteInputTypes {
  private let types: [String: RemoteInputType]

  init(_ types: [RemoteInputType]) {
    self.types = Dictionary(
      types.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The value with presets in it.
  ///
  /// - Throws: where it has a member or name that the role does not know.
  func checked(
    _ value: JSONValue,
    as type: TypeReference,
    at path: String,
    _ context: ExecutionContext
  ) throws(SourceError) -> JSONValue {
    guard !types.isEmpty, let rule = types[type.namedType] else { return value }
    switch (value, rule.kind) {
    case (.null, _):
      return value
    case (.array(let items), _):
      var result: [JSONValue] = []
      for item in items {
        result.append(try checked(item, as: type, at: path, context))
      }
      return .array(result)
    case (.object, .object(let members)):
      return try checked(value, rule, members, at: path, context)
    case (.string(let name), .names(let names)) where !names.contains(name):
      throw SourceError(
        code: .validationFailed,
        message:
          "expected one of the values \(quoted(names.sorted())) for type '\(rule.clientName)', "
          + "but found '\(name)'",
        path: path
      )
    case (_, .object), (_, .names):
      // The service says what is wrong with a value of the wrong sort.
      return value
    }
  }

  private func checked(
    _ value: JSONValue,
    _ rule: RemoteInputType,
    _ members: [RemoteInputType.Member],
    at path: String,
    _ context: ExecutionContext
  ) throws(SourceError) -> JSONValue {
    var result: [(key: String, value: JSONValue)] = []
    for (key, member) in value.members {
      guard let known = members.first(where: { $0.name == key && $0.preset == nil }) else {
        throw SourceError(
          code: .validationFailed,
          message: "field '\(key)' not found in type: '\(rule.clientName)'",
          path: "\(path).\(key)"
        )
      }
      let checked = try checked(member, as: known.type, at: "\(path).\(key)", context)
      result.append((key, checked))
    }
    for member in members {
      guard let preset = member.preset else { continue }
      result.append((member.name, try json(preset, context)))
    }
    return .object(members: result)
  }

  /// A preset as JSON.
  private func json(
    _ preset: RemotePreset,
    _ context: ExecutionContext
  ) throws(SourceError) -> JSONValue {
    switch preset {
    case .literal(let value):
      return value.json
    case .session(let name, let type):
      return try sessionValue(name, as: type, context)
    case .list(let items):
      var result: [JSONValue] = []
      for item in items { result.append(try json(item, context)) }
      return .array(result)
    case .object(let members):
      var result: [(key: String, value: JSONValue)] = []
      for member in members {
        result.append((member.name, try json(member.value, context)))
      }
      return .object(members: result)
    }
  }

  /// The text of a session variable as a value of a scalar or enum type.
  func sessionValue(
    _ name: SessionVariableName,
    as type: String,
    _ context: ExecutionContext
  ) throws(SourceError) -> JSONValue {
    guard let text = context.session.variables[name.value] else {
      throw SourceError(
        code: .notFound,
        message: "\"\(name.value)\" session variable expected, but not found",
        path: "$"
      )
    }
    let value: JSONValue?
    switch type {
    case "Int":
      value = Int32(text).map { .int(Int($0)) }
    case "Float":
      value = JSONNumber(text).map { .number($0) }
    case "Boolean":
      value = text == "true" ? true : text == "false" ? false : nil
    default:
      if case .names(let names)? = types[type]?.kind {
        value = names.contains(text) ? .string(text) : nil
      } else {
        value = .string(text)
      }
    }
    guard let value else {
      throw SourceError(
        code: SourceError.Code(rawValue: "coercion-error"),
        message: "\"\(text)\" cannot be coerced into \(article(type)) \(type) value",
        path: "$"
      )
    }
    return value
  }

  private func article(_ type: String) -> String {
    "AEIOU".contains(type.prefix(1).uppercased()) ? "an" : "a"
  }

  private func quoted(_ names: [String]) -> String {
    "[" + names.map { "'\($0)'" }.joined(separator: ", ") + "]"
  }
}

extension Value {
  /// A literal without variables as JSON.
  fileprivate var json: JSONValue {
    switch self {
    case .int(let text, _), .float(let text, _): JSONNumber(text).map { .number($0) } ?? .null
    case .string(let text): .string(text.value)
    case .boolean(let flag, _): .bool(flag)
    case .enum(let name): .string(name.value)
    case .list(let items, _): .array(items.map(\.json))
    case .object(let fields, _):
      .object(members: fields.map { (key: $0.name.value, value: $0.value.json) })
    case .null, .variable: .null
    }
  }
}
