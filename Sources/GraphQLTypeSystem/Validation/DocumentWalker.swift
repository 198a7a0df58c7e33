import GraphQLLanguage
import OrderedCollections

/// Walks a document, tells the rules what it has and keeps track of types on the way.
///
/// It descends as deep as the document is nested, which the parser bounds.
struct DocumentWalker {
  /// What the rules know and have reported.
  var context: ValidationContext
  private var visitors: [(rule: ValidationRule, visitor: any RuleVisitor)]
  /// The visitors with each interest, by their indices.
  private let listeners: [[Int]]
  private let directives: [String: SchemaDirective]

  /// Prepares to walk the document of a context.
  init(_ context: ValidationContext, rules: [ValidationRule]) {
    self.context = context
    var listeners = [[Int]](repeating: [], count: RuleInterest.allCases.count)
    var visitors: [(rule: ValidationRule, visitor: any RuleVisitor)] = []
    for rule in rules {
      let visitor = rule.makeVisitor()
      for interest in type(of: visitor).interests {
        listeners[interest.rawValue].append(visitors.count)
      }
      visitors.append((rule, visitor))
    }
    self.visitors = visitors
    self.listeners = listeners
    var known = context.schema?.directives ?? SpecifiedDirectives.all
    for case .directive(let definition) in context.document.definitions {
      known.append(DocumentSchemaBuilder.makeDirective(definition))
    }
    self.directives = Dictionary(
      known.map { ($0.name, $0) },
      uniquingKeysWith: { _, last in last }
    )
  }

  /// Calls the rules with an interest one after the other until there are enough problems.
  mutating func tell(
    _ interest: RuleInterest,
    _ event: (inout any RuleVisitor, inout ValidationContext) -> Void
  ) {
    for index in listeners[interest.rawValue] where !context.isFull {
      context.rule = visitors[index].rule
      event(&visitors[index].visitor, &context)
    }
  }

  private mutating func tellAll(
    _ event: (inout any RuleVisitor, inout ValidationContext) -> Void
  ) {
    for index in visitors.indices where !context.isFull {
      context.rule = visitors[index].rule
      event(&visitors[index].visitor, &context)
    }
  }

  /// Walks the whole document.
  mutating func walk() {
    let document = context.document
    tellAll { $0.enter(document, &$1) }
    for definition in document.definitions where !context.isFull {
      switch definition {
      case .operation(let operation): walk(operation)
      case .fragment(let fragment): walk(fragment)
      case .schema(let schema): walk(schema, isExtension: false)
      case .schemaExtension(let schema): walk(schema, isExtension: true)
      case .type(let type): walk(type, isExtension: false)
      case .typeExtension(let type): walk(type, isExtension: true)
      case .directive(let directive): walk(directive)
      }
    }
    context.parentType = nil
    context.path = []
    context.fragmentName = nil
    tellAll { $0.leave(document, &$1) }
  }

  private mutating func walk(_ operation: OperationDefinition) {
    context.facts.append(DefinitionFacts(owner: .operation(operation)))
    tell(.operation) { $0.visit(operation, &$1) }
    for variable in operation.variableDefinitions {
      tell(.variable) { $0.visit(variable, &$1) }
      visitType(variable.type, inDefinition: false)
      if let value = variable.defaultValue {
        walk(value, expected: context.inputType(variable.type), hasDefault: false)
      }
      walk(variable.directives, at: .variableDefinition)
    }
    walk(operation.directives, at: operation.kind.directiveLocation)
    let root = context.schema?.rootType(for: operation.kind)
    walk(operation.selectionSet, on: root)
  }

  private mutating func walk(_ fragment: FragmentDefinition) {
    context.facts.append(DefinitionFacts(owner: .fragment(fragment)))
    context.fragmentName = fragment.name.value
    defer { context.fragmentName = nil }
    tell(.fragment) { $0.visit(fragment, &$1) }
    tell(.typeName) { $0.visit(typeName: fragment.typeCondition, inDefinition: false, &$1) }
    walk(fragment.directives, at: .fragmentDefinition)
    walk(fragment.selectionSet, on: context.type(named: fragment.typeCondition.value))
  }

  private mutating func walk(_ set: SelectionSet, on type: SchemaType?) {
    let type = type?.isComposite == true ? type : nil
    context.path.append(.key("selectionSet"))
    for selection in set.selections where !context.isFull {
      context.parentType = type
      switch selection {
      case .field(let field): walk(field, on: type)
      case .fragmentSpread(let spread): walk(spread)
      case .inlineFragment(let fragment): walk(fragment, on: type)
      }
    }
    context.path.removeLast()
    context.parentType = type
  }

  private mutating func walk(_ field: Field, on type: SchemaType?) {
    let definition = type.flatMap { context.schema?.field(named: field.name.value, of: $0) }
    context.field = definition
    context.path.append(.key(field.name.value))
    tell(.field) { $0.visit(field, &$1) }
    walk(
      field.arguments,
      of: type.map { .field(type: $0.name, name: field.name.value) },
      definition?.arguments
    )
    walk(field.directives, at: .field)
    if let set = field.selectionSet {
      walk(set, on: definition.flatMap { context.type(named: $0.type.namedType) })
    }
    context.path.removeLast()
  }

  private mutating func walk(_ spread: FragmentSpread) {
    if let last = context.facts.indices.last { context.facts[last].spreads.append(spread) }
    tell(.spread) { $0.visit(spread, &$1) }
    walk(spread.directives, at: .fragmentSpread)
  }

  private mutating func walk(_ fragment: InlineFragment, on type: SchemaType?) {
    tell(.inlineFragment) { $0.visit(fragment, &$1) }
    if let name = fragment.typeCondition {
      tell(.typeName) { $0.visit(typeName: name, inDefinition: false, &$1) }
    }
    walk(fragment.directives, at: .inlineFragment)
    // The path of an inline fragment is that of the selection set which it is in.
    let step = context.path.popLast()
    walk(
      fragment.selectionSet,
      on: fragment.typeCondition.map { context.type(named: $0.value) } ?? type
    )
    if let step { context.path.append(step) }
  }

  /// Visits directives and their arguments.
  mutating func walk(_ applied: [Directive], at location: DirectiveLocation) {
    guard !applied.isEmpty else { return }
    tell(.directives) { $0.visit(applied, at: location, &$1) }
    for directive in applied {
      context.directive = directives[directive.name.value]
      tell(.directive) { $0.visit(directive, &$1) }
      walk(
        directive.arguments,
        of: .directive(name: directive.name.value),
        context.directive?.arguments
      )
    }
  }

  private mutating func walk(
    _ arguments: [Argument],
    of owner: ArgumentOwner?,
    _ definitions: ArgumentDefinitions?
  ) {
    tell(.arguments) { $0.visit(arguments, of: owner, definitions, &$1) }
    for argument in arguments where !context.isFull {
      let definition = definitions?[argument.name.value]
      context.path.append(.key("args"))
      context.path.append(.key(argument.name.value))
      walk(
        argument.value,
        expected: (definition?.type).flatMap { context.inputType($0) },
        hasDefault: definition?.defaultValue != nil
      )
      context.path.removeLast(2)
    }
  }

  /// Visits a literal and notes the variables in it.
  mutating func walk(_ value: Value, expected: TypeReference?, hasDefault: Bool) {
    tell(.value) { $0.visit(value, expected: expected, &$1) }
    noteVariables(
      in: value,
      VariablePlace(expected: expected, hasDefault: hasDefault)
    )
  }

  /// Visits the name inside a type reference.
  mutating func visitType(_ type: TypeReference, inDefinition: Bool) {
    var type = type
    while true {
      switch type {
      case .named(let name):
        tell(.typeName) { $0.visit(typeName: name, inDefinition: inDefinition, &$1) }
        return
      case .list(let inner), .nonNull(let inner):
        type = inner
      }
    }
  }
}
