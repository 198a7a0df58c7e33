import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import SQLText

extension Translation {
  /// The value of a column, or what is computed of the row.
  mutating func value(
    _ reference: ColumnReference,
    in scope: Scope
  ) throws(SourceError) -> SQL {
    let row = scope[reference.scope]
    switch reference.source {
    case .column(let name):
      return column(name, of: row)
    case .function(let call):
      return try self.call(call, row: row)
    case .cast(let inner):
      let value = try nested { this throws(SourceError) in try this.value(inner, in: scope) }
      return dialect.cast(value, to: reference.type)
    case .redacted(let name, unless: let condition):
      let test = try predicate(condition, in: Scope(root: row))
      return "CASE WHEN \(test) THEN \(column(name, of: row)) END"
    case .redactedFunction(let call, unless: let condition):
      let test = try predicate(condition, in: Scope(root: row))
      return "CASE WHEN \(test) THEN \(try self.call(call, row: row)) END"
    }
  }

  /// The values of columns, in order.
  mutating func values(
    _ references: [ColumnReference],
    in scope: Scope
  ) throws(SourceError) -> [SQL] {
    var values: [SQL] = []
    for reference in references {
      values.append(try value(reference, in: scope))
    }
    return values
  }

  /// A column of the row with the alias.
  func column(_ name: ColumnName, of row: String) -> SQL {
    "\(raw: row).\(identifier: name.value)"
  }

  /// A relation as it stands after `FROM`.
  ///
  /// The arguments of a function may take the surrounding (outer) row.
  mutating func from(
    _ relation: Relation,
    alias: String,
    outer: String?
  ) throws(SourceError) -> SQL {
    switch relation {
    case .table(let name):
      return "\(qualified(name.schema, name.name)) AS \(raw: alias)"
    case .function(let call):
      return "\(try self.call(call, row: outer)) AS \(raw: alias)"
    case .query(let call):
      var text: SQL = ""
      for part in call.parts {
        switch part {
        case .text(let sql): text += SQL(raw: sql)
        case .argument(let parameter): text += dialect.parameter(SQLBinding(parameter))
        }
      }
      return "\(dialect.query(text, columns: call.columns)) AS \(raw: alias)"
    case .nested(let nested):
      guard let outer else {
        throw SourceError(code: .unexpected, message: "no row surrounds the nested rows")
      }
      let value = try value(nested.value, in: Scope(root: outer))
      let rows = dialect.nestedRows(of: value, isList: nested.isList, columns: nested.columns)
      return "\(rows) AS \(raw: alias)"
    case .written:
      guard let written else {
        throw SourceError(code: .unexpected, message: "no mutation surrounds the rows")
      }
      return "\(written) AS \(raw: alias)"
    }
  }

  private func call(_ call: FunctionCall, row: String?) throws(SourceError) -> SQL {
    var arguments: [CallArgument] = []
    for argument in call.arguments {
      let value: SQL
      switch argument.value {
      case .parameter(let parameter):
        value = dialect.parameter(SQLBinding(parameter))
      case .row:
        guard let row else {
          throw SourceError(
            code: .unexpected,
            message: "the function \"\(call.function.name)\" takes a row, but none surrounds it"
          )
        }
        // `t0.*`, since a bare `t0` would mean a column of that name first.
        value = "\(raw: row).*"
      }
      arguments.append(CallArgument(name: argument.name, value: value))
    }
    let name = qualified(call.function.schema, call.function.name)
    return try dialect.call(name, arguments: arguments)
  }

  /// A name with its schema, if it has one.
  func qualified(_ schema: String?, _ name: String) -> SQL {
    if let schema {
      "\(identifier: schema).\(identifier: name)"
    } else {
      "\(identifier: name)"
    }
  }
}
