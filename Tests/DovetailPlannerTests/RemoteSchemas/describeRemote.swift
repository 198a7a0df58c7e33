import DovetailMetadata
import DovetailPlan
import GraphQLLanguage

/// An operation as text, what happens to its members included: `id>key` is renamed, `id!` is a join
/// key, `r@0` the place of a join.
func describe(_ operation: RemoteOperation) -> String {
  let variables = operation.variables.map { "$\($0.name):\($0.type)=\(describe($0.value))" }
  let head = ([operation.kind.rawValue] + (operation.name.map { [$0] } ?? [])).joined(
    separator: " "
  )
  let list = variables.isEmpty ? "" : "(\(variables.joined(separator: " ")))"
  return "\(head)\(list){\(operation.fields.map(describe).joined(separator: " "))}"
}

/// A lookup as text.
func describe(_ lookup: RemoteLookup) -> String {
  let variables = lookup.variables.map { "$\($0.name):\($0.type)=\(describe($0.value))" }
  let list = variables.isEmpty ? "" : "(\(variables.joined(separator: " ")))"
  let path = lookup.path.map { $0.name + describe($0.arguments) }
  return list + path.joined(separator: ".") + describe(lookup.selections)
}

private func describe(_ field: RemoteField) -> String {
  var text = field.alias == field.name ? field.name : "\(field.alias):\(field.name)"
  text += describe(field.arguments)
  switch field.role {
  case .output(let key): if key != field.alias { text += ">\(key)" }
  case .typename(let key, _): if key != field.alias { text += ">\(key)" }
  case .joinKey: text += "!"
  case .join(let edge, let key): text += "@\(edge)" + (key == field.alias ? "" : ">\(key)")
  }
  return text + describe(field.selections)
}

private func describe(_ selections: [RemoteSelection]) -> String {
  guard !selections.isEmpty else { return "" }
  let parts = selections.map { selection in
    switch selection {
    case .field(let field): describe(field)
    case .fragment(let type, let inner): "...\(type)\(describe(inner))"
    }
  }
  return "{\(parts.joined(separator: " "))}"
}

private func describe(_ arguments: [RemoteArgument]) -> String {
  guard !arguments.isEmpty else { return "" }
  return "(" + arguments.map { "\($0.name):\(describe($0.value))" }.joined(separator: " ") + ")"
}

private func describe(_ value: RemoteValue) -> String {
  switch value {
  case .literal(let literal): Printer.compact(literal)
  case .variable(let name): "$\(name)"
  case .key(let part, let type): "#\(part):\(type)"
  case .list(let items): "[" + items.map { describe($0) }.joined(separator: " ") + "]"
  case .object(let members):
    "{" + members.map { "\($0.name):\(describe($0.value))" }.joined(separator: " ") + "}"
  }
}

private func describe(_ operand: Operand) -> String {
  switch operand {
  case .variable(let reference):
    reference.path.reduce("$\(reference.name)") { text, step in
      switch step {
      case .key(let key): "\(text).\(key)"
      case .index(let index): "\(text)[\(index)]"
      }
    }
  case .session(let name): name.value
  default: "\(operand)"
  }
}
