import GraphQLLanguage

/// What validation rules know while a document is walked, and where they report to.
struct ValidationContext {
  /// The schema to validate against; `nil` when definitions are validated by themselves.
  let schema: (any TypeSchema)?
  /// The document being validated.
  let document: Document
  /// How many problems are reported before the rest of the document is left alone.
  let limit: Int
  /// The fragments by name, of equally named ones the last.
  let fragments: [String: FragmentDefinition]
  /// The types that the document itself defines.
  let typeDefinitions: [String: TypeDefinition]

  /// The composite type whose fields are being selected; `nil` where it isn't known.
  var parentType: SchemaType?
  /// The definition of the field being visited; `nil` where it isn't known.
  var field: SchemaField?
  /// The definition of the directive being visited; `nil` where it isn't known.
  var directive: SchemaDirective?
  /// The steps from the operation to what is being visited.
  var path: [PathElement] = []
  /// The name of the fragment being visited, from which paths start there.
  var fragmentName: String?
  /// What was found in each executable definition, complete when the document is left.
  var facts: [DefinitionFacts] = []

  private(set) var diagnostics: [Diagnostic] = []
  private(set) var fragmentOfDiagnostic: [Int: String] = [:]
  /// The rule being asked.
  var rule: ValidationRule?

  /// Starts without problems.
  init(schema: (any TypeSchema)?, document: Document, limit: Int) {
    self.schema = schema
    self.document = document
    self.limit = limit
    var fragments: [String: FragmentDefinition] = [:]
    var types: [String: TypeDefinition] = [:]
    for definition in document.definitions {
      switch definition {
      case .fragment(let fragment): fragments[fragment.name.value] = fragment
      case .type(let type): types[type.name.value] = type
      default: break
      }
    }
    self.fragments = fragments
    self.typeDefinitions = types
  }

  /// Whether as many problems were found as are reported.
  var isFull: Bool { diagnostics.count > limit }

  /// Reports a problem of the rule being asked.
  mutating func report(
    _ problem: DocumentProblem,
    at locations: Location...,
    inside steps: [PathElement] = []
  ) {
    append(.document(problem), locations, steps)
  }

  /// Reports a problem in a definition.
  mutating func report(_ problem: DefinitionProblem, at locations: Location...) {
    append(.definition(problem), locations, [])
  }

  /// Reports a problem of a literal.
  mutating func report(
    _ problem: InputProblem,
    at location: Location,
    inside steps: [PathElement]
  ) {
    append(.input(problem), [location], steps)
  }

  private mutating func append(
    _ problem: Diagnostic.Problem,
    _ locations: [Location],
    _ steps: [PathElement]
  ) {
    guard !isFull else { return }
    if diagnostics.count == limit {
      diagnostics.append(Diagnostic(.document(.tooManyProblems)))
      return
    }
    if let fragmentName { fragmentOfDiagnostic[diagnostics.count] = fragmentName }
    diagnostics.append(
      Diagnostic(problem, rule: rule, locations: locations, path: path + steps)
    )
  }

  /// The type of that name; `nil` also when there is no schema.
  func type(named name: String) -> SchemaType? { schema?.type(named: name) }

  /// The reference, if it is to a known input type.
  func inputType(_ reference: TypeReference) -> TypeReference? {
    type(named: reference.namedType)?.isInput == true ? reference : nil
  }
}
