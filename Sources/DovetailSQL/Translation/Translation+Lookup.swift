import DovetailCatalog
import DovetailPlan
import DovetailSource
import OrderedJSON
import SQLText

extension Translation {
  /// A row for each key: its number, and the JSON of what belongs to it.
  mutating func lookup(_ keyed: KeyedSelection) throws(SourceError) -> DocumentQuery {
    let binding = SQLBinding(operand: .constant(.null), type: .json, encoding: .keys, path: "$")
    let keys = dialect.keyRows(binding, types: keyed.columns.map(\.type))
    let anchor = Anchor.key(keyed.columns, parts: keys.parts)
    let document: DocumentQuery
    switch keyed.result {
    case .object(let selection):
      document = try object(selection, at: anchor)
    case .array(let selection):
      document = try list(selection, at: anchor)
    case .aggregate(let selection):
      document = try aggregate(selection, of: anchor)
    }
    return DocumentQuery(
      select: "SELECT \(keys.number), (\(document.select)) FROM \(keys.from)",
      shape: document.shape
    )
  }
}
