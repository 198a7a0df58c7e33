import DovetailPlan
import DovetailSource
import SQLText

/// The translation of one statement: hands out aliases and watches the depth.
///
/// Relations are named `t0`, `t1` … in the order in which they are met, subselects `r…`; no name
/// occurs twice, so that an inner query can refer to every row around it.
struct Translation {
  let dialect: any SQLDialect
  /// What stands after `FROM` for the rows that a mutation has written.
  var written: SQL?
  /// What reads the place of a row in an order across sources, where it has been joined.
  var places: [PlaceOfRow: SQL] = [:]
  private var aliasCount = 0
  private var depth = 0

  /// Deeper plans are refused, since both we and databases recurse over them.
  private static let depthLimit = 200

  init(dialect: any SQLDialect) {
    self.dialect = dialect
  }

  /// A new name for a relation (`t`), a subselect (`r`) or aggregates (`a`).
  mutating func newAlias(_ prefix: String = "t") -> String {
    defer { aliasCount += 1 }
    return "\(prefix)\(aliasCount)"
  }

  /// Translates something that may contain its like.
  mutating func nested<Result>(
    _ translate: (inout Translation) throws(SourceError) -> Result
  ) throws(SourceError) -> Result {
    guard depth < Self.depthLimit else {
      throw SourceError(
        code: .validationFailed,
        message: "the request is nested more than \(Self.depthLimit) levels deep"
      )
    }
    depth += 1
    defer { depth -= 1 }
    return try translate(&self)
  }
}

/// The rows that an expression can refer to, by their aliases.
struct Scope {
  /// The row of the innermost relation.
  var row: String
  /// The row on which the whole predicate stands.
  var root: String

  /// The scope of a predicate that stands on the row itself.
  init(root row: String) {
    self.row = row
    self.root = row
  }

  init(row: String, root: String) {
    self.row = row
    self.root = root
  }

  subscript(_ scope: ColumnReference.Scope) -> String {
    switch scope {
    case .current: row
    case .root: root
    }
  }
}

/// What the rows of a selection belong to.
enum Anchor {
  /// Nothing: a root field.
  case root
  /// The row with this alias.
  case row(String, Correlation)
  /// A key of a lookup: the columns equal the parts.
  case key([ColumnReference], parts: [SQL])
}

/// A `SELECT` that gives JSON in one column, and the joins inside that JSON.
struct DocumentQuery {
  var select: SQL
  var shape: DocumentShape?
}
