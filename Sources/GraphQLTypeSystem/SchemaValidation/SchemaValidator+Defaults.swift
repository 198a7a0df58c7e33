import GraphQLLanguage
import OrderedCollections

extension SchemaValidator {
  /// How deeply defaults are followed into one another; coercion gives up before.
  private static let maximumDepth = 500

  private struct FieldKey: Hashable {
    var type: String
    var field: String
  }

  /// The search for defaults that contain one another.
  private struct DefaultSearch {
    var done: Set<FieldKey> = []
    var open: [FieldKey] = []
    var cycle: [FieldKey]?
  }

  /// Checks that no default value contains itself (specification §3.10).
  ///
  /// Returns whether there is no such default.
  mutating func checkDefaultCycles() -> Bool {
    var search = DefaultSearch()
    var hasNone = true
    for name in schema.typeNames {
      guard case .inputObject? = schema.type(named: name)?.kind else { continue }
      searchDefault(.object([]), of: name, &search)
      if let cycle = search.cycle, let first = cycle.first {
        hasNone = false
        report(.defaultCycle(type: first.type, path: cycle.map(\.field)))
        search.cycle = nil
        search.open = []
      }
    }
    return hasNone
  }

  private func searchDefault(_ value: Value, of typeName: String, _ search: inout DefaultSearch) {
    switch value {
    case .list(let elements, _):
      for element in elements where search.cycle == nil {
        searchDefault(element, of: typeName, &search)
      }
    case .object(let members, _):
      guard let type = schema.type(named: typeName) else { return }
      for field in type.inputFields.values where search.cycle == nil {
        let fieldType = field.type.namedType
        guard case .inputObject? = schema.type(named: fieldType)?.kind else { continue }
        if let member = members.first(where: { $0.name.value == field.name }) {
          searchDefault(member.value, of: fieldType, &search)
        } else if let defaultValue = field.defaultValue {
          let key = FieldKey(type: typeName, field: field.name)
          follow(key, defaultValue, of: fieldType, &search)
        }
      }
    default:
      break
    }
  }

  private func follow(
    _ key: FieldKey,
    _ value: Value,
    of type: String,
    _ search: inout DefaultSearch
  ) {
    if let start = search.open.firstIndex(of: key) {
      search.cycle = Array(search.open[start...])
      return
    }
    guard search.done.insert(key).inserted, search.open.count < Self.maximumDepth else { return }
    search.open.append(key)
    searchDefault(value, of: type, &search)
    _ = search.open.popLast()
  }

  /// Checks that default values are of the types that they are for.
  mutating func checkDefaults() {
    for name in schema.typeNames {
      guard let type = schema.type(named: name), IntrospectionTypes.type(named: name) == nil else {
        continue
      }
      for field in type.fields.values {
        for argument in field.arguments.values {
          checkDefault(argument, .argument(type: name, field: field.name, name: argument.name))
        }
      }
      for field in type.inputFields.values {
        checkDefault(field, .member(type: name, name: field.name))
      }
    }
    for directive in schema.directives {
      for argument in directive.arguments.values {
        checkDefault(
          argument,
          .directiveArgument(directive: directive.name, name: argument.name)
        )
      }
    }
  }

  private mutating func checkDefault(_ value: SchemaInputValue, _ element: SchemaElement) {
    // Problems of the type itself are reported already.
    guard let defaultValue = value.defaultValue, schema.type(of: value.type)?.isInput == true else {
      return
    }
    var coercer = InputCoercer(schema: schema)
    coercer.fillsDefaults = false  // They are checked where they are defined.
    _ = coercer.coerce(defaultValue, to: value.type, at: [])
    for diagnostic in coercer.diagnostics {
      if case .input(let problem) = diagnostic.problem { report(.invalidDefault(element, problem)) }
    }
  }
}
