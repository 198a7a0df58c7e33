import DovetailMetadata
package import DovetailPlan
import OrderedCollections
package import OrderedJSON

extension ExecutionContext {
  /// The value of an operand in this request; nil for a variable (or part of one) without a value.
  ///
  /// - Throws: `not-found` for a session variable that the session lacks.
  package func value(of operand: Operand) throws(SourceError) -> JSONValue? {
    switch operand {
    case .constant(let value):
      return value
    case .variable(let reference):
      return value(of: reference)
    case .encoded(let reference, let path):
      guard let text = value(of: reference)?.stringValue else { return nil }
      return EncodedJSON.decode(text)?.member(at: path)
    case .session(let name):
      guard let text = session.variables[name.value] else {
        throw SourceError(
          code: .notFound,
          message: "missing session variable: \"\(name.value)\"",
          path: "$"
        )
      }
      return .string(text)
    case .allSessionVariables:
      var object = JSONObject()
      for (name, text) in session.variables.sorted(by: { $0.key < $1.key }) {
        object[name] = .string(text)
      }
      return .object(object)
    case .prefetched(let id):
      guard let keys = prefetched[id] else {
        throw SourceError(
          code: .unexpected,
          message: "internal error: the keys of prefetch \(id) are missing"
        )
      }
      return keys
    case .list(let items):
      var values: [JSONValue] = []
      for item in items {
        values.append(try value(of: item) ?? .null)
      }
      return .array(values)
    case .object(let members):
      var object = JSONObject()
      for member in members {
        if let value = try value(of: member.value) {
          object[member.name] = value
        }
      }
      return .object(object)
    }
  }

  private func value(of reference: VariableReference) -> JSONValue? {
    guard var value = variables[reference.name] else { return nil }
    for step in reference.path {
      switch (step, value) {
      case (.key(let key), .object(let object)):
        guard let member = object[key] else { return nil }
        value = member
      case (.index(let index), .array(let items)) where items.indices.contains(index):
        value = items[index]
      case (.index(0), let single) where !single.isNull:
        // A single value stands for a list of one (GraphQL specification, List input coercion).
        value = single
      default:
        return nil
      }
    }
    return value
  }
}
