extension SchemaDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    printer.write("schema")
    printer.directives(directives)
    guard !rootTypes.isEmpty else { return }
    printer.space()
    printer.block("{", rootTypes, "}") { rootType, printer in
      printer.write(rootType.operation.rawValue)
      printer.write(":")
      printer.space()
      printer.write(rootType.type.value)
    }
  }
}

extension DirectiveDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    printer.write("directive")
    printer.space()
    printer.write("@")
    printer.write(name.value)
    printer.argumentDefinitions(arguments)
    if isRepeatable { printer.write(" repeatable") }
    printer.write(" on ")
    printer.join(locations, separator: "|")
  }
}

extension TypeDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    switch kind {
    case .scalar:
      head("scalar ", interfaces: [], to: &printer)
    case .object(let interfaces, let fields):
      head("type ", interfaces: interfaces, to: &printer)
      printer.members(fields) { $0.print(to: &$1) }
    case .interface(let interfaces, let fields):
      head("interface ", interfaces: interfaces, to: &printer)
      printer.members(fields) { $0.print(to: &$1) }
    case .union(let members):
      head("union ", interfaces: [], to: &printer)
      guard !members.isEmpty else { return }
      printer.space()
      printer.write("=")
      printer.space()
      printer.join(members, separator: "|")
    case .enum(let values):
      head("enum ", interfaces: [], to: &printer)
      printer.members(values) { $0.print(to: &$1) }
    case .inputObject(let fields):
      head("input ", interfaces: [], to: &printer)
      printer.members(fields) { $0.print(to: &$1) }
    }
  }

  private func head(_ keyword: StaticString, interfaces: [Name], to printer: inout Printer) {
    printer.write(keyword)
    printer.write(name.value)
    if !interfaces.isEmpty {
      printer.write(" implements ")
      printer.join(interfaces, separator: "&")
    }
    printer.directives(directives)
  }
}

extension FieldDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    printer.write(name.value)
    printer.argumentDefinitions(arguments)
    printer.write(":")
    printer.space()
    type.print(to: &printer)
    printer.directives(directives)
  }
}

extension InputValueDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    printer.write(name.value)
    printer.write(":")
    printer.space()
    type.print(to: &printer)
    printer.defaultValue(defaultValue)
    printer.directives(directives)
  }
}

extension EnumValueDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    printer.write(name.value)
    printer.directives(directives)
  }
}

extension Printer {
  /// Appends the members of a type in braces, if there are any.
  fileprivate mutating func members<Item>(
    _ items: [Item],
    print: (Item, inout Printer) -> Void
  ) {
    guard !items.isEmpty else { return }
    space()
    block("{", items, "}", print: print)
  }

  /// Appends argument definitions: on one line unless one of them needs several.
  fileprivate mutating func argumentDefinitions(_ arguments: [InputValueDefinition]) {
    listOrBlock(
      arguments,
      fits: { !$0.contains(UInt8(ascii: "\n")) },
      print: { $0.print(to: &$1) }
    )
  }
}
