import GraphQLLanguage

/// Directives that are not repeatable stand at most once at a place (specification §5.7.3).
struct UniqueDirectivesPerLocationRule: RuleVisitor {
  static let interests: [RuleInterest] = [.directives, .schemaDefinition, .typeDefinition]

  private var repeatable: Set<String> = []
  private var known: Set<String> = []
  /// The directives of each type so far, extensions included; those of the schema under "".
  private var onTypes: [String: [String: Location]] = [:]

  mutating func enter(_ document: Document, _ context: inout ValidationContext) {
    for directive in context.schema?.directives ?? SpecifiedDirectives.all {
      known.insert(directive.name)
      if directive.isRepeatable { repeatable.insert(directive.name) }
    }
    for case .directive(let directive) in document.definitions {
      known.insert(directive.name.value)
      if directive.isRepeatable {
        repeatable.insert(directive.name.value)
      } else {
        repeatable.remove(directive.name.value)
      }
    }
  }

  mutating func visit(
    _ directives: [Directive],
    at location: DirectiveLocation,
    _ context: inout ValidationContext
  ) {
    switch location {
    case .schema, .scalar, .object, .interface, .union, .enum, .inputObject:
      // Directives of extensions count together with those of what they extend.
      break
    default:
      var seen: [String: Location] = [:]
      check(directives, &seen, &context)
    }
  }

  mutating func visit(
    _ schema: SchemaDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  ) {
    checkType("", schema.directives, &context)
  }

  mutating func visit(
    _ type: TypeDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  ) {
    checkType(type.name.value, type.directives, &context)
  }

  private mutating func checkType(
    _ name: String,
    _ directives: [Directive],
    _ context: inout ValidationContext
  ) {
    guard !directives.isEmpty else { return }
    var seen = onTypes[name] ?? [:]
    check(directives, &seen, &context)
    onTypes[name] = seen
  }

  private func check(
    _ directives: [Directive],
    _ seen: inout [String: Location],
    _ context: inout ValidationContext
  ) {
    for directive in directives {
      let name = directive.name.value
      guard known.contains(name), !repeatable.contains(name) else { continue }
      if let first = seen[name] {
        context.report(.duplicateDirective(name: name), at: first, directive.location)
      } else {
        seen[name] = directive.location
      }
    }
  }
}
