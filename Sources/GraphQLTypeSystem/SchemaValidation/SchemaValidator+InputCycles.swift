import GraphQLLanguage
import OrderedCollections

extension SchemaValidator {
  /// An input object on the way from where the search for cycles started.
  private struct Step {
    var type: String
    var fields: [(name: String, type: String)]
    var next = 0
  }

  /// Checks that no input object needs itself, so that some value of it exists (§3.10).
  mutating func checkInputCycles() {
    var visited: Set<String> = []
    for name in schema.typeNames where !visited.contains(name) {
      guard case .inputObject? = schema.type(named: name)?.kind else { continue }
      searchCycles(from: name, &visited)
    }
  }

  // An explicit stack, because chains of types may be as long as the schema.
  private mutating func searchCycles(from start: String, _ visited: inout Set<String>) {
    var path: [String] = []
    var depths = [start: 0]
    var steps = [Step(type: start, fields: requiredInputObjects(of: start))]
    visited.insert(start)
    while var step = steps.popLast() {
      guard step.next < step.fields.count else {
        depths[step.type] = nil
        _ = path.popLast()
        continue
      }
      let field = step.fields[step.next]
      step.next += 1
      steps.append(step)
      if let depth = depths[field.type] {
        report(.inputCycle(type: field.type, path: path[depth...] + [field.name]))
      } else if visited.insert(field.type).inserted {
        path.append(field.name)
        depths[field.type] = path.count
        steps.append(Step(type: field.type, fields: requiredInputObjects(of: field.type)))
      }
    }
  }

  private func requiredInputObjects(of name: String) -> [(name: String, type: String)] {
    guard let type = schema.type(named: name) else { return [] }
    return type.inputFields.values.compactMap { field in
      guard case .nonNull(.named(let fieldType)) = field.type,
        case .inputObject? = schema.type(named: fieldType.value)?.kind
      else { return nil }
      return (field.name, fieldType.value)
    }
  }
}
