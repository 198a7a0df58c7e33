/// One difference between an earlier and a later version of a schema.
package struct SchemaDifference: Sendable, Hashable {
  package var kind: Kind
  /// Whether a document that was valid may no longer be, or may get what its author did not expect.
  package var isBreaking: Bool
  /// Where, as a schema coordinate: `Query.person(ref:)`.
  package var coordinate: String
  package var message: String

  /// What happened to the element at the coordinate.
  package enum Kind: String, Sendable {
    case typeRemoved = "type_removed"
    case typeAdded = "type_added"
    /// An object type became an enum, and the like.
    case typeKindChanged = "type_kind_changed"
    case rootTypeChanged = "root_type_changed"
    case fieldRemoved = "field_removed"
    case fieldAdded = "field_added"
    case fieldTypeChanged = "field_type_changed"
    case argumentRemoved = "argument_removed"
    case argumentAdded = "argument_added"
    case requiredArgumentAdded = "required_argument_added"
    case argumentTypeChanged = "argument_type_changed"
    case argumentDefaultChanged = "argument_default_changed"
    case inputFieldRemoved = "input_field_removed"
    case inputFieldAdded = "input_field_added"
    case requiredInputFieldAdded = "required_input_field_added"
    case inputFieldTypeChanged = "input_field_type_changed"
    case inputFieldDefaultChanged = "input_field_default_changed"
    case oneOfChanged = "one_of_changed"
    case enumValueRemoved = "enum_value_removed"
    case enumValueAdded = "enum_value_added"
    case unionMemberRemoved = "union_member_removed"
    case unionMemberAdded = "union_member_added"
    case interfaceRemoved = "interface_removed"
    case interfaceAdded = "interface_added"
  }

  package init(_ kind: Kind, isBreaking: Bool, at coordinate: String, _ message: String) {
    self.kind = kind
    self.isBreaking = isBreaking
    self.coordinate = coordinate
    self.message = message
  }
}
