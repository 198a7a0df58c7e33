package import GraphQLLanguage
package import GraphQLTypeSystem
import OrderedCollections
package import OrderedJSON

/// Executes one query of a valid document over objects in memory (specification §6).
package struct OperationRun {
  private let schema: StaticTypeSchema
  private let text: SourceText
  private let fragments: [String: FragmentDefinition]
  /// Coerced values.
  private let variables: JSONObject
  /// What went wrong so far, as the response lists it.
  package private(set) var errors: [JSONValue] = []

  /// The value of a field that may not be null is: the parent becomes null.
  private struct NullWhereForbidden: Error {}

  package init(
    schema: StaticTypeSchema,
    text: SourceText,
    document: Document,
    variables: JSONObject
  ) {
    self.schema = schema
    self.text = text
    self.variables = variables
    fragments = Dictionary(
      document.fragments.map { ($0.name.value, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The `data` of the response; null if an error reached the root.
  package mutating func data(
    of operation: OperationDefinition,
    root: any ResolvedObject
  ) -> JSONValue {
    do throws(NullWhereForbidden) {
      return try complete(root, [operation.selectionSet], path: [])
    } catch {
      return .null
    }
  }

  // MARK: Objects

  private mutating func complete(
    _ object: any ResolvedObject,
    _ sets: [SelectionSet],
    path: [JSONValue]
  ) throws(NullWhereForbidden) -> JSONValue {
    guard let type = schema.type(named: object.typeName) else { throw NullWhereForbidden() }
    var collected: OrderedDictionary<String, [Field]> = [:]
    var visited: Set<String> = []
    for set in sets { collect(set, of: type, into: &collected, visited: &visited) }
    var members: JSONObject = [:]
    for (key, fields) in collected {
      guard let field = fields.first,
        let definition = schema.field(named: field.name.value, of: type)
      else { continue }
      members[key] = try value(
        of: fields,
        field,
        definition,
        of: object,
        path: path + [.string(key)]
      )
    }
    return .object(members)
  }

  /// Groups the fields of a selection set by response key (specification §6.3.2).
  private func collect(
    _ set: SelectionSet,
    of type: SchemaType,
    into collected: inout OrderedDictionary<String, [Field]>,
    visited: inout Set<String>
  ) {
    for selection in set.selections {
      switch selection {
      case .field(let field):
        guard isIncluded(field.directives, variables: variables) else { continue }
        collected[field.responseKey, default: []].append(field)
      case .inlineFragment(let fragment):
        guard isIncluded(fragment.directives, variables: variables),
          fragment.typeCondition.map({ schema.isSubtype(type.name, of: $0.value) }) ?? true
        else { continue }
        collect(fragment.selectionSet, of: type, into: &collected, visited: &visited)
      case .fragmentSpread(let spread):
        guard isIncluded(spread.directives, variables: variables),
          visited.insert(spread.name.value).inserted,
          let fragment = fragments[spread.name.value],
          schema.isSubtype(type.name, of: fragment.typeCondition.value)
        else { continue }
        collect(fragment.selectionSet, of: type, into: &collected, visited: &visited)
      }
    }
  }

  // MARK: Fields

  /// The value of one response key.
  private mutating func value(
    of fields: [Field],
    _ field: Field,
    _ definition: SchemaField,
    of object: any ResolvedObject,
    path: [JSONValue]
  ) throws(NullWhereForbidden) -> JSONValue {
    let value: ResolvedValue
    do {
      switch field.name.value {
      case "__typename": return .string(object.typeName)
      case "__schema", "__type": value = .leaf(try introspection(of: fields))
      default:
        let arguments = try schema.coerceArguments(
          field.arguments,
          for: definition.arguments,
          variables: variables
        )
        value = try object.value(of: field.name.value, arguments)
      }
    } catch {
      let message = (error as? ResolverError)?.message ?? "\(error)"
      report(message, fields, path: path)
      if definition.type.isNonNull { throw NullWhereForbidden() }
      return .null
    }
    return try complete(value, definition.type, fields, path: path)
  }

  /// Applies the selection to a value; an error below goes up to the next place that may be null.
  private mutating func complete(
    _ value: ResolvedValue,
    _ type: TypeReference,
    _ fields: [Field],
    path: [JSONValue]
  ) throws(NullWhereForbidden) -> JSONValue {
    guard case .nonNull(let inner) = type else {
      do throws(NullWhereForbidden) {
        return try completeNullable(value, type, fields, path: path)
      } catch {
        return .null
      }
    }
    let errorCount = errors.count
    let completed = try completeNullable(value, inner, fields, path: path)
    guard completed.isNull else { return completed }
    if errors.count == errorCount {
      report("Cannot return null for a non-nullable field.", fields, path: path)
    }
    throw NullWhereForbidden()
  }

  private mutating func completeNullable(
    _ value: ResolvedValue,
    _ type: TypeReference,
    _ fields: [Field],
    path: [JSONValue]
  ) throws(NullWhereForbidden) -> JSONValue {
    switch (type, value) {
    case (_, .leaf(let json)):
      return json
    case (.list(let inner), .list(let values)):
      var items: [JSONValue] = []
      items.reserveCapacity(values.count)
      for (index, item) in values.enumerated() {
        items.append(try complete(item, inner, fields, path: path + [.int(index)]))
      }
      return .array(items)
    case (.named, .object(let object)):
      return try complete(object, fields.compactMap(\.selectionSet), path: path)
    default:
      report("The value is not of type \"\(type)\".", fields, path: path)
      return .null
    }
  }

  private mutating func report(_ message: String, _ fields: [Field], path: [JSONValue]) {
    errors.append(errorJSON(message, at: fields.map(\.location), in: text, path: path))
  }

  private func introspection(of fields: [Field]) throws(ResolverError) -> JSONValue {
    do {
      var writer = JSONWriter()
      let fragments = fragments
      try IntrospectionExecutor(schema: schema).append(
        fields,
        variables: variables,
        fragment: { fragments[$0] },
        to: &writer
      )
      return try JSONValue(parsing: writer.bytes)
    } catch {
      throw ResolverError(message: "\(error)")
    }
  }
}

/// An error as responses list it (specification §7.1.5).
func errorJSON(
  _ message: String,
  at locations: [Location] = [],
  in text: SourceText? = nil,
  path: [JSONValue]? = nil
) -> JSONValue {
  var members: [(key: String, value: JSONValue)] = [("message", .string(message))]
  let positions = locations.compactMap { text?.lineAndColumn(of: $0) }
  if !positions.isEmpty {
    members.append(
      ("locations", .array(positions.map { ["line": .int($0.line), "column": .int($0.column)] }))
    )
  }
  if let path { members.append(("path", .array(path))) }
  return .object(members: members)
}
