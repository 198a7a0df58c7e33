import GraphQLLanguage

/// Directives are defined and stand where they may (specification §5.7.1, §5.7.2).
struct KnownDirectivesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.directives]

  private var locations: [String: [DirectiveLocation]] = [:]

  mutating func enter(_ document: Document, _ context: inout ValidationContext) {
    for directive in context.schema?.directives ?? SpecifiedDirectives.all {
      locations[directive.name] = directive.locations
    }
    for case .directive(let directive) in document.definitions {
      locations[directive.name.value] = directive.locations.compactMap {
        DirectiveLocation(rawValue: $0.value)
      }
    }
  }

  mutating func visit(
    _ directives: [Directive],
    at location: DirectiveLocation,
    _ context: inout ValidationContext
  ) {
    for directive in directives {
      let name = directive.name.value
      if let allowed = locations[name] {
        if !allowed.contains(location) {
          context.report(
            .misplacedDirective(name: name, location: location),
            at: directive.location
          )
        }
      } else {
        context.report(.unknownDirective(name: name), at: directive.location)
      }
    }
  }
}
