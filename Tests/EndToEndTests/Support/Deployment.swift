import FoundationEssentials
import Glibc
import OrderedCollections
import OrderedJSON
import Testing

/// An engine on PostgreSQL that joins another engine's SQLite, each of which a test may kill.
final class Deployment {
  let database: PostgresServer
  private(set) var engine: Program?
  private(set) var service: Program?
  private let folder: String
  private let enginePort: Int
  private let servicePort: Int

  static let query = "{ note(order_by: {id: asc}) { id album { title } } }"
  static let answer: JSONValue = [
    "data": [
      "note": [
        ["id": 1, "album": ["title": "One"]], ["id": 2, "album": ["title": "Three"]],
        ["id": 3, "album": ["title": "Two"]], ["id": 4, "album": ["title": "One"]],
      ]
    ]
  ]

  init() throws {
    folder = "/tmp/dovetail-deployment-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    database = try PostgresServer()
    enginePort = try Socket.freePort()
    servicePort = try Socket.freePort()
    try startService()
    try startEngine()
    try setUpService()
    try setUpEngine()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func startEngine() throws {
    engine = try .serving(
      arguments: ["--upstream-retry-interval", "200", "--upstream-start-timeout", "2000"],
      port: enginePort,
      dataDirectory: folder + "/engine"
    )
  }

  func startService() throws {
    service = try .serving(port: servicePort, dataDirectory: folder + "/service")
  }

  func killEngine() { engine = nil }

  func killService() { service = nil }

  private func setUpService() throws {
    let path = JSONValue.string(folder + "/music.db")
    try run(
      on: service,
      [
        [
          "type": "sqlite_add_source",
          "args": [
            "name": "default",
            "configuration": ["connection_info": ["database": path, "create": true]],
          ],
        ],
        [
          "type": "run_sql",
          "args": [
            "source": "default",
            "sql": """
            CREATE TABLE album (id INTEGER PRIMARY KEY, title TEXT);
            INSERT INTO album VALUES (1, 'One'), (2, 'Two'), (3, 'Three')
            """,
          ],
        ],
        ["type": "reload_metadata", "args": [:]],
        ["type": "sqlite_track_table", "args": ["table": "album"]],
      ]
    )
  }

  private func setUpEngine() throws {
    let url = JSONValue.string("http://127.0.0.1:\(servicePort)/v1/graphql")
    try run(
      on: engine,
      [
        [
          "type": "pg_add_source",
          "args": [
            "name": "default",
            "configuration": ["connection_info": ["database_url": .string(database.url)]],
          ],
        ],
        [
          "type": "run_sql",
          "args": [
            "source": "default",
            "sql": """
            CREATE TABLE note (id integer PRIMARY KEY, album_id integer);
            INSERT INTO note VALUES (1, 1), (2, 3), (3, 2), (4, 1)
            """,
          ],
        ],
        ["type": "pg_track_table", "args": ["table": "note"]],
        [
          "type": "add_remote_schema",
          "args": [
            "name": "music",
            "definition": [
              "url": url, "timeout_seconds": 5, "circuit_breaker": ["failures": 3, "open_ms": 200],
              "retry": ["limit": 1, "first_pause_ms": 10],
              "customization": ["root_fields_namespace": "music"],
            ],
          ],
        ],
        [
          "type": "pg_create_remote_relationship",
          "args": [
            "source": "default", "table": "note", "name": "album",
            "definition": [
              "to_remote_schema": [
                "remote_schema": "music", "lhs_fields": ["album_id"],
                "remote_field": ["album_by_pk": ["arguments": ["id": "$album_id"]]],
              ]
            ],
          ],
        ],
      ]
    )
  }

  private func run(on program: Program?, _ commands: [JSONValue]) throws {
    let program = try #require(program)
    for command in commands {
      let path = command["type"] == "run_sql" ? "/v2/query" : "/v1/metadata"
      let answer = try program.metadata(command, path: path)
      try #require(answer.status == 200, "\(command): \(answer.body)")
    }
  }
}
