import SQLText

/// JSON that the database builds of constants and values.
package indirect enum JSONTree: Sendable, Hashable {
  case leaf(Leaf)
  case null
  case text(String)
  case object([Member])

  /// A value of an SQL expression.
  package struct Leaf: Sendable, Hashable {
    package var sql: SQL
    package var form: Form
  }

  /// What an SQL value is, for dialects whose values don't tell.
  package enum Form: Sendable, Hashable {
    /// The database's own rendering of the value is right.
    case natural
    /// A truth value that looks like a number.
    case boolean
    /// JSON already.
    case json
  }

  /// A member of an object.
  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: JSONTree
  }
}

/// A member of the object that each row of a subselect becomes.
package struct JSONMember: Sendable, Hashable {
  package var key: String
  package var value: JSONTree.Leaf
}

/// A `SELECT` whose rows become JSON objects, without its select list.
package struct RowQuery: Sendable {
  /// `SELECT `, or with `DISTINCT ON (…) `.
  package var head: SQL
  package var members: [JSONMember]
  /// From ` FROM` on.
  package var tail: SQL

  /// The whole query, with columns named by the closure (by index and member).
  func select(naming name: (Int, JSONMember) -> String) -> SQL {
    var columns: [SQL] = []
    for (index, member) in members.enumerated() {
      columns.append("\(member.value.sql) AS \(identifier: name(index, member))")
    }
    return head + (columns.isEmpty ? "NULL" : columns.joined(separator: ", ")) + tail
  }

  /// The object of a row whose columns are named `c0`, `c1` ….
  func object(of alias: String) -> JSONTree {
    var tree: [JSONTree.Member] = []
    for (index, member) in members.enumerated() {
      let column: SQL = "\(raw: alias).\"c\(index)\""
      tree.append(
        .init(key: member.key, value: .leaf(.init(sql: column, form: member.value.form)))
      )
    }
    return .object(tree)
  }
}
