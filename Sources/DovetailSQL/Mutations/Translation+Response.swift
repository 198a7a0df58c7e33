import DovetailPlan
import DovetailSource
import SQLText

extension Translation {
  /// The `SELECT` of a mutation's response, from the rows that were written.
  ///
  /// What rows must have passed is `checked`, if that is not known yet.
  mutating func response(
    _ output: Mutation.Output,
    affectedRows: SQL,
    checked: CheckedOutput?
  ) throws(SourceError) -> (SQL, ResultShape) {
    switch output {
    case .row(let fields, let keys):
      let rows = RowSelection(relation: .written, output: fields, joinKeys: keys)
      let root = try rootRows(rows, isSingle: true)
      return (root.sql, .row(root.shape))
    case .response(let fields):
      var members: [JSONTree.Member] = []
      var rules: [String: DocumentShape.Rule] = [:]
      for field in fields {
        let value: JSONTree
        switch field.value {
        case .constant(let text):
          value = .text(text)
        case .affectedRows:
          value = .leaf(.init(sql: affectedRows, form: .natural))
        case .returning(let fields, let keys):
          let document = try list(
            RowSelection(relation: .written, output: fields, joinKeys: keys),
            at: .root
          )
          value = .leaf(.init(sql: "(\(document.select))", form: .json))
          if let shape = document.shape { rules[field.key] = .copy(key: nil, shape) }
        }
        members.append(.init(key: field.key, value: value))
      }
      var json = dialect.json(.object(members))
      if let checked {
        json =
          "CASE WHEN \(checked.test) THEN \(json) ELSE to_json(\(checked.failure)::integer) END"
      }
      return ("SELECT \(json)", .json(rules.isEmpty ? nil : DocumentShape(rules: rules)))
    }
  }
}
