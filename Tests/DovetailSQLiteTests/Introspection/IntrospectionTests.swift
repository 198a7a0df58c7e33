import DovetailCatalog
import DovetailMetadata
import DovetailSQLite
import DovetailSource
import Testing

@Suite("Introspection")
struct IntrospectionTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func facts(_ script: String) async throws -> RelationalFacts {
    let pool = try await folder.pool(script: script)
    let facts = try await pool.introspect()
    await pool.close()
    return facts
  }

  private func table(_ name: String, of script: String) async throws -> TableFacts {
    try #require(try await facts(script).tables[TableName(schema: nil, name: name)])
  }

  @Test("An empty database has no tables")
  func empty() async throws {
    #expect(try await facts("") == RelationalFacts())
  }

  @Test("Columns have order, nullability, default and generation")
  func columns() async throws {
    let table = try await table(
      "t",
      of: """
        CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, size INT DEFAULT 3,
          double INT AS (size * 2), tripled INT NOT NULL AS (size * 3) STORED)
        """
    )
    #expect(table.columns.map(\.name) == ["id", "name", "size", "double", "tripled"])
    #expect(table.columns.map(\.position) == [0, 1, 2, 3, 4])
    #expect(table.columns.map(\.isNullable) == [false, false, true, true, false])
    #expect(table.columns.map(\.hasDefault) == [true, false, true, false, false])
    #expect(table.columns.map(\.isGenerated) == [false, false, false, true, true])
    #expect(table.kind == .table)
    #expect(table.primaryKey == KeyConstraint(name: "t_pkey", columns: ["id"]))
  }

  @Test(
    "Only INTEGER PRIMARY KEY is the row number, which needs no value and is never null",
    arguments: [
      ("id INTEGER PRIMARY KEY", true, false),
      ("id integer primary key autoincrement", true, false),
      ("id INT PRIMARY KEY", false, true), ("id INTEGER PRIMARY KEY DESC", false, true),
      ("id TEXT PRIMARY KEY", false, true), ("id TEXT NOT NULL PRIMARY KEY", false, false),
      ("id INTEGER, PRIMARY KEY (id)", true, false),
    ]
  )
  func rowNumber(definition: String, hasDefault: Bool, isNullable: Bool) async throws {
    let table = try await table("t", of: "CREATE TABLE t (\(definition))")
    let id = try #require(table.columns.first)
    #expect(id.hasDefault == hasDefault)
    #expect(id.isNullable == isNullable)
    #expect(table.primaryKey?.columns == ["id"])
  }

  @Test("Keys of tables without row number and of strict tables are never null")
  func notNullKeys() async throws {
    let facts = try await facts(
      """
      CREATE TABLE a (x INTEGER, y TEXT, PRIMARY KEY (y, x)) WITHOUT ROWID;
      CREATE TABLE b (x INT, y TEXT, z ANY, PRIMARY KEY (x, y)) STRICT;
      """
    )
    let a = try #require(facts.tables["a"])
    #expect(a.primaryKey?.columns == ["y", "x"])
    #expect(a.columns.map(\.isNullable) == [false, false])
    #expect(a.columns.map(\.hasDefault) == [false, false])
    let b = try #require(facts.tables["b"])
    #expect(b.columns.map(\.isNullable) == [false, false, true])
    #expect(b.columns.map(\.type.graphQLName) == ["Int", "String", "String"])
  }

  @Test("Unique constraints and indexes count unless they are partial or of expressions")
  func uniqueConstraints() async throws {
    let table = try await table(
      "t",
      of: """
        CREATE TABLE t (id TEXT PRIMARY KEY, a INT UNIQUE, b INT, c INT, UNIQUE (c, b));
        CREATE UNIQUE INDEX by_b ON t (b, a);
        CREATE UNIQUE INDEX partial ON t (c) WHERE a > 0;
        CREATE UNIQUE INDEX computed ON t (abs(c));
        CREATE INDEX plain ON t (c);
        """
    )
    #expect(
      table.uniqueConstraints == [
        KeyConstraint(name: "t_a_key", columns: ["a"]),
        KeyConstraint(name: "t_c_b_key", columns: ["c", "b"]),
        KeyConstraint(name: "by_b", columns: ["b", "a"]),
      ]
    )
    #expect(table.primaryKey == KeyConstraint(name: "t_pkey", columns: ["id"]))
  }

  @Test("Foreign keys are resolved: composite, without named columns, in another case")
  func foreignKeys() async throws {
    let facts = try await facts(
      """
      CREATE TABLE Parent (A INT, B INT, PRIMARY KEY (B, A));
      CREATE TABLE person (id INTEGER PRIMARY KEY, boss INT REFERENCES PERSON);
      CREATE TABLE child (
        x INT, y INT, p INT REFERENCES Person(ID), gone INT REFERENCES missing (id),
        FOREIGN KEY (X, y) REFERENCES parent, FOREIGN KEY (y, x) REFERENCES parent (a, b));
      """
    )
    #expect(
      facts.tables["person"]?.foreignKeys == [
        ForeignKeyFacts(
          name: "person_boss_fkey",
          referencedTable: "person",
          columns: [.init(own: "boss", referenced: "id")]
        )
      ]
    )
    #expect(
      facts.tables["child"]?.foreignKeys == [
        ForeignKeyFacts(
          name: "child_p_fkey",
          referencedTable: "person",
          columns: [.init(own: "p", referenced: "id")]
        ),
        ForeignKeyFacts(
          name: "child_x_y_fkey",
          referencedTable: "Parent",
          columns: [.init(own: "x", referenced: "B"), .init(own: "y", referenced: "A")]
        ),
        ForeignKeyFacts(
          name: "child_y_x_fkey",
          referencedTable: "Parent",
          columns: [.init(own: "y", referenced: "A"), .init(own: "x", referenced: "B")]
        ),
      ]
    )
  }

  @Test("Views are read-only but for their triggers")
  func views() async throws {
    let facts = try await facts(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
      CREATE VIEW plain AS SELECT id, name, count(*) AS n FROM t;
      CREATE VIEW writable AS SELECT name FROM t;
      CREATE TRIGGER "instead of delete" INSTEAD /* of delete */ OF Insert ON writable
        BEGIN INSERT INTO t (name) VALUES (new.name); END;
      CREATE TRIGGER renamed INSTEAD OF UPDATE OF name ON writable BEGIN SELECT 1; END;
      CREATE TRIGGER instead AFTER DELETE ON t BEGIN SELECT 1; END;
      """
    )
    let plain = try #require(facts.tables["plain"])
    #expect(plain.kind == .view)
    #expect(plain.columns.map(\.name) == ["id", "name", "n"])
    #expect(plain.columns.map(\.type.graphQLName) == ["Int", "String", "String"])
    #expect(plain.columns.map(\.isNullable) == [true, true, true])
    #expect(plain.primaryKey == nil)
    #expect(!plain.isInsertable && !plain.isUpdatable && !plain.isDeletable)
    let writable = try #require(facts.tables["writable"])
    #expect(writable.isInsertable && writable.isUpdatable && !writable.isDeletable)
  }

  @Test("A broken view is left out, everything else stays")
  func brokenView() async throws {
    let facts = try await facts(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, parent INT REFERENCES t, u INT UNIQUE);
      CREATE TABLE old (x);
      CREATE VIEW a_broken AS SELECT * FROM old;
      CREATE VIEW z_fine AS SELECT id FROM t;
      DROP TABLE old;
      """
    )
    #expect(facts.tables.keys.sorted() == ["t", "z_fine"])
    #expect(facts.tables["t"]?.columns.count == 3)
    #expect(facts.tables["t"]?.foreignKeys.count == 1)
    #expect(facts.tables["t"]?.uniqueConstraints.count == 1)
  }

  @Test("Full-text tables show their columns, and their inner tables are hidden")
  func virtualTables() async throws {
    let facts = try await facts("CREATE VIRTUAL TABLE notes USING fts5(title, body)")
    #expect(facts.tables.keys.map(\.name) == ["notes"])
    #expect(facts.tables["notes"]?.columns.map(\.name) == ["title", "body"])
  }

  @Test(
    "Names of any kind are read",
    arguments: ["with \"quotes\"", "a'b", "[x]", "Größe", "_x", "select"]
  )
  func names(name: String) async throws {
    let quoted =
      "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
    let table = try await table(
      name,
      of: "CREATE TABLE \(quoted) (\(quoted) INTEGER PRIMARY KEY, s INT UNIQUE)"
    )
    #expect(table.columns.first?.name.value == name)
    #expect(table.uniqueConstraints.count == 1)
  }

  @Test(
    "A table keeps its identity when it or a column is renamed, and only then",
    arguments: [
      ("ALTER TABLE t RENAME TO u", "u", true), ("ALTER TABLE t RENAME COLUMN a TO c", "t", true),
      ("ALTER TABLE t DROP COLUMN a", "t", false),
      ("DROP TABLE t; CREATE TABLE u (x TEXT)", "u", false),
      ("DROP TABLE t; CREATE TABLE t (b TEXT, a INT)", "t", false),
      ("CREATE TABLE n (a INT, b TEXT); DROP TABLE t; ALTER TABLE n RENAME TO t", "t", false),
    ]
  )
  func identity(change: String, name: String, isKept: Bool) async throws {
    let pool = try await folder.pool(script: "CREATE TABLE t (a INT, b TEXT)")
    let before = try #require(try await pool.introspect().tables["t"])
    #expect(before.identity != 0)
    _ = try await pool.run(SQLScript(sql: change))
    let after = try await pool.introspect().tables[TableName(schema: nil, name: name)]
    #expect((after?.identity == before.identity) == isKept)
    await pool.close()
  }

  @Test("Two thousand tables are read in a moment")
  func manyTables() async throws {
    let script = (0..<2000).map { number in
      """
      CREATE TABLE t\(number) (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c INT, d INT, e REAL,
        parent INT REFERENCES t0, UNIQUE (a, b));
      """
    }
    let pool = try await folder.pool(script: script.joined())
    let started = ContinuousClock.now
    let facts = try await pool.introspect()
    #expect(ContinuousClock.now - started < .seconds(10))
    #expect(facts.tables.count == 2000)
    #expect(facts.tables["t1999"]?.columns.count == 7)
    #expect(facts.tables["t1999"]?.foreignKeys.first?.referencedTable == "t0")
    await pool.close()
  }
}
