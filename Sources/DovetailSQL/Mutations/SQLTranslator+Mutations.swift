package import DovetailPlan
package import DovetailSource

/// What a fetch of a SQL source is: one statement, or the steps of a mutation.
package enum SQLFetch: Sendable {
  case statement(SQLStatement)
  case mutation(SQLMutation)

  package var text: String {
    switch self {
    case .statement(let statement): statement.text
    case .mutation(let mutation): mutation.text
    }
  }

  package var shape: ResultShape {
    switch self {
    case .statement(let statement): statement.shape
    case .mutation(let mutation): mutation.shape
    }
  }
}

extension SQLTranslator {
  /// The statements of a fetch of any kind.
  package func translateAny(_ fetch: Fetch) throws(SourceError) -> SQLFetch {
    switch fetch.request {
    case .mutation(let mutation):
      var compiler = MutationCompiler(translator: self)
      let output = try compiler.compile(mutation)
      return .mutation(
        SQLMutation(steps: compiler.steps, output: .step(output.step), shape: output.shape)
      )
    case .mutations(let listed):
      return .mutation(try list(listed))
    case .rows, .row, .aggregate, .connection, .given, .operation, .action:
      return .statement(try translate(fetch))
    }
  }

  private func list(_ listed: [ListedMutation]) throws(SourceError) -> SQLMutation {
    var compiler = MutationCompiler(translator: self)
    var items: [SQLMutation.Item] = []
    var shape = ResultShape.json(nil)
    for item in listed {
      switch item {
      case .constant(let bytes):
        items.append(.constant(bytes))
      case .mutation(let mutation):
        // The counts of the others are not this one's.
        let output = try compiler.compile(mutation)
        items.append(.step(output.step))
        shape = output.shape
      }
    }
    return SQLMutation(steps: compiler.steps, output: .list(items), shape: shape)
  }
}
