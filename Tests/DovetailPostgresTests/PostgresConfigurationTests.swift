import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

@Suite("Source configuration")
struct PostgresConfigurationTests {
  private func source(_ information: JSONValue) throws -> PostgresSource {
    try PostgresSource(
      configuration: ["connection_info": information],
      environment: ["URL": "postgres://x", "HOST": "db.example"]
    )
  }

  @Test("Pool settings are taken over, and the rest has its defaults")
  func poolSettings() throws {
    let information: JSONValue = [
      "database_url": "postgres://x",
      "pool_settings": [
        "max_connections": 7, "idle_timeout": 11, "retries": 3, "pool_timeout": 5,
        "connection_lifetime": 90,
      ],
      "use_prepared_statements": true, "isolation_level": "serializable",
    ]
    #expect(
      try source(information).pool.settings
        == PoolSettings(
          maxConnections: 7,
          idleTimeout: .seconds(11),
          poolTimeout: .seconds(5),
          connectionLifetime: .seconds(90),
          retries: 3,
          preparation: .automatic,
          isolation: .serializable
        )
    )
    #expect(try source(["database_url": "postgres://x"]).pool.settings == PoolSettings())
    let unprepared: JSONValue = ["database_url": "x=y", "use_prepared_statements": false]
    #expect(try source(unprepared).pool.settings.preparation == .never)
  }

  @Test(
    "An address takes each of its forms",
    arguments: [
      (["from_env": "URL"], .string("postgres://x")),
      ("postgres://{{HOST}}:5432/{{ HOST }}", .string("postgres://db.example:5432/db.example")),
      (["dynamic_from_file": "/run/url"], .file(path: "/run/url")),
      ("dynamic-from-file:///run/url", .file(path: "/run/url")),
      (
        ["username": "u", "password": "p", "database": "d", "host": "h", "port": 5433],
        .parts(username: "u", password: "p", database: "d", host: "h", port: 5433)
      ),
    ] as [(JSONValue, ConnectionTarget)]
  )
  func addresses(address: JSONValue, expected: ConnectionTarget) throws {
    #expect(try source(["database_url": address]).pool.target == expected)
  }

  @Test(
    "What cannot be honoured is refused by name",
    arguments: [
      (["connection_info": ["database_url": ["from_env": "NONE"]]], "NONE"),
      (["connection_info": ["database_url": "postgres://{{NONE}}"]], "NONE"),
      (
        ["connection_info": ["database_url": "x"], "connection_template": ["template": "t"]],
        "connection_template"
      ),
      (
        ["connection_info": ["database_url": "x", "pool_settings": ["max_connections": 0]]],
        "\"max_connections\" is 0, but has to be between 1 and"
      ),
      (
        ["connection_info": ["database_url": "x", "pool_settings": ["pool_timeout": -1]]],
        "\"pool_timeout\" is -1, but has to be between 0 and"
      ),
      (
        [
          "connection_info": ["database_url": "x"],
          "connection_set": [["name": "a", "connection_info": ["database_url": "x"]]],
        ],
        "connection_set"
      ),
      (
        ["connection_info": ["database_url": "x", "ssl_configuration": ["sslmode": "require"]]],
        "ssl_configuration"
      ),
      (
        ["connection_info": ["database_url": "x", "isolation_level": "snapshot"]],
        "isolation_level"
      ),
      ([:], "connection_info"),
    ] as [(JSONValue, String)]
  )
  func refusals(configuration: JSONValue, name: String) {
    let error = #expect(throws: SourceError.self) {
      try PostgresSource(configuration: configuration, environment: [:])
    }
    #expect(error?.message.contains(name) == true)
  }
}
