import GraphQLLanguage

extension Document {
  /// A number that is equal for documents that differ in values and layout only, in hexadecimal digits.
  ///
  /// Literals count as nothing, variables and all names do. The same in every process.
  var shapeHash: String {
    // FNV-1a with 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for definition in definitions {
      let bytes: [UInt8]
      switch definition {
      case .operation(let operation): bytes = Printer.compactBytes(operation.withoutLiterals)
      case .fragment(let fragment): bytes = Printer.compactBytes(fragment.withoutLiterals)
      default: continue
      }
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension OperationDefinition {
  fileprivate var withoutLiterals: OperationDefinition {
    var copy = self
    copy.description = nil
    copy.variableDefinitions = variableDefinitions.map { definition in
      var definition = definition
      definition.description = nil
      definition.defaultValue = definition.defaultValue?.withoutLiterals
      definition.directives = definition.directives.map(\.withoutLiterals)
      return definition
    }
    copy.directives = directives.map(\.withoutLiterals)
    copy.selectionSet = selectionSet.withoutLiterals
    return copy
  }
}

extension FragmentDefinition {
  fileprivate var withoutLiterals: FragmentDefinition {
    var copy = self
    copy.description = nil
    copy.directives = directives.map(\.withoutLiterals)
    copy.selectionSet = selectionSet.withoutLiterals
    return copy
  }
}

extension SelectionSet {
  /// Recursive as deep as the parser lets selection sets be nested.
  fileprivate var withoutLiterals: SelectionSet {
    SelectionSet(
      selections: selections.map { selection in
        switch selection {
        case .field(var field):
          field.arguments = field.arguments.map(\.withoutLiterals)
          field.directives = field.directives.map(\.withoutLiterals)
          field.selectionSet = field.selectionSet?.withoutLiterals
          return .field(field)
        case .inlineFragment(var fragment):
          fragment.directives = fragment.directives.map(\.withoutLiterals)
          fragment.selectionSet = fragment.selectionSet.withoutLiterals
          return .inlineFragment(fragment)
        case .fragmentSpread(var spread):
          spread.directives = spread.directives.map(\.withoutLiterals)
          return .fragmentSpread(spread)
        }
      }
    )
  }
}

extension Directive {
  fileprivate var withoutLiterals: Directive {
    Directive(name: name, arguments: arguments.map(\.withoutLiterals))
  }
}

extension Argument {
  fileprivate var withoutLiterals: Argument { Argument(name: name, value: value.withoutLiterals) }
}

extension Value {
  /// Recursive as deep as the parser lets values be nested.
  fileprivate var withoutLiterals: Value {
    switch self {
    case .variable: self
    case .int, .float, .string, .boolean, .null, .enum: .null()
    case .list(let items, _): .list(items.map(\.withoutLiterals))
    case .object(let fields, _):
      .object(fields.map { ObjectField(name: $0.name, value: $0.value.withoutLiterals) })
    }
  }
}
