package import DovetailCatalog

/// How the result of a fetch becomes response JSON, and where its join keys and positions are.
///
/// Made by the source that prepares the fetch, since it alone knows the form of its result; read by
/// the executor, which collects keys with it and writes the response in one pass.
package enum ResultShape: Sendable {
  /// Rows become a list of objects.
  case rows(RowShape)
  /// The first row becomes an object; no row becomes null.
  case row(RowShape)
  /// The first column of the first row is a JSON text, copied (with the joins inside it).
  case json(DocumentShape?)
  /// The `data` object of a GraphQL service.
  case document(DocumentShape)
}

/// How a row becomes an object.
package struct RowShape: Sendable {
  package var members: [Member]
  /// For each join key name that edges at the root path use, the column that holds it.
  package var joinKeys: [JoinKey]

  /// A member of the object.
  package struct Member: Sendable {
    /// The member's key as JSON with its colon: `"name":`.
    package var prefix: [UInt8]
    package var value: Value

    package init(prefix: [UInt8], value: Value) {
      self.prefix = prefix
      self.value = value
    }
  }

  package enum Value: Sendable {
    /// A column in the given form; `quoted` writes numbers as strings.
    case column(Int, ColumnType.WireForm, quoted: Bool)
    /// A column that holds JSON with joins inside.
    case document(Int, DocumentShape)
    /// JSON written as it is.
    case constant([UInt8])
    /// The result of the join edge with this `id`.
    case join(Int)
  }

  /// A column that is read as a part of join keys.
  package struct JoinKey: Sendable {
    package var name: String
    package var column: Int
    package var form: ColumnType.WireForm

    package init(name: String, column: Int, form: ColumnType.WireForm) {
      self.name = name
      self.column = column
      self.form = form
    }
  }

  package init(members: [Member], joinKeys: [JoinKey] = []) {
    self.members = members
    self.joinKeys = joinKeys
  }
}

/// What happens to the members of a JSON object, where it is not simply copied.
///
/// Lists are passed through: the shape applies to each object in them, however deep. Members
/// without a rule are copied as they are.
package final class DocumentShape: Sendable {
  /// By the member's name in the document.
  package let rules: [String: Rule]
  /// Whether the joins among the rules stand for the whole object: nothing else of it is written.
  package let isReplaced: Bool

  package indirect enum Rule: Sendable {
    /// Copied, the value's objects by the given shape, under another key if one is given.
    case copy(key: String?, DocumentShape?)
    /// A join key (or other helper): read, not written.
    case hidden
    /// A string that is written translated (`__typename` of a customized type).
    case translated(key: String?, [String: String])
    /// Replaced by the result of the join edge with this `id`, under the key.
    case join(Int, key: String)
  }

  package init(rules: [String: Rule], isReplaced: Bool = false) {
    self.rules = rules
    self.isReplaced = isReplaced
  }
}
