import GraphQLLanguage
import OrderedCollections
import OrderedJSON

extension InputCoercer {
  /// The value of a type that a literal stands for; `nil` if something is wrong with it.
  mutating func coerce(
    _ value: Value,
    to type: TypeReference,
    at path: [PathElement]
  ) -> JSONValue? {
    guard !isFull else { return nil }
    guard !isTooComplex(path) else {
      report(.tooComplex, at: path, location: value.location)
      return nil
    }
    if case .variable(let name) = value {
      return coerceUse(of: name, to: type, at: path)
    }
    switch type {
    case .nonNull(let inner):
      if value.isNull {
        reportWrongKind(value, type, at: path)
        return nil
      }
      return coerce(value, to: inner, at: path)
    case _ where value.isNull:
      return .null
    case .list(let inner):
      guard case .list(let elements, _) = value else {
        return coerce(value, to: inner, at: path).map { .array([$0]) }
      }
      return coerceList(elements, of: inner, at: path)
    case .named(let name):
      return coerceNamed(value, to: name.value, at: path)
    }
  }

  // Validation has seen to it that the variable's type suits the place, except for null.
  private mutating func coerceUse(
    of name: Name,
    to type: TypeReference,
    at path: [PathElement]
  ) -> JSONValue? {
    let value = variables[name.value]
    if type.isNonNull, value?.isNull ?? true {
      report(.unsetVariable(name: name.value, type: type), at: path, location: name.location)
      return nil
    }
    return value ?? .null
  }

  private mutating func coerceList(
    _ elements: [Value],
    of inner: TypeReference,
    at path: [PathElement]
  ) -> JSONValue? {
    var coerced: [JSONValue] = []
    coerced.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      guard let element = coerce(element, to: inner, at: path + [.index(index)]) else { continue }
      coerced.append(element)
    }
    return coerced.count == elements.count ? .array(coerced) : nil
  }

  private mutating func coerceNamed(
    _ value: Value,
    to name: String,
    at path: [PathElement]
  ) -> JSONValue? {
    guard let type = schema.type(named: name) else {
      report(.unknownType(name: name), at: path, location: value.location)
      return nil
    }
    switch type.kind {
    case .scalar:
      switch coerceScalar(value, to: name, variables: variables) {
      case .success(let coerced): return coerced
      case .failure(let rejection):
        report(rejection.problem, at: path, location: value.location)
      }
    case .enum(let values):
      if let problem = enumProblem(value, type: name, values) {
        report(problem, at: path, location: value.location)
      } else if case .enum(let name) = value {
        return .string(name.value)
      }
    case .inputObject(let fields, let isOneOf):
      guard case .object(let members, _) = value else {
        report(
          .notInputObject(type: name, found: .literal(value)),
          at: path,
          location: value.location
        )
        return nil
      }
      return coerceObject(members, in: value, to: name, fields, isOneOf: isOneOf, at: path)
    case .object, .interface, .union:
      report(.unknownType(name: name), at: path, location: value.location)
    }
    return nil
  }

  private mutating func coerceObject(
    _ members: [ObjectField],
    in value: Value,
    to type: String,
    _ fields: OrderedDictionary<String, SchemaInputValue>,
    isOneOf: Bool,
    at path: [PathElement]
  ) -> JSONValue? {
    let before = diagnostics.count
    var coerced: JSONObject = [:]
    for member in members {
      let key = member.name.value
      guard let field = fields[key] else {
        report(
          .unknownField(
            type: type,
            field: key,
            suggestions: nearNames(to: key, among: fields.keys)
          ),
          at: path,
          location: member.location
        )
        continue
      }
      // A variable without a value leaves the field out.
      if case .variable(let name) = member.value, variables[name.value] == nil { continue }
      coerced[key] = coerce(member.value, to: field.type, at: path + [.key(key)])
    }
    let given = coerced
    guard diagnostics.count == before else { return nil }
    for (name, field) in fields where given[name] == nil {
      if let defaultValue = field.defaultValue {
        guard fillsDefaults else { continue }
        defaultCount += 1
        coerced[name] = coerce(defaultValue, to: field.type, at: path + [.key(name)])
      } else if field.type.isNonNull {
        report(
          .missingField(type: type, field: name, fieldType: field.type),
          at: path,
          location: value.location
        )
      }
    }
    if isOneOf, diagnostics.count == before {
      if members.count != 1 || given.count != 1 {
        report(.notExactlyOneField(type: type), at: path, location: value.location)
      } else if let (key, member) = given.elements.first, member.isNull {
        report(
          .nullOneOfField(type: type, field: key),
          at: path + [.key(key)],
          location: value.location
        )
      }
    }
    return diagnostics.count == before ? .object(coerced) : nil
  }

  private mutating func reportWrongKind(
    _ value: Value,
    _ type: TypeReference,
    at path: [PathElement]
  ) {
    report(
      .wrongKind(type: type, found: .literal(value)),
      at: path,
      location: value.location
    )
  }
}

/// What keeps a literal from being a value of an enum; `nil` if it is one.
func enumProblem(
  _ value: Value,
  type: String,
  _ values: OrderedDictionary<String, SchemaEnumValue>
) -> InputProblem? {
  switch value {
  case .enum(let name):
    values[name.value] != nil
      ? nil
      : .unknownEnumValue(
        type: type,
        found: .literal(value),
        suggestions: nearNames(to: name.value, among: values.keys)
      )
  default:
    .notEnumValue(
      type: type,
      found: .literal(value),
      suggestions: nearNames(to: Printer.print(value), among: values.keys)
    )
  }
}
