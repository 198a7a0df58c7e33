/// The SQL of a native query, cut at its placeholders.
///
/// `SELECT * FROM article WHERE id = {{id}}` is the texts around one placeholder, for which a bound
/// parameter will stand. No value ever becomes part of the text.
package struct QueryTemplate: Sendable, Hashable {
  package var parts: [Part]

  package enum Part: Sendable, Hashable {
    case text(String)
    /// The value of the argument of that name.
    case argument(String)
  }

  package init(parts: [Part]) {
    self.parts = parts
  }

  /// The names of the arguments that have a place, each once, in the order of their first places.
  package var arguments: [String] {
    var names: [String] = []
    for case .argument(let name) in parts where !names.contains(name) { names.append(name) }
    return names
  }
}
