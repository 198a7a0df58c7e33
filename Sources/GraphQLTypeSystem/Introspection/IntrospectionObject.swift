/// The object types of the introspection system: what a selection there can be on.
enum IntrospectionObject: String {
  case schema = "__Schema"
  case type = "__Type"
  case field = "__Field"
  case inputValue = "__InputValue"
  case enumValue = "__EnumValue"
  case directive = "__Directive"

  /// The object type of a field's value, inside of any list; `nil` if it is a leaf.
  func object(ofField name: String) -> IntrospectionObject? {
    switch (self, name) {
    case (.schema, "types"), (.schema, "queryType"), (.schema, "mutationType"),
      (.schema, "subscriptionType"), (.type, "interfaces"), (.type, "possibleTypes"),
      (.type, "ofType"), (.field, "type"), (.inputValue, "type"):
      .type
    case (.schema, "directives"): .directive
    case (.type, "fields"): .field
    case (.type, "enumValues"): .enumValue
    case (.type, "inputFields"), (.field, "args"), (.directive, "args"): .inputValue
    default: nil
    }
  }
}
