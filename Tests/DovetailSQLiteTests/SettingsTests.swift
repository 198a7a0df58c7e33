import DovetailSQLite
import DovetailSource
import OrderedJSON
import Testing

@Suite("Configuration")
struct SettingsTests {
  private func settings(
    _ configuration: JSONValue,
    directory: String? = nil
  ) throws(SourceError) -> SQLiteSettings {
    try SQLiteSettings(
      configuration,
      environment: ["DB": "shop.db", "DIR": "/srv"],
      directory: directory
    )
  }

  @Test(
    "The database is named in several ways",
    arguments: [
      (["connection_info": ["database": "a.db"]], "a.db"), (["database": "a.db"], "a.db"),
      (["database": ["from_env": "DB"]], "shop.db"),
      (["database": "{{DIR}}/x/{{ DB }}"], "/srv/x/shop.db"),
      (["database": "/abs/a.db", "create": false], "/abs/a.db"), (["database": ":odd"], "./:odd"),
    ] as [(JSONValue, String)]
  )
  func database(configuration: JSONValue, path: String) throws {
    #expect(try settings(configuration).location == .file(path: path))
  }

  @Test("Relative paths start at the given folder")
  func directory() throws {
    #expect(
      try settings(["database": "a.db"], directory: "/data").location == .file(path: "/data/a.db")
    )
    #expect(
      try settings(["database": "/a.db"], directory: "/data/").location == .file(path: "/a.db")
    )
    #expect(try settings(["database": ":memory:"], directory: "/data").location == .memory)
  }

  @Test("Pool settings are read, times in seconds")
  func pool() throws {
    let settings = try settings([
      "connection_info": [
        "database": "a.db", "create": false,
        "pool_settings": [
          "max_connections": 8, "queue_limit": 5, "busy_timeout": 1, "statement_timeout": 2,
          "idle_timeout": 3,
        ],
      ]
    ])
    #expect(!settings.createsFile)
    #expect(settings.readerCount == 8)
    #expect(settings.queueLimit == 5)
    #expect(settings.busyTimeout == .seconds(1))
    #expect(settings.statementTimeout == .seconds(2))
    #expect(settings.idleTimeout == .seconds(3))
  }

  @Test(
    "What cannot be used is refused by name",
    arguments: [
      ([:], "needs \"database\""), (["connection_info": [:]], "needs \"database\""),
      (["database": 1], "must be a path"), (["database": ""], "must be a path"),
      (["database": ["from_env": "NONE"]], "environment variable \"NONE\" not set"),
      (["database": "{{NONE}}.db"], "environment variable \"NONE\" not set"),
      (["database": "file:a.db?mode=ro"], "give a path, not a URI"),
      (["database": "a.db", "creat": true], "unexpected \"creat\""),
      (["database": "a.db", "create": 1], "\"create\" must be true or false"),
      (["database": "a.db", "pool_settings": ["retries": 1]], "unexpected \"retries\""),
      (["database": "a.db", "pool_settings": ["busy_timeout": "1"]], "\"busy_timeout\""),
      (["connection_info": ["database": "a.db"], "x": 1], "unexpected \"x\""),
      ("a.db", "must be an object"),
    ] as [(JSONValue, String)]
  )
  func refusals(configuration: JSONValue, part: String) {
    let error = #expect(throws: SourceError.self) { try settings(configuration) }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }
}
