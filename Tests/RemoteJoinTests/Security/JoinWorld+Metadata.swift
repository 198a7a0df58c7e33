import OrderedCollections
import OrderedJSON

/// The metadata of the world.
extension JoinWorld {
  /// Tables, permissions and relationships of a source, as commands; `lookups` are settings of
  /// relationships.
  func commands(handler: String, lookups: JSONValue) -> [JSONValue] {
    var commands: [JSONValue] = []
    for entity in entities { commands += permissions(of: entity) }
    for link in links where entities[link.from].place != .action {
      commands.append(command(defining: link, lookups))
    }
    return commands + actions(handler: handler, lookups)
  }

  private func permissions(of entity: Entity) -> [JSONValue] {
    guard let sight = entity.sight else { return [] }
    if case .service(let x) = entity.place {
      let owner =
        switch sight.owner {
        case .open: "owner: Int"
        case .preset: #"owner: Int @preset(value: "x-hasura-number")"#
        case .absent: ""
        }
      let sdl =
        Self.types(of: x, fields: sight.fields)
        + Self.root(of: x, owner: owner, hasUnowned: sight.hasUnowned)
        + (x == "x" && sight.hasUnowned ? Self.federation : "")
      return [
        [
          "type": "add_remote_schema_permissions",
          "args": [
            "remote_schema": .string(x), "role": "user", "definition": ["schema": .string(sdl)],
          ],
        ]
      ]
    }
    guard let (prefix, source) = source(of: entity) else { return [] }
    let columns = (["id", "mark"] + sight.fields).map { JSONValue.string($0) }
    var permission: JSONObject = [
      "columns": .array(columns), "filter": sight.rows.filter,
      "allow_aggregations": .bool(sight.allowsAggregates),
    ]
    if let limit = sight.limit { permission["limit"] = .int(limit) }
    // What is given back of a change is not filtered by the select permission.
    let update: JSONValue = [
      "columns": ["touch"], "filter": sight.rows.filter, "check": .null,
    ]
    return [("select", JSONValue.object(permission)), ("update", update)].map { kind, permission in
      [
        "type": .string("\(prefix)_create_\(kind)_permission"),
        "args": [
          "source": .string(source), "table": .string(entity.name), "role": "user",
          "permission": permission,
        ],
      ]
    }
  }

  private func source(of entity: Entity) -> (prefix: String, name: String)? {
    switch entity.place {
    case .postgres(let name): ("pg", name)
    case .sqlite(let name): ("sqlite", name)
    case .service, .action: nil
    }
  }

  private func command(defining link: Link, _ lookups: JSONValue) -> JSONValue {
    let entity = entities[link.from]
    var arguments: JSONObject = [
      "name": .string(link.name), "definition": definition(of: link, lookups),
    ]
    guard let (prefix, source) = source(of: entity) else {
      arguments["remote_schema"] = .string(entity.name)
      arguments["type_name"] = .string((link.isOnUnion ? "Anyone" : "Being") + entity.name)
      return [
        "type": "create_remote_schema_remote_relationship", "args": .object(arguments),
      ]
    }
    arguments["source"] = .string(source)
    arguments["table"] = .string(entity.name)
    return [
      "type": .string("\(prefix)_create_remote_relationship"), "args": .object(arguments),
    ]
  }

  private func definition(of link: Link, _ lookups: JSONValue) -> JSONValue {
    let to = entities[link.to]
    let isTable = entities[link.from].isTable
    let list = isTable ? "list[]" : "list"
    let pairs: [(field: String, column: String)] =
      switch link.key {
      case .idToK: [("id", "k")]
      case .kToID: [("k", "id")]
      case .kToK: [("k", "k")]
      case .sToS: [("s", "s")]
      case .both: [("k", "k"), ("s", "s")]
      case .list: [(list, "id")]
      case .array: [("arr", "id")]
      case .inner: [("doc.in.key", "id")]
      }
    if link.way.isToTable, let (_, source) = source(of: to) {
      return [
        "to_source": [
          "source": .string(source), "table": .string(to.name),
          "relationship_type": .string(link.way.rawValue), "lookups": lookups,
          "field_mapping": .object(members: pairs.map { ($0.field, .string($0.column)) }),
        ]
      ]
    }
    let field = pairs[0].field
    let key = JSONValue.string("$" + field)
    var definition: JSONObject = [
      "remote_schema": .string(to.name), "lhs_fields": [.string(field)], "lookups": lookups,
    ]
    let arguments: JSONValue
    switch link.way {
    case .byIDs:
      arguments = ["ids": [key]]
      definition["batch"] = ["argument": "ids", "key": "id"]
    case .persons: arguments = ["where": .object([pairs[0].column: ["_eq": key]])]
    default: arguments = ["id": key]
    }
    definition["remote_field"] = .object(
      ["\(to.name)_\(link.way.rawValue)": ["arguments": arguments]]
    )
    return ["to_remote_schema": .object(definition)]
  }

  /// The types of actions and two actions, one of which is a mutation.
  private func actions(handler: String, _ lookups: JSONValue) -> [JSONValue] {
    let fields = [
      ("id", "Int!"), ("k", "Int"), ("s", "String"), ("list", "[Int]"), ("mark", "String!"),
    ].map { name, type -> JSONValue in ["name": .string(name), "type": .string(type)] }
    let relationships = links.filter { entities[$0.from].place == .action }.map {
      link -> JSONValue in
      ["name": .string(link.name), "definition": definition(of: link, lookups)]
    }
    var commands: [JSONValue] = [
      [
        "type": "set_custom_types",
        "args": [
          "objects": [
            [
              "name": "Out", "fields": .array(fields), "relationships": .array(relationships),
            ]
          ]
        ],
      ]
    ]
    for type in ["query", "mutation"] {
      commands += [
        [
          "type": "create_action",
          "args": [
            "name": .string("\(type)Out"),
            "definition": [
              "type": .string(type), "handler": .string(handler), "output_type": "[Out!]!",
              "arguments": [],
            ],
          ],
        ],
        [
          "type": "create_action_permission",
          "args": ["action": .string("\(type)Out"), "role": "user"],
        ],
      ]
    }
    return commands
  }
}
