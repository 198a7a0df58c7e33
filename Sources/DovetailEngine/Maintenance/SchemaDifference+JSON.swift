import GraphQLTypeSystem
import OrderedJSON

extension SchemaDifference {
  /// The difference as the metadata API reports it.
  var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "breaking": .bool(isBreaking),
      "coordinate": .string(coordinate), "message": .string(message),
    ]
  }
}
