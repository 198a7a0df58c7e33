import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import Testing

@Suite("Facts of a database, kept")
struct SourceFactsJSONTests {
  private let text = ColumnType(
    sqlName: "text",
    name: "text",
    graphQLName: "String",
    category: .text,
    wireForm: .text
  )

  private var facts: SourceFacts {
    let mood = ColumnType(
      sqlName: "\"public\".\"mood\"",
      name: "mood",
      graphQLName: "mood",
      category: .enumeration,
      wireForm: .text,
      enumValues: ["sad", "ok"]
    )
    let moods = ColumnType(
      sqlName: "mood[]",
      name: "_mood",
      graphQLName: "mood",
      category: .array,
      wireForm: .convertedToJSON,
      element: mood,
      rowOfTable: "x.y"
    )
    let table = TableFacts(
      name: TableName(schema: "public", name: "person"),
      identity: 4_294_967_295,
      kind: .partitionedTable,
      comment: "who",
      columns: [
        ColumnFacts(name: "id", position: 1, type: text, isNullable: false, hasDefault: true),
        ColumnFacts(
          name: "moods",
          position: 3,
          type: moods,
          isNullable: true,
          isGenerated: true,
          comment: "how \"they\" feel"
        ),
        ColumnFacts(name: "name", position: 4, type: text, isNullable: true),
      ],
      primaryKey: KeyConstraint(name: "person_pkey", columns: ["id"]),
      uniqueConstraints: [KeyConstraint(name: "u", columns: ["id", "name"])],
      foreignKeys: [
        ForeignKeyFacts(
          name: "f",
          referencedTable: TableName(schema: nil, name: "other"),
          columns: [.init(own: "name", referenced: "title")]
        )
      ],
      isInsertable: true,
      isUpdatable: false,
      isDeletable: true
    )
    let search = FunctionName(schema: "public", name: "search")
    return SourceFacts(
      relational: RelationalFacts(
        tables: [table.name: table],
        functions: [
          search: [
            FunctionFacts(
              name: search,
              identity: 1,
              arguments: [.init(name: "", type: text, hasDefault: false)],
              returns: .rows(of: table.name, isSet: true),
              volatility: .stable
            ),
            FunctionFacts(
              name: search,
              identity: 2,
              comment: "another",
              arguments: [.init(name: "m", type: moods, hasDefault: true)],
              returns: .scalar(mood, isSet: false),
              volatility: .volatile,
              isVariadic: true
            ),
          ]
        ]
      ),
      comparisons: [.equal],
      aggregates: [.count],
      enumTables: [
        table.name: .values([
          .init(value: "A", description: nil), .init(value: "B", description: "b"),
        ]),
        "broken": .unusable(reason: "no rows"),
      ]
    )
  }

  @Test("What is kept can be read again, to the last detail")
  func roundTrip() throws {
    let bytes = facts.storedJSON.serialized()
    let read = try #require(
      SourceFacts(
        storedJSON: try JSONValue(parsing: bytes),
        comparisons: [.equal],
        aggregates: [.count]
      )
    )
    #expect(read.relational == facts.relational)
    #expect(read.enumTables == facts.enumTables)
    #expect(read.comparisons == [.equal])
    #expect(read.storedJSON == facts.storedJSON)
  }

  @Test("Types stand once")
  func types() {
    #expect(facts.storedJSON["types"]?.arrayValue?.count == 3)
  }

  @Test(
    "What is damaged is not read",
    arguments: [
      "{}", "[]", #"{"types":[],"tables":[{}],"functions":[],"enums":[]}"#,
      #"{"types":[{"sql":"a"}],"tables":[],"functions":[],"enums":[]}"#,
      #"{"types":[],"tables":[],"functions":[],"enums":[["a"]]}"#,
    ]
  )
  func damaged(text: String) throws {
    let json = try JSONValue(parsing: text)
    #expect(SourceFacts(storedJSON: json, comparisons: [], aggregates: []) == nil)
  }

  @Test("A type that is not there is not read")
  func missingType() throws {
    guard case .object(var members) = facts.storedJSON else {
      Issue.record("what is stored is no object")
      return
    }
    members["types"] = []
    #expect(SourceFacts(storedJSON: .object(members), comparisons: [], aggregates: []) == nil)
  }
}
