extension Value: PrintableSyntax {
  package func print(to printer: inout Printer) {
    switch self {
    case .variable(let name):
      printer.write("$")
      printer.write(name.value)
    case .int(let text, _), .float(let text, _): printer.write(text)
    case .string(let string): printer.string(string)
    case .boolean(let value, _): value ? printer.write("true") : printer.write("false")
    case .null: printer.write("null")
    case .enum(let name): printer.write(name.value)
    case .list(let values, _): printer.list("[", values, "]") { $0.print(to: &$1) }
    case .object(let fields, _):
      printer.list("{", fields, "}") { field, printer in
        printer.write(field.name.value)
        printer.write(":")
        printer.space()
        field.value.print(to: &printer)
      }
    }
  }
}

extension StringValue: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.string(self)
  }
}

extension TypeReference: PrintableSyntax {
  package func print(to printer: inout Printer) {
    switch self {
    case .named(let name):
      printer.write(name.value)
    case .list(let inner):
      printer.write("[")
      inner.print(to: &printer)
      printer.write("]")
    case .nonNull(let inner):
      inner.print(to: &printer)
      printer.write("!")
    }
  }
}

extension Argument: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.write(name.value)
    printer.write(":")
    printer.space()
    value.print(to: &printer)
  }
}

extension Directive: PrintableSyntax {
  package func print(to printer: inout Printer) {
    printer.write("@")
    printer.write(name.value)
    if !arguments.isEmpty { printer.list("(", arguments, ")") { $0.print(to: &$1) } }
  }
}
