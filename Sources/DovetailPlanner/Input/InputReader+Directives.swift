import GraphQLLanguage
import GraphQLTypeSystem
import OrderedJSON

extension InputReader {
  /// Checks the arguments of a directive of an operation, which takes integers and booleans.
  func checkArguments(
    of directive: Directive,
    _ definition: SchemaDirective
  ) throws(PlannerError) {
    let place = CollectedField(
      responseKey: definition.name,
      name: definition.name,
      arguments: directive.arguments,
      selections: [],
      path: "$",
      depth: 0
    )
    for argument in try arguments(of: place, definition.arguments) {
      if argument.definition.type.namedType == "Boolean" {
        _ = try boolean(argument.value, path: argument.path)
      } else {
        _ = try integer(argument.value, path: argument.path)
      }
    }
  }

  /// An integer of 32 bits on which the plan depends.
  private func integer(_ value: GivenValue, path: String) throws(PlannerError) -> Int32 {
    switch value {
    case .literal(.int(let text, _)):
      if let integer = Int32(text) { return integer }
    case .json(.number(let number), let reference):
      variables.inspect(reference)
      if let integer = number.integer.flatMap(Int32.init(exactly:)) { return integer }
    default:
      break
    }
    throw expected("a 32-bit integer", "Int", value, path)
  }
}
