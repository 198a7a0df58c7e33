/// The five scalar types of the specification (§3.5).
package enum BuiltInScalars {
  /// `Int`: a signed 32-bit integer.
  package static let int = SchemaType(
    name: "Int",
    description: "The `Int` scalar type represents non-fractional signed whole numeric values "
      + "between -(2^31) and 2^31 - 1.",
    kind: .scalar(specifiedBy: nil)
  )

  /// `Float`: a finite double-precision number.
  package static let float = SchemaType(
    name: "Float",
    description: "The `Float` scalar type represents signed double-precision fractional values "
      + "as specified by IEEE 754.",
    kind: .scalar(specifiedBy: nil)
  )

  /// `String`: text.
  package static let string = SchemaType(
    name: "String",
    description: "The `String` scalar type represents textual data as a sequence of Unicode "
      + "code points.",
    kind: .scalar(specifiedBy: nil)
  )

  /// `Boolean`: `true` or `false`.
  package static let boolean = SchemaType(
    name: "Boolean",
    description: "The `Boolean` scalar type represents `true` or `false`.",
    kind: .scalar(specifiedBy: nil)
  )

  /// `ID`: an identifier, written as a string or an integer and always read as a string.
  package static let id = SchemaType(
    name: "ID",
    description: "The `ID` scalar type represents a unique identifier. It is serialized as a "
      + "string, and accepts strings and integers as input.",
    kind: .scalar(specifiedBy: nil)
  )

  /// All of them.
  package static let all = [int, float, string, boolean, id]

  /// The built-in scalar of that name.
  package static func type(named name: String) -> SchemaType? {
    switch name {
    case "Int": int
    case "Float": float
    case "String": string
    case "Boolean": boolean
    case "ID": id
    default: nil
    }
  }
}
