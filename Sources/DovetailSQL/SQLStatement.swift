package import DovetailCatalog
package import DovetailPlan
package import DovetailSource
package import SQLText

/// SQL text with the values of a plan bound to it.
package typealias SQL = SQLFragment<SQLBinding>

/// The statement of a fetch, the same for every request of the plan.
package struct SQLStatement: Sendable {
  package var text: String
  /// The values for the placeholders, in the order of their numbers.
  package var bindings: [SQLBinding]
  /// How the rows become response JSON.
  package var shape: ResultShape

  package init(text: String, bindings: [SQLBinding], shape: ResultShape) {
    self.text = text
    self.bindings = bindings
    self.shape = shape
  }
}

/// The statement of a lookup: each row is the zero-based number of a key, and its JSON value or null.
package struct SQLLookupStatement: Sendable {
  package var text: String
  /// The values for the placeholders; the one at `keysBindingIndex` is replaced by the keys.
  package var bindings: [SQLBinding]
  /// The index in `bindings` of the parameter that takes all keys as one JSON list of lists.
  package var keysBindingIndex: Int
  /// The joins in each key's value.
  package var shape: DocumentShape?

  package init(
    text: String,
    bindings: [SQLBinding],
    keysBindingIndex: Int,
    shape: DocumentShape?
  ) {
    self.text = text
    self.bindings = bindings
    self.keysBindingIndex = keysBindingIndex
    self.shape = shape
  }
}

/// A value that a statement takes, and how it travels.
package struct SQLBinding: Sendable, Hashable {
  package var operand: Operand
  /// The type of the value; for lists, of its items.
  package var type: ColumnType
  package var encoding: Encoding
  /// Where the value stands in the request, as a JSONPath.
  package var path: String

  /// The form that a value takes on its way to the database.
  package enum Encoding: Sendable, Hashable {
    /// One value of the type.
    case value
    /// A list of values of the type (`_in`).
    case list
    /// A non-negative 32-bit integer.
    case limit
    /// A non-negative 64-bit integer.
    case offset
    /// A `LIKE` pattern, rewritten for `GLOB`.
    case globPattern
    /// A number whose decimals are filled up to groups of four.
    ///
    /// A decimal number's result shows as many decimals as its operands have, and the reference
    /// sends its operands so.
    case groupedDecimals
    /// The keys of a lookup, which no operand supplies.
    case keys
    /// A value of the row that an earlier step of a mutation wrote.
    case captured(step: Int, column: Int)
    /// The rows that earlier steps of a mutation wrote.
    case writtenRows(steps: [Int])
    /// The number of rows that a mutation wrote, from one of its steps on.
    case affectedRows(since: Int)
  }

  package init(operand: Operand, type: ColumnType, encoding: Encoding, path: String) {
    self.operand = operand
    self.type = type
    self.encoding = encoding
    self.path = path
  }

  /// The parameter, to travel in the given form.
  init(_ parameter: Parameter, _ encoding: Encoding = .value) {
    self.init(
      operand: parameter.operand,
      type: parameter.type,
      encoding: encoding,
      path: parameter.path
    )
  }
}
