import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Checks custom types and makes schema types of them (contract 07 §2).
struct CustomTypeBuilder {
  let metadata: CustomTypes
  /// The scalars of databases, which may be used by name.
  let scalars: Set<String>
  /// The names of types that tables give rise to.
  let takenNames: Set<String>
  private(set) var problems: [String] = []
  private(set) var types: OrderedDictionary<String, SchemaType> = [:]
  /// Relationships whose source does not answer, with the reason; the types do without them.
  private(set) var leftOut: OrderedDictionary<MetadataObject, String> = [:]

  init(_ metadata: CustomTypes, scalars: Set<String>, takenNames: Set<String>) {
    self.metadata = metadata
    self.scalars = scalars
    self.takenNames = takenNames
  }

  /// Why the types cannot be used; nil if they can.
  var reason: String? {
    guard let first = problems.first else { return nil }
    let beginning = "validation for the given custom types failed "
    guard problems.count > 1 else { return beginning + "because " + first }
    return beginning + "for the following reasons:\n"
      + problems.map { " • \($0)\n" }.joined()
  }

  mutating func build() {
    checkNames()
    for scalar in metadata.scalars {
      types[scalar.name] = SchemaType(
        name: scalar.name,
        description: scalar.description,
        kind: .scalar(specifiedBy: nil)
      )
    }
    for type in metadata.enums { add(type) }
    for type in metadata.inputObjects { add(type) }
    for type in metadata.objects { add(type) }
  }

  /// The named type, if it may be that of an argument.
  func isInput(_ name: String) -> Bool {
    isScalar(name) || enums.contains(name) || inputObjects.contains(name)
  }

  /// Whether the name is that of an object type.
  func isObject(_ name: String) -> Bool { objects.contains(name) }

  /// Whether the name is that of a scalar, whoever defines it.
  func isScalar(_ name: String) -> Bool {
    BuiltInScalars.type(named: name) != nil || ownScalars.contains(name) || scalars.contains(name)
  }

  /// Whether the name is that of an enum.
  func isEnum(_ name: String) -> Bool { enums.contains(name) }

  private var ownScalars: Set<String> { Set(metadata.scalars.map(\.name)) }
  private var enums: Set<String> { Set(metadata.enums.map(\.name)) }
  private var inputObjects: Set<String> { Set(metadata.inputObjects.map(\.name)) }
  private var objects: Set<String> { Set(metadata.objects.map(\.name)) }

  // MARK: Checks

  private mutating func checkNames() {
    let names =
      metadata.scalars.map(\.name) + metadata.enums.map(\.name)
      + metadata.inputObjects.map(\.name) + metadata.objects.map(\.name)
    var seen: Set<String> = []
    var doubled: OrderedSet<String> = []
    for name in names {
      if !seen.insert(name).inserted || BuiltInScalars.type(named: name) != nil {
        doubled.append(name)
      }
      if !DovetailMetadata.isGraphQLName(name) {
        problems.append("\"\(name)\" is not a valid GraphQL identifier")
      }
      if takenNames.contains(name) {
        problems.append(
          "found conflicting definitions for GraphQL type \"\(name)\": a table has it, too"
        )
      }
    }
    if !doubled.isEmpty { problems.append("duplicate type names: " + quoted(doubled)) }
  }

  /// The names that occur more than once.
  private func repeated(_ names: [String]) -> OrderedSet<String> {
    var seen: Set<String> = []
    return OrderedSet(names.filter { !seen.insert($0).inserted })
  }

  private func quoted(_ names: some Sequence<String>) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  private func reference(_ text: String) -> TypeReference? { try? TypeReference(parsing: text) }

  // MARK: Types

  private mutating func add(_ type: CustomTypes.Enumeration) {
    let doubled = repeated(type.values.map(\.value))
    if !doubled.isEmpty {
      problems.append("the enum type \"\(type.name)\" has duplicate values: \(quoted(doubled))")
    }
    if type.values.isEmpty { problems.append("the enum type \"\(type.name)\" has no values") }
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for value in type.values {
      if !DovetailMetadata.isGraphQLName(value.value) {
        problems.append(
          "\"\(value.value)\" of the enum type \"\(type.name)\" is not a valid GraphQL identifier"
        )
      }
      values[value.value] = SchemaEnumValue(
        name: value.value,
        description: value.description,
        deprecationReason: value.isDeprecated ? "No longer supported" : nil
      )
    }
    types[type.name] = SchemaType(
      name: type.name,
      description: type.description,
      kind: .enum(values: values)
    )
  }

  private mutating func add(_ type: CustomTypes.InputObject) {
    checkFields(type.fields, of: "input object type \"\(type.name)\"")
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    for field in type.fields {
      guard let reference = reference(field.type), isInput(reference.namedType) else {
        problems.append(missing(field, "input object type \"\(type.name)\""))
        continue
      }
      fields[field.name] = SchemaInputValue(
        name: field.name,
        description: field.description,
        type: reference
      )
    }
    types[type.name] = SchemaType(
      name: type.name,
      description: type.description,
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  private mutating func add(_ type: CustomTypes.Object) {
    // Two blanks before "object", as the reference has them.
    let place = " object type \"\(type.name)\""
    let related =
      type.relationships.map(\.name.value) + type.remoteRelationships.map(\.name.value)
    checkFields(
      type.fields,
      of: "object type \"\(type.name)\"",
      further: related
    )
    var fields: OrderedDictionary<String, SchemaField> = [:]
    for field in type.fields {
      guard let reference = reference(field.type),
        isObject(reference.namedType) || isScalar(reference.namedType)
          || isEnum(reference.namedType)
      else {
        problems.append(missing(field, place))
        continue
      }
      fields[field.name] = SchemaField(
        name: field.name,
        description: field.description,
        type: reference
      )
    }
    types[type.name] = SchemaType(
      name: type.name,
      description: type.description,
      kind: .object(fields: fields, interfaces: [])
    )
  }

  private mutating func checkFields(
    _ fields: [CustomTypes.Field],
    of place: String,
    further names: [String] = []
  ) {
    if fields.isEmpty { problems.append("the \(place) has no fields") }
    let doubled = repeated(fields.map(\.name) + names)
    if !doubled.isEmpty { problems.append("the \(place) has duplicate fields: \(quoted(doubled))") }
    for name in fields.map(\.name) + names where !DovetailMetadata.isGraphQLName(name) {
      problems.append("\"\(name)\" of the \(place) is not a valid GraphQL identifier")
    }
  }

  private func missing(_ field: CustomTypes.Field, _ place: String) -> String {
    guard let reference = reference(field.type) else {
      return "the type \"\(field.type)\" for field \"\(field.name)\" in \(place) is no GraphQL type"
    }
    return
      "the type \"\(reference.namedType)\" for field \"\(field.name)\" in \(place) does not exist"
  }

  /// Takes note of a relationship that cannot be resolved now.
  mutating func leaveOut(_ relationship: MetadataObject, _ reason: String) {
    leftOut[relationship] = reason
  }

  /// Takes note of a problem that others found.
  mutating func report(_ problem: String) {
    problems.append(problem)
  }
}
