import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Takes from a field's arguments what a relationship fixes, and keeps the rest for clients.
struct RemoteArgumentReduction {
  let view: RemoteSchemaView
  /// The end of the names of reduced input types: `_remote_rel_custom_profilesmsgs`.
  let suffix: String
  /// The input types that are left, with the names that clients see.
  var types: OrderedDictionary<String, SchemaType> = [:]

  init(view: RemoteSchemaView, suffix: String) {
    self.view = view
    self.suffix = suffix
  }

  /// The end of reduced types' names for a relationship of an entity.
  static func suffix(_ identifier: String, relationship: String) -> String {
    let safe = identifier.unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "A"..."Z", "a"..."z", "0"..."9": Character(scalar)
      default: "_"
      }
    }
    return "_remote_rel_\(String(safe))\(relationship)"
  }

  /// The arguments or input fields that the templates leave, with client names.
  mutating func reduce(
    _ values: OrderedDictionary<String, SchemaInputValue>,
    by templates: [RemoteArgumentTemplate.Member]
  ) -> OrderedDictionary<String, SchemaInputValue> {
    var rest: OrderedDictionary<String, SchemaInputValue> = [:]
    for var value in values.values {
      if let template = templates.first(where: { $0.name == value.name })?.value {
        guard let type = reduce(value.type, by: template) else { continue }
        value.type = type
        value.defaultValue = nil
      } else {
        value.type = view.names.reference(value.type)
      }
      rest[value.name] = value
    }
    return rest
  }

  /// What is left of a type; `nil` if the template fixes all of it.
  private mutating func reduce(
    _ type: TypeReference,
    by template: RemoteArgumentTemplate
  ) -> TypeReference? {
    switch (template, type) {
    case (.literal, _), (.key, _), (.keys, _):
      nil
    case (_, .nonNull(let inner)):
      reduce(inner, by: template).map { .nonNull($0.nullable) }
    case (.list(let items), .list(let item)):
      items.first.flatMap { reduce(item, by: $0) }.map { .list($0) }
    case (.object, .list(let item)):
      // A single object stands for a list of one.
      reduce(item, by: template).map { .list($0) }
    case (.object(let members), .named(let name)):
      reduceObject(name.value, by: members).map { .named(Name($0)) }
    case (.list, .named):
      nil
    }
  }

  private mutating func reduceObject(
    _ name: String,
    by members: [RemoteArgumentTemplate.Member]
  ) -> String? {
    guard let type = view.schema.type(named: name),
      case .inputObject(let fields, let isOneOf) = type.kind
    else { return nil }
    // The outer type has its name before the inner ones look for theirs.
    let own = freeName(name + suffix)
    types[own] = SchemaType(name: own, kind: .inputObject(fields: [:], isOneOf: isOneOf))
    let rest = reduce(fields, by: members)
    // An input type without fields would be illegal; and there is nothing left to say.
    guard !rest.isEmpty else {
      types[own] = nil
      return nil
    }
    let reduced = SchemaType(
      name: own,
      description: type.description,
      kind: .inputObject(fields: rest, isOneOf: isOneOf)
    )
    if own != name + suffix, let known = types[name + suffix], known.hasFields(of: reduced) {
      types[own] = nil
      return known.name
    }
    types[own] = reduced
    return own
  }

  // The same input type may be reduced in two ways, one inside the other.
  private func freeName(_ name: String) -> String {
    guard types[name] != nil else { return name }
    var number = 2
    while types["\(name)_\(number)"] != nil { number += 1 }
    return "\(name)_\(number)"
  }
}

extension SchemaType {
  /// Whether both are input types of equal fields, whatever their names.
  fileprivate func hasFields(of other: SchemaType) -> Bool {
    typeDefinitionsEqual(self, SchemaType(name: name, kind: other.kind))
  }
}
