import OrderedCollections
import OrderedJSON

// Inconsistent objects show actions and custom types with every default spelled out, unlike export.

extension ActionDefinition {
  var fullJSON: JSONValue {
    guard case .object(var members) = json else { return .null }
    members["arguments"] = .array(
      arguments.map {
        ["name": .string($0.name), "type": .string($0.type), "description": orNull($0.description)]
      }
    )
    members["headers"] = headers.json
    members["forward_client_headers"] = .bool(forwardsClientHeaders)
    members["timeout"] = .int(timeout)
    return .object(members)
  }
}

extension CustomTypes {
  var fullJSON: JSONValue {
    [
      "input_objects": .array(
        inputObjects.map {
          [
            "name": .string($0.name), "description": orNull($0.description),
            "fields": .array(
              $0.fields.map {
                [
                  "name": .string($0.name), "type": .string($0.type),
                  "description": orNull($0.description),
                ]
              }
            ),
          ]
        }
      ),
      "objects": .array(
        objects.map {
          [
            "name": .string($0.name), "description": orNull($0.description),
            "fields": .array(
              $0.fields.map {
                [
                  "name": .string($0.name), "type": .string($0.type),
                  "description": orNull($0.description), "arguments": .null,
                ]
              }
            ),
            "relationships": .array(
              $0.relationships.map(\.json) + $0.remoteRelationships.map(\.json)
            ),
          ]
        }
      ),
      "scalars": .array(
        scalars.map { ["name": .string($0.name), "description": orNull($0.description)] }
      ),
      "enums": .array(
        enums.map {
          [
            "name": .string($0.name), "description": orNull($0.description),
            "values": .array(
              $0.values.map {
                [
                  "value": .string($0.value), "description": orNull($0.description),
                  "is_deprecated": .bool($0.isDeprecated),
                ]
              }
            ),
          ]
        }
      ),
    ]
  }
}

private func orNull(_ text: String?) -> JSONValue {
  text.map { .string($0) } ?? .null
}
