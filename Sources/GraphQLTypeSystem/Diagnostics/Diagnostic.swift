package import GraphQLLanguage

/// A problem found in a document, a schema or an input value.
///
/// It says what is wrong in parts, not in words: `message` words it as the reference implementation
/// does, and other wordings can be made from the same parts.
package struct Diagnostic: Sendable, Hashable {
  /// What is wrong.
  package var problem: Problem
  /// The rule that found it; `nil` for problems of a schema as a whole and of input values.
  package var rule: ValidationRule?
  /// The places in the text that take part in the problem, the foremost first.
  package var locations: [Location]
  /// Where the problem is: in an operation as `selectionSet`, field name, `args`, argument name
  /// and so on from the operation down; in an input value as keys and indices from its root.
  package var path: [PathElement]

  /// Makes a diagnostic; what is not given is unknown.
  package init(
    _ problem: Problem,
    rule: ValidationRule? = nil,
    locations: [Location] = [],
    path: [PathElement] = []
  ) {
    self.problem = problem
    self.rule = rule
    self.locations = locations
    self.path = path
  }

  /// What can be wrong, by what is looked at.
  package enum Problem: Sendable, Hashable {
    /// In operations and fragments, or common to all documents.
    case document(DocumentProblem)
    /// In the text of a schema.
    case definition(DefinitionProblem)
    /// In a schema as a whole.
    case schema(SchemaProblem)
    /// In a literal or a variable value.
    case input(InputProblem)
  }
}

/// A step on the way to the place of a problem.
package enum PathElement: Sendable, Hashable {
  case key(String)
  case index(Int)
}
