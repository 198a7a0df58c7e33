package import DovetailPlan
package import DovetailSource
import SQLText

/// Turns the relational part of a plan into statements of one dialect.
///
/// Pure: equal fetches give equal text. One fetch or lookup is one statement, with all its
/// relationships, filters and aggregates inside.
package struct SQLTranslator: Sendable {
  package let dialect: any SQLDialect

  package init(dialect: some SQLDialect) {
    self.dialect = dialect
  }

  /// The statement of a fetch.
  package func translate(_ fetch: Fetch) throws(SourceError) -> SQLStatement {
    var translation = Translation(dialect: dialect)
    let sql: SQL
    let shape: ResultShape
    switch fetch.request {
    case .rows(let selection):
      let root = try translation.rootRows(selection, isSingle: false)
      (sql, shape) = (root.sql, .rows(root.shape))
    case .row(let selection):
      let root = try translation.rootRows(selection, isSingle: true)
      (sql, shape) = (root.sql, .row(root.shape))
    case .aggregate(let selection):
      let document = try translation.aggregate(selection, of: .root)
      (sql, shape) = (document.select, .json(document.shape))
    case .connection(let selection):
      let document = try translation.connection(selection, at: .root)
      (sql, shape) = (document.select, .json(document.shape))
    case .mutation, .mutations:
      throw SourceError(code: .unexpected, message: "a mutation was taken for a query")
    case .given:
      throw SourceError(
        code: .unexpected,
        message: "objects of the request were sent to a SQL source"
      )
    case .operation:
      throw SourceError(
        code: .unexpected,
        message: "a GraphQL operation was sent to a SQL source"
      )
    case .action:
      throw SourceError(code: .unexpected, message: "an action was sent to a SQL source")
    }
    let rendered = try render(sql)
    return SQLStatement(text: rendered.text, bindings: rendered.bindings, shape: shape)
  }

  /// The statement of a lookup.
  package func translate(_ lookup: Lookup) throws(SourceError) -> SQLLookupStatement {
    guard case .rows(let keyed) = lookup.request else {
      throw SourceError(code: .unexpected, message: "a GraphQL lookup was sent to a SQL source")
    }
    var translation = Translation(dialect: dialect)
    let document = try translation.lookup(keyed)
    let rendered = try render(document.select)
    guard let index = rendered.bindings.firstIndex(where: { $0.encoding == .keys }) else {
      throw SourceError(code: .unexpected, message: "a lookup statement takes no keys")
    }
    return SQLLookupStatement(
      text: rendered.text,
      bindings: rendered.bindings,
      keysBindingIndex: index,
      shape: document.shape
    )
  }

  /// The text of a statement, and its values in the order of their placeholders.
  func render(
    _ sql: SQL
  ) throws(SourceError) -> (text: String, bindings: [SQLBinding]) {
    do {
      let rendered = try sql.render(dialect.placeholders)
      return (rendered.text, rendered.bindings)
    } catch {
      throw SourceError(
        code: .validationFailed,
        message: "a name in the request contains U+0000"
      )
    }
  }
}
