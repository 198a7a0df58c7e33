import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// Reads an introspection result as services really answer it: keys may be missing or null where
/// they are not essential, and what cannot be used is reported and left out.
struct IntrospectionReader {
  /// What was wrong with the result.
  private(set) var diagnostics: [Diagnostic] = []

  /// The schema of a result `{"__schema": …}` or `{"data": {"__schema": …}}`.
  mutating func readSchema(_ result: JSONValue) -> StaticTypeSchema {
    guard let schema = (result["__schema"] ?? result["data"]?["__schema"])?.objectValue else {
      report(.malformedIntrospection(at: "__schema", expected: "an object"))
      return StaticTypeSchema(types: [], rootTypeNames: [:])
    }
    var types: OrderedDictionary<String, SchemaType> = [:]
    for (index, entry) in list(schema["types"], at: "types").enumerated() {
      guard let type = readType(entry, at: "types[\(index)]") else { continue }
      if types[type.name] == nil {
        types[type.name] = type
      } else {
        diagnostics.append(Diagnostic(.definition(.duplicateType(name: type.name))))
      }
    }
    let directives = optionalList(schema["directives"]).enumerated().compactMap { index, entry in
      readDirective(entry, at: "directives[\(index)]")
    }
    return StaticTypeSchema(
      types: Array(types.values),
      rootTypeNames: readRoots(schema, types),
      directives: directives,
      description: schema["description"]?.stringValue
    )
  }

  // Some services leave out the keys of root types; then the usual names tell them.
  private func readRoots(
    _ schema: JSONObject,
    _ types: OrderedDictionary<String, SchemaType>
  ) -> [OperationKind: String] {
    var roots: [OperationKind: String] = [:]
    for (kind, defaultName) in OperationKind.defaultRootTypeNames {
      if let root = schema["\(kind.rawValue)Type"] {
        roots[kind] = root["name"]?.stringValue
      } else if case .object = types[defaultName]?.kind {
        roots[kind] = defaultName
      }
    }
    return roots
  }

  private mutating func readType(_ entry: JSONValue, at place: String) -> SchemaType? {
    guard let name = readName(entry, at: place) else { return nil }
    guard let kind = readKind(entry, type: name, at: place) else {
      report(.malformedIntrospection(at: "\(place).kind", expected: "a type kind"))
      return nil
    }
    return SchemaType(name: name, description: entry["description"]?.stringValue, kind: kind)
  }

  private mutating func readKind(
    _ entry: JSONValue,
    type name: String,
    at place: String
  ) -> SchemaType.Kind? {
    switch entry["kind"]?.stringValue {
    case "SCALAR":
      return .scalar(
        specifiedBy: (entry["specifiedByURL"] ?? entry["specifiedByUrl"])?.stringValue
      )
    case "OBJECT":
      return .object(
        fields: readFields(entry, type: name, at: place),
        interfaces: readNames(entry["interfaces"], at: "\(place).interfaces")
      )
    case "INTERFACE":
      return .interface(
        fields: readFields(entry, type: name, at: place),
        interfaces: readNames(entry["interfaces"], at: "\(place).interfaces")
      )
    case "UNION":
      return .union(members: readNames(entry["possibleTypes"], at: "\(place).possibleTypes"))
    case "ENUM":
      return .enum(values: readEnumValues(entry, type: name, at: place))
    case "INPUT_OBJECT":
      let values = readInputValues(entry["inputFields"], at: "\(place).inputFields") {
        .member(type: name, name: $0)
      }
      return .inputObject(fields: values, isOneOf: entry["isOneOf"]?.boolValue ?? false)
    default:
      return nil
    }
  }

  private mutating func readFields(
    _ entry: JSONValue,
    type: String,
    at place: String
  ) -> OrderedDictionary<String, SchemaField> {
    var fields: OrderedDictionary<String, SchemaField> = [:]
    for (index, entry) in list(entry["fields"], at: "\(place).fields").enumerated() {
      let place = "\(place).fields[\(index)]"
      guard let name = readName(entry, at: place),
        let reference = readReference(entry["type"], at: "\(place).type")
      else { continue }
      if fields[name] != nil {
        diagnostics.append(Diagnostic(.definition(.duplicateField(type: type, field: name))))
        continue
      }
      fields[name] = SchemaField(
        name: name,
        description: entry["description"]?.stringValue,
        arguments: readInputValues(entry["args"], at: "\(place).args") {
          .argument(type: type, field: name, name: $0)
        },
        type: reference,
        deprecationReason: readDeprecation(entry)
      )
    }
    return fields
  }

  private mutating func readInputValues(
    _ entries: JSONValue?,
    at place: String,
    element: (String) -> SchemaElement
  ) -> OrderedDictionary<String, SchemaInputValue> {
    var values: OrderedDictionary<String, SchemaInputValue> = [:]
    for (index, entry) in optionalList(entries).enumerated() {
      let place = "\(place)[\(index)]"
      guard let name = readName(entry, at: place),
        let reference = readReference(entry["type"], at: "\(place).type")
      else { continue }
      var value = SchemaInputValue(
        name: name,
        description: entry["description"]?.stringValue,
        type: reference,
        deprecationReason: readDeprecation(entry)
      )
      if let text = entry["defaultValue"]?.stringValue {
        value.defaultValue = parseConstant(text)
        if value.defaultValue == nil { report(.unreadableDefault(element(name), text: text)) }
      }
      if values.updateValue(value, forKey: name) != nil {
        reportDuplicate(element(name))
      }
    }
    return values
  }

  private mutating func readEnumValues(
    _ entry: JSONValue,
    type: String,
    at place: String
  ) -> OrderedDictionary<String, SchemaEnumValue> {
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for (index, entry) in list(entry["enumValues"], at: "\(place).enumValues").enumerated() {
      guard let name = readName(entry, at: "\(place).enumValues[\(index)]") else { continue }
      let value = SchemaEnumValue(
        name: name,
        description: entry["description"]?.stringValue,
        deprecationReason: readDeprecation(entry)
      )
      if values.updateValue(value, forKey: name) != nil {
        diagnostics.append(Diagnostic(.definition(.duplicateEnumValue(type: type, value: name))))
      }
    }
    return values
  }

  private mutating func readDirective(_ entry: JSONValue, at place: String) -> SchemaDirective? {
    guard let name = readName(entry, at: place) else { return nil }
    return SchemaDirective(
      name: name,
      description: entry["description"]?.stringValue,
      arguments: readInputValues(entry["args"], at: "\(place).args") {
        .directiveArgument(directive: name, name: $0)
      },
      isRepeatable: entry["isRepeatable"]?.boolValue ?? false,
      locations: optionalList(entry["locations"]).compactMap {
        $0.stringValue.flatMap(DirectiveLocation.init(rawValue:))
      }
    )
  }

  private mutating func readNames(_ entries: JSONValue?, at place: String) -> [String] {
    optionalList(entries).enumerated().compactMap { index, entry in
      readName(entry, at: "\(place)[\(index)]")
    }
  }

  private mutating func readName(_ entry: JSONValue, at place: String) -> String? {
    if let name = entry["name"]?.stringValue { return name }
    report(.malformedIntrospection(at: "\(place).name", expected: "a string"))
    return nil
  }

  /// The type that nested `{kind, ofType}` objects describe, however deep they go.
  private mutating func readReference(_ entry: JSONValue?, at place: String) -> TypeReference? {
    var wrappers: [String] = []
    var current = entry
    while let kind = current?["kind"]?.stringValue, kind == "LIST" || kind == "NON_NULL" {
      // Non-null of non-null says nothing more.
      if kind != "NON_NULL" || wrappers.last != kind { wrappers.append(kind) }
      current = current?["ofType"]
    }
    guard let name = current?["name"]?.stringValue else {
      report(.malformedIntrospection(at: place, expected: "a type reference"))
      return nil
    }
    return wrappers.reversed().reduce(.named(Name(name))) { inner, wrapper in
      wrapper == "LIST" ? .list(inner) : .nonNull(inner)
    }
  }

  private func readDeprecation(_ entry: JSONValue) -> String? {
    let reason = entry["deprecationReason"]?.stringValue
    switch entry["isDeprecated"]?.boolValue {
    case true?: return reason ?? SpecifiedDirectives.defaultDeprecationReason
    case false?: return nil
    case nil: return reason
    }
  }

  private mutating func list(_ entries: JSONValue?, at place: String) -> [JSONValue] {
    if let entries = entries?.arrayValue { return entries }
    report(.malformedIntrospection(at: place, expected: "a list"))
    return []
  }

  private func optionalList(_ entries: JSONValue?) -> [JSONValue] { entries?.arrayValue ?? [] }

  private mutating func report(_ problem: SchemaProblem) {
    diagnostics.append(Diagnostic(.schema(problem)))
  }

  private mutating func reportDuplicate(_ element: SchemaElement) {
    switch element {
    case .argument(let type, let field, let name):
      diagnostics.append(
        Diagnostic(
          .definition(
            .duplicateArgumentDefinition(owner: .field(type: type, name: field), argument: name)
          )
        )
      )
    case .directiveArgument(let directive, let name):
      diagnostics.append(
        Diagnostic(
          .definition(
            .duplicateArgumentDefinition(owner: .directive(name: directive), argument: name)
          )
        )
      )
    case .member(let type, let name):
      diagnostics.append(Diagnostic(.definition(.duplicateField(type: type, field: name))))
    case .type, .directive:
      break
    }
  }
}
