/// Writes syntax as GraphQL text.
///
/// Two layouts: the usual one for people, and a compact one for upstreams. Parsing the text of
/// either yields the syntax that was printed.
package struct Printer: Sendable {
  /// How the text is laid out.
  enum Layout: Sendable {
    /// One selection or definition a line, indented by two blanks a level.
    case lines
    /// No blanks but those between words.
    case compact
  }

  /// The text in UTF-8.
  var output: [UInt8] = []
  /// The layout.
  let layout: Layout
  private var level = 0

  /// Starts an empty text.
  init(_ layout: Layout) {
    self.layout = layout
  }

  /// The text of a document, definition or any other node, for people to read.
  package static func print(_ node: some PrintableSyntax) -> String {
    var printer = Printer(.lines)
    node.print(to: &printer)
    return String(decoding: printer.output, as: UTF8.self)
  }

  /// The shortest text of a node.
  package static func compact(_ node: some PrintableSyntax) -> String {
    String(decoding: compactBytes(node), as: UTF8.self)
  }

  /// The shortest text of a node in UTF-8, to be sent.
  package static func compactBytes(_ node: some PrintableSyntax) -> [UInt8] {
    var printer = Printer(.compact)
    node.print(to: &printer)
    return printer.output
  }
}

/// Syntax that `Printer` can write.
package protocol PrintableSyntax {
  /// Appends the text of this node.
  func print(to printer: inout Printer)
}

// MARK: - Words, blanks and lines

extension Printer {
  /// Appends punctuation or a keyword.
  mutating func write(_ text: StaticString) {
    output.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    )
  }

  /// Appends a name, number or keyword.
  mutating func write(_ text: String) {
    output.append(contentsOf: text.utf8)
  }

  /// Appends a blank that the compact layout leaves out.
  mutating func space() {
    if layout == .lines { output.append(UInt8(ascii: " ")) }
  }

  /// Starts a line, indented for the level.
  mutating func newline() {
    output.append(UInt8(ascii: "\n"))
    indent()
  }

  /// Appends the blanks before a line of the level.
  mutating func indent() {
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  /// Appends items in brackets, each on a line of its own.
  ///
  /// The compact layout puts a blank between items where two words would run into each other.
  mutating func block<Item>(
    _ open: StaticString,
    _ items: [Item],
    _ close: StaticString,
    print: (Item, inout Printer) -> Void
  ) {
    write(open)
    level += 1
    for (index, item) in items.enumerated() {
      if layout == .lines {
        newline()
      } else if index > 0, !endsWithBracket {
        write(" ")
      }
      print(item, &self)
    }
    level -= 1
    if layout == .lines { newline() }
    write(close)
  }

  private var endsWithBracket: Bool {
    output.last == UInt8(ascii: "}") || output.last == UInt8(ascii: ")")
      || output.last == UInt8(ascii: "]")
  }

  /// Appends items on one line, separated by commas.
  mutating func list<Item>(
    _ open: StaticString,
    _ items: [Item],
    _ close: StaticString,
    print: (Item, inout Printer) -> Void
  ) {
    write(open)
    for (index, item) in items.enumerated() {
      if index > 0 {
        write(",")
        space()
      }
      print(item, &self)
    }
    write(close)
  }

  /// Appends items on one line if `fits` accepts what that yields, else each on its own line.
  mutating func listOrBlock<Item>(
    _ items: [Item],
    fits: (ArraySlice<UInt8>) -> Bool,
    print: (Item, inout Printer) -> Void
  ) {
    guard !items.isEmpty else { return }
    let start = output.count
    list("(", items, ")", print: print)
    guard layout == .lines, !fits(output[start...]) else { return }
    output.removeSubrange(start...)
    block("(", items, ")", print: print)
  }

  /// Appends names with a separator between them.
  mutating func join(_ names: [Name], separator: StaticString) {
    for (index, name) in names.enumerated() {
      if index > 0 {
        space()
        write(separator)
        space()
      }
      write(name.value)
    }
  }

  /// Appends a description and ends its line.
  mutating func description(_ description: StringValue?) {
    guard let description else { return }
    string(description)
    if layout == .lines { newline() }
  }

  /// Appends directives, each after a blank.
  mutating func directives(_ directives: [Directive]) {
    for directive in directives {
      space()
      directive.print(to: &self)
    }
  }
}
