package import DovetailSource

/// The statements of a mutation, in the order in which they run, in one transaction.
///
/// One statement for most; nested inserts, and output that must see the rows as they are after the
/// change, take more. The same for every request of the plan.
package struct SQLMutation: Sendable {
  package var steps: [Step]
  /// Where the response comes from.
  package var output: Output
  package var shape: ResultShape

  /// One statement.
  package struct Step: Sendable {
    package var text: String
    package var bindings: [SQLBinding]
    /// Where errors of the database are reported.
    package var path: String
    var result: Result
  }

  /// What becomes of a statement's rows.
  enum Result: Sendable {
    /// One row: the number of rows that were written, these rows in the dialect's form, and values
    /// of the first that later steps use.
    case summary(Requirement?)
    /// A row for each row that was written: what identifies it, and values that later steps use.
    case returned(Requirement?)
    /// Rows that must be found again, without having been written.
    case found
    /// The number of rows that a check forbids: must be zero.
    case violations
    /// The response.
    case output
    /// Nothing.
    case ignored
  }

  /// What must have been written, so that the mutation can go on.
  struct Requirement: Sendable {
    var message: String
    var path: String
  }

  /// How the response is put together.
  package enum Output: Sendable {
    /// The rows of a step.
    case step(Int)
    /// A JSON list of documents.
    case list([Item])
  }

  /// An item of a list of responses.
  package enum Item: Sendable {
    case step(Int)
    case constant([UInt8])
  }

  /// Whether the step's rows are (a part of) the response.
  package func isOutput(_ step: Int) -> Bool {
    guard steps.indices.contains(step), case .output = steps[step].result else { return false }
    return true
  }

  /// The text of all steps, for explain and goldens.
  package var text: String {
    steps.map(\.text).joined(separator: ";\n")
  }
}

/// What a violated check of a permission is reported as.
package let checkFailureMessage = "check constraint of an insert/update permission has failed"
