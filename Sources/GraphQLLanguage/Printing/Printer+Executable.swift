extension Document: PrintableSyntax {
  package func print(to printer: inout Printer) {
    for (index, definition) in definitions.enumerated() {
      if index > 0 {
        printer.layout == .lines ? printer.write("\n\n") : printer.write(" ")
        if definition.startsWithBrace, definitions[index - 1].absorbsBrace {
          printer.write("query")
          printer.space()
        }
      }
      definition.print(to: &printer)
    }
  }
}

extension Definition {
  /// Whether the text of the definition starts with a selection set.
  fileprivate var startsWithBrace: Bool {
    if case .operation(let operation) = self { operation.isShorthand } else { false }
  }

  /// Whether a brace after the text of the definition would be read as part of it.
  fileprivate var absorbsBrace: Bool {
    switch self {
    case .operation, .fragment, .schema, .directive: false
    case .schemaExtension(let schema): schema.rootTypes.isEmpty
    case .type(let type), .typeExtension(let type):
      switch type.kind {
      case .scalar, .union: false
      case .object(_, let fields), .interface(_, let fields): fields.isEmpty
      case .enum(let values): values.isEmpty
      case .inputObject(let fields): fields.isEmpty
      }
    }
  }
}

extension Definition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    switch self {
    case .operation(let operation): operation.print(to: &printer)
    case .fragment(let fragment): fragment.print(to: &printer)
    case .schema(let schema): schema.print(to: &printer)
    case .type(let type): type.print(to: &printer)
    case .directive(let directive): directive.print(to: &printer)
    case .schemaExtension(let schema):
      printer.write("extend ")
      schema.print(to: &printer)
    case .typeExtension(let type):
      printer.write("extend ")
      type.print(to: &printer)
    }
  }
}

extension OperationDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    if !isShorthand {
      printer.write(kind.rawValue)
      if let name {
        printer.write(" ")
        printer.write(name.value)
      } else if !variableDefinitions.isEmpty {
        printer.space()
      }
      // A description needs a line of its own, which one line of definitions does not have.
      printer.listOrBlock(
        variableDefinitions,
        fits: { _ in !variableDefinitions.contains { $0.description != nil } },
        print: { $0.print(to: &$1) }
      )
      printer.directives(directives)
      printer.space()
    }
    selectionSet.print(to: &printer)
  }

  fileprivate var isShorthand: Bool {
    kind == .query && name == nil && variableDefinitions.isEmpty && directives.isEmpty
      && description == nil
  }
}

extension VariableDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    printer.write("$")
    printer.write(name.value)
    printer.write(":")
    printer.space()
    type.print(to: &printer)
    printer.defaultValue(defaultValue)
    printer.directives(directives)
  }
}

extension FragmentDefinition: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.description(description)
    printer.write("fragment ")
    printer.write(name.value)
    printer.write(" on ")
    printer.write(typeCondition.value)
    printer.directives(directives)
    printer.space()
    selectionSet.print(to: &printer)
  }
}

extension SelectionSet: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.block("{", selections, "}") { $0.print(to: &$1) }
  }
}

extension Selection: PrintableSyntax {
  package func print(to printer: inout Printer) {
    switch self {
    case .field(let field): field.print(to: &printer)
    case .fragmentSpread(let spread):
      printer.write("...")
      printer.write(spread.name.value)
      printer.directives(spread.directives)
    case .inlineFragment(let fragment):
      printer.write("...")
      if let typeCondition = fragment.typeCondition {
        printer.space()
        printer.write("on ")
        printer.write(typeCondition.value)
      }
      printer.directives(fragment.directives)
      printer.space()
      fragment.selectionSet.print(to: &printer)
    }
  }
}

extension Field: PrintableSyntax {
  package func print(to printer: inout Printer) {
    let start = printer.output.count
    if let alias {
      printer.write(alias.value)
      printer.write(":")
      printer.space()
    }
    printer.write(name.value)
    let nameLength = printer.output.count - start
    printer.listOrBlock(
      arguments,
      fits: { nameLength + $0.count <= 80 },
      print: { $0.print(to: &$1) }
    )
    printer.directives(directives)
    if let selectionSet {
      printer.space()
      selectionSet.print(to: &printer)
    }
  }
}

extension Printer {
  /// Appends a default value after an equals sign.
  mutating func defaultValue(_ value: Value?) {
    guard let value else { return }
    space()
    write("=")
    space()
    value.print(to: &self)
  }
}
