import DovetailPlan
import DovetailSource

extension DocumentShape {
  /// What happens to the members of an object that the selections ask for; `nil` where it is copied
  /// as it is.
  ///
  /// - Throws: where two selections under one alias want different things, which the planner avoids.
  static func make(_ selections: [RemoteSelection]) throws(SourceError) -> DocumentShape? {
    var rules = RuleTree()
    try rules.add(selections)
    return rules.shape
  }
}

/// Rules in the making: fields of one alias in several fragments share one.
private struct RuleTree {
  private var rules: [String: (role: RemoteField.Role, children: RuleTree)] = [:]

  mutating func add(_ selections: [RemoteSelection]) throws(SourceError) {
    for selection in selections {
      switch selection {
      case .fragment(_, let inner):
        try add(inner)
      case .field(let field):
        var rule = rules[field.alias] ?? (field.role, RuleTree())
        guard rule.role == field.role else {
          throw SourceError(
            code: .unexpected,
            message: "the alias \"\(field.alias)\" stands for different things in one object"
          )
        }
        try rule.children.add(field.selections)
        rules[field.alias] = rule
      }
    }
  }

  var shape: DocumentShape? {
    var result: [String: DocumentShape.Rule] = [:]
    for (alias, entry) in rules {
      switch entry.role {
      case .output(let key):
        let children = entry.children.shape
        if key != alias || children != nil {
          result[alias] = .copy(key: key == alias ? nil : key, children)
        }
      case .typename(let key, let renamed):
        let newKey = key == alias ? nil : key
        if !renamed.isEmpty {
          result[alias] = .translated(key: newKey, renamed)
        } else if newKey != nil {
          result[alias] = .copy(key: newKey, nil)
        }
      case .joinKey:
        result[alias] = .hidden
      case .join(let edge, let key):
        result[alias] = .join(edge, key: key)
      }
    }
    return result.isEmpty ? nil : DocumentShape(rules: result)
  }
}
