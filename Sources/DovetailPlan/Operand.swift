package import DovetailCatalog
package import DovetailMetadata
package import OrderedJSON

/// A value in a plan: known when planning, or supplied by each request.
///
/// Plans are cached and shared, so they hold no value of a session or of a scalar variable.
package indirect enum Operand: Sendable, Hashable {
  /// A literal of the document or of a permission.
  case constant(JSONValue)
  /// The value of a GraphQL variable, or a part of it.
  case variable(VariableReference)
  /// The text of a session variable.
  case session(SessionVariableName)
  /// All session variables as one JSON object.
  case allSessionVariables
  /// The keys that the prefetch with this `id` found: a list of lists of their parts, each with the
  /// row's place in the order at its end if the prefetch is for an order.
  case prefetched(Int)
  /// A list whose items come from different places.
  case list([Operand])
  /// An object whose members come from different places.
  case object([Member])
  /// A part of the JSON that a variable holds as base64 text: a value in a cursor.
  case encoded(VariableReference, path: [String])

  /// A member of an object operand.
  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: Operand

    package init(name: String, value: Operand) {
      self.name = name
      self.value = value
    }
  }
}

/// A GraphQL variable, or a part of its value reached by keys and indices.
package struct VariableReference: Sendable, Hashable {
  package var name: String
  /// From the variable's value down; empty for the whole value.
  package var path: [Step]

  package enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  package init(name: String, path: [Step] = []) {
    self.name = name
    self.path = path
  }
}

/// A typed value that travels to a database as a bound parameter.
package struct Parameter: Sendable, Hashable {
  package var operand: Operand
  package var type: ColumnType
  /// Where the value stands in the request, as a JSONPath: `$.selectionSet.author.args.where.id._eq`.
  package var path: String

  package init(_ operand: Operand, type: ColumnType, path: String) {
    self.operand = operand
    self.type = type
    self.path = path
  }
}
