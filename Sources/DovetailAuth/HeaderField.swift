/// A header of a request or a response.
package struct HeaderField: Sendable, Hashable {
  /// The name, in lower case in requests.
  package let name: String
  /// The value as it came.
  package let value: String

  /// Makes a header field.
  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

extension [HeaderField] {
  /// The value of the first header with that name, which is given in lower case.
  package func first(named name: String) -> String? {
    first { $0.name == name }?.value
  }
}
