package import GraphQLLanguage
import OrderedCollections
package import OrderedJSON

/// Whether `@skip` and `@include` let a selection take part (specification §6.3.2).
///
/// `variables` are coerced values.
package func isIncluded(_ directives: [Directive], variables: JSONObject) -> Bool {
  for directive in directives {
    let omitted: Bool
    switch directive.name.value {
    case "skip": omitted = true
    case "include": omitted = false
    default: continue
    }
    guard let argument = directive.arguments.first(where: { $0.name.value == "if" }) else {
      continue
    }
    switch argument.value {
    case .boolean(omitted, _): return false
    case .variable(let name) where variables[name.value]?.boolValue == omitted: return false
    default: continue
    }
  }
  return true
}
