import GraphQLLanguage
import SeededRandom

extension SeededGenerator {
  /// A random document of executable definitions, type-system definitions or both.
  mutating func document() -> Document {
    let kinds = [1...2, 3...8, 1...8][below(3)]
    return Document(
      definitions: (0...below(4)).map { _ in
        definition(Int.random(in: kinds, using: &self))
      }
    )
  }

  private mutating func definition(_ kind: Int) -> Definition {
    switch kind {
    case 1: .operation(operation())
    case 2:
      .fragment(
        FragmentDefinition(
          description: description(),
          name: name(),
          typeCondition: name(),
          directives: directives(),
          selectionSet: selectionSet(depth: 3)
        )
      )
    case 3:
      .schema(
        SchemaDefinition(
          description: description(),
          directives: directives(isConstant: true),
          rootTypes: rootTypes(atLeast: 1)
        )
      )
    case 4:
      .schemaExtension(
        SchemaDefinition(
          directives: [directive(isConstant: true)],
          rootTypes: rootTypes(atLeast: 0)
        )
      )
    case 5: .directive(directiveDefinition())
    case 6: .typeExtension(typeDefinition(isExtension: true))
    default: .type(typeDefinition(isExtension: false))
    }
  }

  // MARK: - Executable definitions

  private mutating func operation() -> OperationDefinition {
    OperationDefinition(
      description: description(),
      kind: [.query, .mutation, .subscription][below(3)],
      name: below(3) == 0 ? nil : name(),
      variableDefinitions: some {
        VariableDefinition(
          description: $0.description(),
          name: $0.name(),
          type: $0.type(),
          defaultValue: $0.maybe { $0.value(isConstant: true) },
          directives: $0.directives(isConstant: true)
        )
      },
      directives: directives(),
      selectionSet: selectionSet(depth: 4)
    )
  }

  private mutating func selectionSet(depth: Int) -> SelectionSet {
    SelectionSet(selections: (0...below(3)).map { _ in selection(depth: depth) })
  }

  private mutating func selection(depth: Int) -> Selection {
    switch below(6) {
    case 0: .fragmentSpread(FragmentSpread(name: name(), directives: directives()))
    case 1 where depth > 0:
      .inlineFragment(
        InlineFragment(
          typeCondition: maybe { $0.name() },
          directives: directives(),
          selectionSet: selectionSet(depth: depth - 1)
        )
      )
    default:
      .field(
        Field(
          alias: maybe { $0.name() },
          name: name(),
          arguments: some { Argument(name: $0.name(), value: $0.value()) },
          directives: directives(),
          selectionSet: depth > 0 ? maybe { $0.selectionSet(depth: depth - 1) } : nil
        )
      )
    }
  }

  // MARK: - Type-system definitions

  private mutating func rootTypes(atLeast count: Int) -> [RootTypeDefinition] {
    (0..<(count + below(3))).map { _ in
      RootTypeDefinition(operation: OperationKind.allCases[below(3)], type: name())
    }
  }

  private mutating func directiveDefinition() -> DirectiveDefinition {
    DirectiveDefinition(
      description: description(),
      name: name(),
      arguments: some { $0.inputValue() },
      isRepeatable: below(2) == 0,
      locations: (0...below(3)).map { _ in
        Name(DirectiveLocation.allCases[below(DirectiveLocation.allCases.count)].rawValue)
      }
    )
  }

  private mutating func typeDefinition(isExtension: Bool) -> TypeDefinition {
    let kind: TypeDefinition.Kind =
      switch below(6) {
      case 0: .scalar
      case 1: .object(interfaces: some { $0.name() }, fields: some { $0.fieldDefinition() })
      case 2: .interface(interfaces: some { $0.name() }, fields: some { $0.fieldDefinition() })
      case 3: .union(members: some { $0.name() })
      case 4:
        .enum(
          values: some {
            EnumValueDefinition(
              description: $0.description(),
              name: $0.name(),
              directives: $0.directives(isConstant: true)
            )
          }
        )
      default: .inputObject(fields: some { $0.inputValue() })
      }
    return TypeDefinition(
      description: isExtension ? nil : description(),
      name: name(),
      // An extension must add something.
      directives: isExtension ? [directive(isConstant: true)] : directives(isConstant: true),
      kind: kind
    )
  }

  private mutating func fieldDefinition() -> FieldDefinition {
    FieldDefinition(
      description: description(),
      name: name(),
      arguments: some { $0.inputValue() },
      type: type(),
      directives: directives(isConstant: true)
    )
  }

  private mutating func inputValue() -> InputValueDefinition {
    InputValueDefinition(
      description: description(),
      name: name(),
      type: type(),
      defaultValue: maybe { $0.value(isConstant: true) },
      directives: directives(isConstant: true)
    )
  }

  // MARK: - Values, types, directives

  mutating func value(isConstant: Bool = false, depth: Int = 3) -> Value {
    switch below(depth > 0 ? 10 : 8) {
    case 0: isConstant ? .null() : .variable(name())
    case 1: .int(["0", "-0", "42", "-7", "123456789012345678901234567890"][below(5)])
    case 2: .float(["0.5", "-1.25e10", "1e3", "6.02E+23", "0e-0"][below(5)])
    case 3: .string(StringValue(text()))
    case 4: .string(blockString())
    case 5: .boolean(below(2) == 0)
    case 6: .null()
    case 7: .enum(name())
    case 8: .list(some { $0.value(isConstant: isConstant, depth: depth - 1) })
    default:
      .object(
        some {
          ObjectField(
            name: $0.name(),
            value: $0.value(isConstant: isConstant, depth: depth - 1)
          )
        }
      )
    }
  }

  private mutating func type() -> TypeReference {
    let nullable: TypeReference = below(3) == 0 ? .list(type()) : .named(name())
    return below(2) == 0 ? .nonNull(nullable) : nullable
  }

  private mutating func directives(isConstant: Bool = false) -> [Directive] {
    below(3) == 0 ? (0...below(2)).map { _ in directive(isConstant: isConstant) } : []
  }

  private mutating func directive(isConstant: Bool) -> Directive {
    Directive(
      name: name(),
      arguments: some { Argument(name: $0.name(), value: $0.value(isConstant: isConstant)) }
    )
  }

  private mutating func description() -> StringValue? {
    maybe { $0.below(2) == 0 ? $0.blockString() : StringValue($0.text()) }
  }

  private mutating func name() -> Name {
    // Keywords are names too, except where the grammar says otherwise.
    let names = [
      "a", "b", "_", "__typename", "Query", "type", "query", "fragment", "input", "implements",
      "repeatable", "x1", "aVeryLongNameThatDoesNotFitIntoASmallString", "extend",
    ]
    return Name(names[below(names.count)])
  }

  private mutating func text() -> String {
    let alphabet = [
      "a", "b", " ", "  ", "\t", "\n", "\"", "\\", "\"\"\"", "é", "😀", "\u{0}", "\u{7F}", "\r", "#",
      "\u{FEFF}", "word ",
    ]
    return (0..<below(10)).map { _ in alphabet[below(alphabet.count)] }.joined()
  }

  /// A block string as it would come from text: what the parser makes of random lines.
  mutating func blockString() -> StringValue {
    let pieces = [
      "a", " ", "   ", "\t", "\n", "\n  ", "\r\n", "\r", "\"", "\"\"", "\\", "\\\"\"\"", "é", "\\n",
      "some longer text that makes the line long ",
    ]
    let raw = (0..<below(12)).map { _ in pieces[below(pieces.count)] }.joined()
    guard case .string(let string)? = try? Value(parsing: "\"\"\"\(raw)\"\"\"") else {
      return StringValue("plain", isBlock: true)
    }
    return string
  }

  private mutating func maybe<T>(_ make: (inout SeededGenerator) -> T) -> T? {
    below(3) == 0 ? make(&self) : nil
  }

  private mutating func some<T>(_ make: (inout SeededGenerator) -> T) -> [T] {
    (0..<below(4)).map { _ in make(&self) }
  }
}
