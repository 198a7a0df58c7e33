import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// The merged fields that are selected on one kind of introspection object.
///
/// Introspection types are object types all the way down, so what is selected doesn't depend on the
/// schema and is worked out once instead of once for every type.
struct IntrospectionSelection {
  /// A field to answer.
  struct Field {
    var key: String
    var name: String
    var includeDeprecated: Bool
    /// What is selected on the value; `nil` for a leaf.
    var selection: IntrospectionSelection?
  }

  /// What the fields are selected on.
  var object: IntrospectionObject
  /// The fields in the order of the response.
  var fields: [Field] = []
}

/// Works out what is selected, fragments and conditions resolved.
struct IntrospectionSelectionBuilder {
  /// The fragment of that name.
  let fragment: (String) -> FragmentDefinition?
  /// The coerced values of variables.
  let variables: JSONObject
  /// What the selections may take.
  let limits: IntrospectionLimits
  private var count = 0

  /// Starts with no selections counted.
  init(
    fragment: @escaping (String) -> FragmentDefinition?,
    variables: JSONObject,
    limits: IntrospectionLimits
  ) {
    self.fragment = fragment
    self.variables = variables
    self.limits = limits
  }

  /// The selection that several selection sets on one object make together.
  mutating func build(
    _ sets: [SelectionSet],
    on object: IntrospectionObject,
    depth: Int = 0,
    lists: Int = 0
  ) throws(TypeSystemError) -> IntrospectionSelection {
    guard depth < limits.depth, lists <= limits.lists else { throw .introspectionTooDeep }
    var grouped: OrderedDictionary<String, [GraphQLLanguage.Field]> = [:]
    var visited: Set<String> = []
    for set in sets { try collect(set, on: object, depth: depth, into: &grouped, &visited) }

    var selection = IntrospectionSelection(object: object)
    for (key, fields) in grouped {
      guard let first = fields.first else { continue }
      var field = IntrospectionSelection.Field(
        key: key,
        name: first.name.value,
        includeDeprecated: includesDeprecated(first)
      )
      if let child = object.object(ofField: first.name.value) {
        field.selection = try build(
          fields.compactMap(\.selectionSet),
          on: child,
          depth: depth + 1,
          lists: MaxIntrospectionDepthRule.lists.contains(field.name) ? lists + 1 : lists
        )
      }
      selection.fields.append(field)
    }
    return selection
  }

  private mutating func collect(
    _ set: SelectionSet,
    on object: IntrospectionObject,
    depth: Int,
    into grouped: inout OrderedDictionary<String, [GraphQLLanguage.Field]>,
    _ visited: inout Set<String>
  ) throws(TypeSystemError) {
    guard depth < limits.depth else { throw .introspectionTooDeep }
    for selection in set.selections {
      count += 1
      guard count <= limits.selections else { throw .introspectionTooComplex }
      switch selection {
      case .field(let field):
        guard isIncluded(field.directives, variables: variables) else { continue }
        grouped[field.responseKey, default: []].append(field)
      case .inlineFragment(let inline):
        guard isIncluded(inline.directives, variables: variables),
          inline.typeCondition == nil || inline.typeCondition?.value == object.rawValue
        else { continue }
        try collect(
          inline.selectionSet,
          on: object,
          depth: depth + 1,
          into: &grouped,
          &visited
        )
      case .fragmentSpread(let spread):
        guard isIncluded(spread.directives, variables: variables),
          visited.insert(spread.name.value).inserted,
          let definition = fragment(spread.name.value),
          definition.typeCondition.value == object.rawValue
        else { continue }
        try collect(
          definition.selectionSet,
          on: object,
          depth: depth + 1,
          into: &grouped,
          &visited
        )
      }
    }
  }

  private func includesDeprecated(_ field: GraphQLLanguage.Field) -> Bool {
    guard let argument = field.arguments.first(where: { $0.name.value == "includeDeprecated" })
    else { return false }
    switch argument.value {
    case .boolean(let value, _): return value
    case .variable(let name): return variables[name.value]?.boolValue ?? false
    default: return false
    }
  }
}
