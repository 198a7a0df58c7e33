/// A field of the left-hand side on which a relationship joins, as `lhs_fields` spell it.
///
/// `id` is a column or field. `profile.account.id` is a part of a JSON column: of `profile`, the member
/// `id` of the member `account`; `items[0].id` counts from zero. With `[]` at the end, as in
/// `friend_ids[]` or `profile.friends[]`, the value is a list of keys, and the relationship gives a
/// list: an element for each key, in the same order.
package struct RemoteJoinField: Sendable, Hashable {
  /// The column, computed field or field of a remote type.
  package var name: String
  /// The keys and indices that lead into its JSON.
  package var path: [String]
  /// Whether the value is declared to be a list of keys.
  package var isList: Bool

  package init(name: String, path: [String] = [], isList: Bool = false) {
    self.name = name
    self.path = path
    self.isList = isList
  }

  /// Reads the text of a field; nil if it is none that could be read.
  package init?(parsing text: String) {
    var rest = text[...]
    isList = rest.hasSuffix("[]")
    if isList { rest = rest.dropLast(2) }
    let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
    name = String(rest[..<end])
    path = []
    rest = rest[end...]
    guard !name.isEmpty else { return nil }
    while let first = rest.popFirst() {
      let step: Substring
      if first == "[" {
        guard let close = rest.firstIndex(of: "]") else { return nil }
        step = rest[..<close]
        rest = rest[close...].dropFirst()
        guard !step.isEmpty, step.utf8.count < 10, step.utf8.allSatisfy({ $0 &- 48 < 10 }) else {
          return nil
        }
      } else {
        let next = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
        step = rest[..<next]
        rest = rest[next...]
        guard first == ".", isGraphQLName(step) else { return nil }
      }
      path.append(String(step))
    }
  }

  /// The text with another name in the place of a column's.
  ///
  /// The field may be the column itself, or a part of it.
  package static func renaming(_ column: String, to newName: String, in text: String) -> String {
    if text == column { return newName }
    guard text.hasPrefix(column), let rest = text.dropFirst(column.count).first,
      rest == "." || rest == "[", RemoteJoinField(parsing: text)?.name == column
    else { return text }
    return newName + text.dropFirst(column.count)
  }
}

extension RemoteJoinField: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(name: value) }
}
