import GraphQLLanguage
import GraphQLTypeSystem

/// Which values of join fields can become values of which types of a service.
///
/// Only what can never work is refused when a relationship is defined: `bigint` or a text may hold an
/// `Int`, and what one of them holds is seen when it is looked up.
struct RemoteKeyConversion {
  let view: RemoteSchemaView

  /// Why no value of a scalar can be one of the type; nil if some can, or if nothing is known.
  func refusal(of scalar: String?, as type: TypeReference) -> String? {
    guard let scalar else { return nil }
    let expected = type.namedType
    if scalar == expected { return nil }
    let isRefused: Bool
    switch expected {
    case "Int", "Float": isRefused = Self.never(numbers: scalar)
    case "Boolean": isRefused = scalar != "String" && Self.isKnown(scalar)
    case "ID":
      guard scalar == "Boolean" else { return nil }
      return "Only ID, Int, uuid or String scalar types can be joined to the ID type, but received "
        + "\"\(scalar)\""
    case "String": isRefused = false
    default:
      switch view.schema.type(named: expected)?.kind {
      case .inputObject: isRefused = Self.isKnown(scalar)
      case .enum: isRefused = scalar != "String" && Self.isKnown(scalar)
      default: isRefused = false
      }
    }
    return isRefused ? "expected type \"\(expected)\" but got \"\(scalar)\"" : nil
  }

  /// Scalars of which no value is a number.
  private static func never(numbers scalar: String) -> Bool {
    scalar == "Boolean" || texts.contains(scalar)
  }

  /// Scalars whose values are known to be neither objects nor names of enums.
  private static func isKnown(_ scalar: String) -> Bool {
    scalar == "String" || scalar == "Boolean" || scalar == "ID" || numbers.contains(scalar)
      || texts.contains(scalar)
  }

  private static let numbers: Set<String> = [
    "Int", "Float", "bigint", "smallint", "numeric", "float8",
  ]
  private static let texts: Set<String> = [
    "uuid", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "bytea",
  ]
}
