import GraphQLLanguage

/// A validation rule at work: it is told what the document has, in the order of the text.
///
/// What a rule does not care for does nothing, and is not in its interests.
protocol RuleVisitor {
  /// What the rule is told beyond the beginning and the end of the document.
  static var interests: [RuleInterest] { get }

  /// Starts on a document.
  init()

  /// Before all else.
  mutating func enter(_ document: Document, _ context: inout ValidationContext)
  /// After all else, when `facts` of the context are complete.
  mutating func leave(_ document: Document, _ context: inout ValidationContext)
  /// An operation, before what is in it.
  mutating func visit(_ operation: OperationDefinition, _ context: inout ValidationContext)
  /// A fragment definition, before what is in it.
  mutating func visit(_ fragment: FragmentDefinition, _ context: inout ValidationContext)
  /// A variable that an operation defines.
  mutating func visit(_ variable: VariableDefinition, _ context: inout ValidationContext)
  /// The context has the field's definition and the type that it is selected on.
  mutating func visit(_ field: Field, _ context: inout ValidationContext)
  /// The context's parent type is that which the fragment is spread on.
  mutating func visit(_ spread: FragmentSpread, _ context: inout ValidationContext)
  /// The context's parent type is that which the fragment is spread on.
  mutating func visit(_ fragment: InlineFragment, _ context: inout ValidationContext)
  /// All directives at one place.
  mutating func visit(
    _ directives: [Directive],
    at location: DirectiveLocation,
    _ context: inout ValidationContext
  )
  /// The context has the directive's definition.
  mutating func visit(_ directive: Directive, _ context: inout ValidationContext)
  /// The arguments of the field or directive visited last.
  mutating func visit(
    _ arguments: [Argument],
    of owner: ArgumentOwner?,
    _ definitions: ArgumentDefinitions?,
    _ context: inout ValidationContext
  )
  /// A whole literal, with the type that its place expects; `nil` where it isn't known.
  mutating func visit(
    _ value: Value,
    expected: TypeReference?,
    _ context: inout ValidationContext
  )
  /// A name that stands for a type, and whether it does in a type-system definition.
  mutating func visit(
    typeName: Name,
    inDefinition: Bool,
    _ context: inout ValidationContext
  )
  /// A schema definition or extension, before what is in it.
  mutating func visit(
    _ schema: SchemaDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  )
  /// A type definition or extension, before what is in it.
  mutating func visit(
    _ type: TypeDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  )
  /// A directive definition, before what is in it.
  mutating func visit(_ directive: DirectiveDefinition, _ context: inout ValidationContext)
}

extension RuleVisitor {
  mutating func enter(_: Document, _: inout ValidationContext) {}
  mutating func leave(_: Document, _: inout ValidationContext) {}
  mutating func visit(_: OperationDefinition, _: inout ValidationContext) {}
  mutating func visit(_: FragmentDefinition, _: inout ValidationContext) {}
  mutating func visit(_: VariableDefinition, _: inout ValidationContext) {}
  mutating func visit(_: Field, _: inout ValidationContext) {}
  mutating func visit(_: FragmentSpread, _: inout ValidationContext) {}
  mutating func visit(_: InlineFragment, _: inout ValidationContext) {}
  mutating func visit(_: [Directive], at _: DirectiveLocation, _: inout ValidationContext) {}
  mutating func visit(_: Directive, _: inout ValidationContext) {}
  mutating func visit(
    _: [Argument],
    of _: ArgumentOwner?,
    _: ArgumentDefinitions?,
    _: inout ValidationContext
  ) {}
  mutating func visit(_: Value, expected _: TypeReference?, _: inout ValidationContext) {}
  mutating func visit(typeName _: Name, inDefinition _: Bool, _: inout ValidationContext) {}
  mutating func visit(_: SchemaDefinition, isExtension _: Bool, _: inout ValidationContext) {}
  mutating func visit(_: TypeDefinition, isExtension _: Bool, _: inout ValidationContext) {}
  mutating func visit(_: DirectiveDefinition, _: inout ValidationContext) {}
}
