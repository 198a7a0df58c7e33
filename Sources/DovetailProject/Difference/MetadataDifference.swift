package import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// What applying a project would change, file by file.
package struct MetadataDifference: Sendable {
  /// The difference in unified form; empty if there is none.
  package let text: String

  package var isEmpty: Bool { text.isEmpty }

  /// Compares what an engine has with what a project says, whatever the order in which they say it.
  ///
  /// Around a change, `context` unchanged lines are shown.
  package init(engine: Metadata, project: Metadata, context: Int = 3) {
    let old = engine.exportedJSON
    // Two objects with the same members in another order are the same.
    let new = aligned(project.exportedJSON, with: old)
    let before = MetadataFiles(old).texts
    let after = MetadataFiles(new).texts
    var names = Array(before.keys)
    names += after.keys.filter { before[$0] == nil }
    var text = ""
    for name in names.sorted() where before[name] != after[name] {
      text += "--- \(before[name] == nil ? "/dev/null" : "engine/\(name)")\n"
      text += "+++ \(after[name] == nil ? "/dev/null" : "project/\(name)")\n"
      text += unifiedDiff(before[name] ?? "", after[name] ?? "", context: context)
    }
    self.text = text
  }
}

/// The value with the members of objects in the order that they have in another value.
private func aligned(_ value: JSONValue, with other: JSONValue) -> JSONValue {
  switch (value, other) {
  case (.object(let members), .object(let others)):
    var result: JSONObject = [:]
    for (key, member) in others {
      if let own = members[key] { result[key] = aligned(own, with: member) }
    }
    for (key, member) in members where result[key] == nil { result[key] = member }
    return .object(result)
  case (.array(let elements), .array(let others)):
    let byName = Dictionary(
      others.compactMap { element in identity(of: element).map { ($0, element) } },
      uniquingKeysWith: { first, _ in first }
    )
    return .array(
      elements.enumerated().map { index, element in
        if let name = identity(of: element), let twin = byName[name] {
          return aligned(element, with: twin)
        }
        return index < others.count ? aligned(element, with: others[index]) : element
      }
    )
  default:
    return value
  }
}

/// What tells an element of a list from the others.
private func identity(of element: JSONValue) -> JSONValue? {
  for key in ["table", "function", "name", "role", "root_field_name", "collection", "role_name"] {
    if let value = element[key] { return value }
  }
  return nil
}
