import GraphQLLanguage
import OrderedCollections
import OrderedJSON

extension InputCoercer {
  /// The value of a type that a JSON value stands for; `nil` if something is wrong with it.
  mutating func coerce(
    _ value: JSONValue,
    to type: TypeReference,
    at path: [PathElement]
  ) -> JSONValue? {
    guard !isFull else { return nil }
    guard !isTooComplex(path) else {
      report(.tooComplex, value, at: path)
      return nil
    }
    switch type {
    case .nonNull(let inner):
      if value.isNull {
        report(.wrongKind(type: type, found: .json(value)), value, at: path)
        return nil
      }
      return coerce(value, to: inner, at: path)
    case _ where value.isNull:
      return .null
    case .list(let inner):
      return coerceList(value, of: inner, at: path)
    case .named(let name):
      return coerceNamed(value, to: name.value, at: path)
    }
  }

  private mutating func coerceList(
    _ value: JSONValue,
    of inner: TypeReference,
    at path: [PathElement]
  ) -> JSONValue? {
    guard case .array(let elements) = value else {
      return coerce(value, to: inner, at: path).map { .array([$0]) }
    }
    var coerced: [JSONValue] = []
    coerced.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      guard let element = coerce(element, to: inner, at: path + [.index(index)]) else { continue }
      coerced.append(element)
    }
    return coerced.count == elements.count ? .array(coerced) : nil
  }

  private mutating func coerceNamed(
    _ value: JSONValue,
    to name: String,
    at path: [PathElement]
  ) -> JSONValue? {
    guard let type = schema.type(named: name) else {
      report(.unknownType(name: name), value, at: path)
      return nil
    }
    switch type.kind {
    case .scalar:
      switch coerceScalar(value, to: name) {
      case .success(let coerced): return coerced
      case .failure(let rejection): report(rejection.problem, value, at: path)
      }
    case .enum(let values):
      guard case .string(let text) = value else {
        report(.notEnumValue(type: name, found: .json(value), suggestions: []), value, at: path)
        return nil
      }
      if values[text] != nil { return value }
      report(
        .unknownEnumValue(
          type: name,
          found: .json(value),
          suggestions: nearNames(to: text, among: values.keys)
        ),
        value,
        at: path
      )
    case .inputObject(let fields, let isOneOf):
      guard case .object(let members) = value else {
        report(.notInputObject(type: name, found: .json(value)), value, at: path)
        return nil
      }
      return coerceObject(members, to: name, fields, isOneOf: isOneOf, at: path)
    case .object, .interface, .union:
      report(.unknownType(name: name), value, at: path)
    }
    return nil
  }

  private mutating func coerceObject(
    _ members: JSONObject,
    to type: String,
    _ fields: OrderedDictionary<String, SchemaInputValue>,
    isOneOf: Bool,
    at path: [PathElement]
  ) -> JSONValue? {
    let before = diagnostics.count
    var coerced: JSONObject = [:]
    for (key, value) in members {
      guard let field = fields[key] else {
        report(
          .unknownField(
            type: type,
            field: key,
            suggestions: nearNames(to: key, among: fields.keys)
          ),
          .object(members),
          at: path
        )
        continue
      }
      coerced[key] = coerce(value, to: field.type, at: path + [.key(key)])
    }
    for (name, field) in fields where members[name] == nil {
      if let defaultValue = field.defaultValue {
        guard fillsDefaults else { continue }
        defaultCount += 1
        coerced[name] = coerce(defaultValue, to: field.type, at: path + [.key(name)])
      } else if field.type.isNonNull {
        report(
          .missingField(type: type, field: name, fieldType: field.type),
          .object(members),
          at: path
        )
      }
    }
    if isOneOf {
      let known = members.elements.filter { fields[$0.key] != nil }
      if known.count != 1 {
        report(.notExactlyOneField(type: type), .object(members), at: path)
      } else if let (key, value) = known.first, value.isNull {
        report(
          .nullOneOfField(type: type, field: key),
          .object(members),
          at: path + [.key(key)]
        )
      }
    }
    return diagnostics.count == before ? .object(coerced) : nil
  }
}
