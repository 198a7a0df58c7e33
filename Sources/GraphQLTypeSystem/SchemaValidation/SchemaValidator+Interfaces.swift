import GraphQLLanguage
import OrderedCollections

extension SchemaValidator {
  /// Checks that an object or interface keeps what its interfaces promise (specification §3.6).
  mutating func checkInterfaces(_ names: [String], of type: SchemaType) {
    var seen: Set<String> = []
    for name in names {
      guard let interface = schema.type(named: name) else {
        report(.unknownType(name: name, at: .type(type.name)))
        continue
      }
      guard case .interface(let fields, let ancestors) = interface.kind else {
        report(.implementsNonInterface(type: type.name, other: name))
        continue
      }
      if name == type.name {
        report(.implementsItself(type: name))
        continue
      }
      guard seen.insert(name).inserted else {
        report(.implementsTwice(type: type.name, interface: name))
        continue
      }
      for ancestor in ancestors where !names.contains(ancestor) {
        report(
          ancestor == type.name
            ? .circularInterface(type: type.name, interface: name)
            : .missingInterface(type: type.name, interface: ancestor, via: name)
        )
      }
      for expected in fields.values { checkField(expected, of: name, in: type) }
    }
  }

  private mutating func checkField(
    _ expected: SchemaField,
    of interface: String,
    in type: SchemaType
  ) {
    let name = expected.name
    guard let field = type.fields[name] else {
      report(.missingInterfaceField(type: type.name, interface: interface, field: name))
      return
    }
    if !schema.isSubtype(field.type, of: expected.type) {
      report(
        .interfaceFieldType(
          type: type.name,
          interface: interface,
          field: name,
          actual: field.type,
          expected: expected.type
        )
      )
    }
    if field.deprecationReason != nil, expected.deprecationReason == nil {
      report(.deprecatedImplementation(type: type.name, interface: interface, field: name))
    }
    for expected in expected.arguments.values {
      guard let argument = field.arguments[expected.name] else {
        report(
          .missingInterfaceArgument(
            type: type.name,
            interface: interface,
            field: name,
            argument: expected.name
          )
        )
        continue
      }
      if argument.type != expected.type {
        report(
          .interfaceArgumentType(
            type: type.name,
            interface: interface,
            field: name,
            argument: expected.name,
            actual: argument.type,
            expected: expected.type
          )
        )
      }
    }
    for argument in field.arguments.values
    where argument.isRequired && expected.arguments[argument.name] == nil {
      report(
        .additionalRequiredArgument(
          type: type.name,
          interface: interface,
          field: name,
          argument: argument.name
        )
      )
    }
  }
}
