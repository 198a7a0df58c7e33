import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON
import Testing

@Suite("Mutations")
struct MutationTests {
  private static let author = WrittenTable(name: "author", identity: ["id"])
  private static let article = WrittenTable(name: "article", identity: ["id"])

  private func value(_ column: ColumnReference, _ value: JSONValue) -> InsertedValue {
    InsertedValue(column: ColumnName(column.columnName), value: parameter(column, value))
  }

  private func parameter(_ column: ColumnReference, _ value: JSONValue) -> Parameter {
    Parameter(.constant(value), type: column.type, path: "$.args.\(column.columnName)")
  }

  private func authors(
    _ rows: [[InsertedValue]],
    conflict: ConflictClause? = nil,
    check: Predicate = .always
  ) -> Insertion {
    Insertion(
      table: Self.author,
      rows: rows.map { InsertedRow(values: $0, path: "$.args.objects") },
      conflict: conflict,
      check: check,
      path: "$.args.objects"
    )
  }

  private func request(
    _ operation: Mutation.Operation,
    on table: WrittenTable = author,
    _ output: [OutputField]
  ) -> Fetch.Request {
    .mutation(
      Mutation(
        table: table,
        operation: operation,
        output: .response([
          .init(key: "n", value: .affectedRows),
          .init(key: "rows", value: .returning(output, joinKeys: [])),
        ]),
        path: "$.args.objects"
      )
    )
  }

  private func articlesOf(_ title: ColumnReference) -> OutputField {
    OutputField(
      key: "articles",
      value: .array(
        Relationships.articles,
        RowSelection(
          relation: .table("article"),
          order: [title.ascending()],
          output: [title.field]
        )
      )
    )
  }

  @Test("Rows with different columns are inserted in order", arguments: Engine.allCases)
  func insertsRows(_ engine: Engine) throws {
    let database = try engine.open()
    let rows = [
      [value(Columns.id, 7), value(Columns.name, "G")],
      [value(Columns.id, 8), value(Columns.name, "H"), value(Columns.age, 80)],
      [value(Columns.id, 9), value(Columns.name, "I"), value(Columns.age, .null)],
    ]
    let answer = try database.mutate(
      request(
        .insert(authors(rows)),
        [Columns.name.field, Columns.age.field]
      )
    )
    #expect(
      try answer
        == json(
          #"{"n":3,"rows":[{"name":"G","age":null},{"name":"H","age":80},{"name":"I","age":null}]}"#
        )
    )
  }

  @Test("A row that a check forbids undoes the insert", arguments: Engine.allCases)
  func refusesForbiddenRows(_ engine: Engine) throws {
    let database = try engine.open()
    let rows = [
      [value(Columns.id, 7), value(Columns.name, "G"), value(Columns.age, 70)],
      [value(Columns.id, 8), value(Columns.name, "H")],
    ]
    let insertion = authors(rows, check: Columns.age.compare(.greater, 60))
    let error = #expect(throws: SourceError.self) {
      try database.mutate(request(.insert(insertion), [Columns.id.field]))
    }
    #expect(error?.code == .permissionError)
    #expect(error?.path == "$.args.objects")
    #expect(
      error?.message == "check constraint of an insert/update permission has failed"
    )
    let names = try database.response(authorNames(where: Columns.id.compare(.greater, 6)))
    #expect(names == [])
  }

  @Test("A check that only one row is asked for is made all the same", arguments: Engine.allCases)
  func refusesForbiddenRow(_ engine: Engine) throws {
    let database = try engine.open()
    let insertion = authors(
      [[value(Columns.id, 7), value(Columns.name, "G")]],
      check: Columns.name.compare(.equal, "H")
    )
    let mutation = Mutation(
      table: Self.author,
      operation: .insert(insertion),
      output: .row([Columns.id.field], joinKeys: []),
      path: "$.args.object"
    )
    let error = #expect(throws: SourceError.self) { try database.mutate(.mutation(mutation)) }
    #expect(error?.code == .permissionError)
  }

  @Test("A conflict updates the row that is there", arguments: Engine.allCases)
  func upserts(_ engine: Engine) throws {
    let database = try engine.open()
    let conflict = ConflictClause(
      target: .constraint("author_pkey", columns: ["id"]),
      update: ConflictUpdate(
        columns: ["name"],
        presets: [
          Assignment(
            column: "age",
            type: Types.int,
            value: .set(parameter(Columns.age, 99))
          )
        ]
      )
    )
    let rows = [
      [value(Columns.id, 1), value(Columns.name, "Anna")],
      [value(Columns.id, 7), value(Columns.name, "G")],
    ]
    let answer = try database.mutate(
      request(
        .insert(authors(rows, conflict: conflict)),
        [Columns.name.field, Columns.age.field]
      )
    )
    #expect(
      try answer
        == json(#"{"n":2,"rows":[{"name":"Anna","age":99},{"name":"G","age":null}]}"#)
    )
  }

  @Test("A conflict that is ignored writes nothing", arguments: Engine.allCases)
  func ignoresConflicts(_ engine: Engine) throws {
    let database = try engine.open()
    let rows = [[value(Columns.id, 1), value(Columns.name, "Anna")]]
    let answer = try database.mutate(
      request(
        .insert(authors(rows, conflict: ConflictClause(target: .any))),
        [Columns.name.field]
      )
    )
    #expect(try answer == json(#"{"n":0,"rows":[]}"#))
  }

  @Test("Children take the key of the row around them", arguments: Engine.allCases)
  func insertsChildren(_ engine: Engine) throws {
    let database = try engine.open()
    let articleID = ColumnReference("id", type: Types.int, isNullable: false)
    let articles = Insertion(
      table: Self.article,
      rows: [(30, "x"), (31, "y")].map { id, text in
        InsertedRow(
          values: [value(articleID, .int(id)), value(Columns.title, .string(text))],
          path: "$.args.objects"
        )
      },
      path: "$.args.objects[0].articles.data"
    )
    var insertion = authors([[value(Columns.id, 7), value(Columns.name, "G")]])
    insertion.rows[0].children = [
      NestedInsertion(
        relationship: "articles",
        pairs: [.init(own: "id", ownType: Types.int, target: "author_id", targetType: Types.int)],
        insertion: articles,
        path: "$.args.objects[0].articles"
      )
    ]
    let answer = try database.mutate(
      request(.insert(insertion), [Columns.id.field, articlesOf(Columns.title)])
    )
    #expect(
      try answer
        == json(#"{"n":3,"rows":[{"id":7,"articles":[{"title":"x"},{"title":"y"}]}]}"#)
    )
  }

  @Test("A row takes the key of its parent, which comes first", arguments: Engine.allCases)
  func insertsParents(_ engine: Engine) throws {
    let database = try engine.open()
    let articleID = ColumnReference("id", type: Types.int, isNullable: false)
    var row = InsertedRow(
      values: [value(articleID, 30), value(Columns.title, "x")],
      path: "$.args.objects[0]"
    )
    row.parents = [
      NestedInsertion(
        relationship: "author",
        pairs: [.init(own: "author_id", ownType: Types.int, target: "id", targetType: Types.int)],
        insertion: authors([[value(Columns.id, 7), value(Columns.name, "G")]]),
        path: "$.args.objects[0].author"
      )
    ]
    let insertion = Insertion(table: Self.article, rows: [row], path: "$.args.objects")
    let answer = try database.mutate(
      request(.insert(insertion), on: Self.article, [Columns.authorID.field])
    )
    #expect(try answer == json(#"{"n":2,"rows":[{"author_id":7}]}"#))
  }

  @Test("Nothing can be nested in a row that was not written", arguments: Engine.allCases)
  func refusesChildrenOfNothing(_ engine: Engine) throws {
    let database = try engine.open()
    let articleID = ColumnReference("id", type: Types.int, isNullable: false)
    var insertion = authors(
      [[value(Columns.id, 1), value(Columns.name, "G")]],
      conflict: ConflictClause(target: .any)
    )
    insertion.rows[0].children = [
      NestedInsertion(
        relationship: "articles",
        pairs: [.init(own: "id", ownType: Types.int, target: "author_id", targetType: Types.int)],
        insertion: Insertion(
          table: Self.article,
          rows: [
            InsertedRow(values: [value(articleID, 30), value(Columns.title, "x")], path: "$")
          ],
          path: "$"
        ),
        path: "$"
      )
    ]
    let error = #expect(throws: SourceError.self) {
      try database.mutate(request(.insert(insertion), [Columns.id.field]))
    }
    #expect(error?.code == .notSupported)
    #expect(
      error?.message
        == #"cannot proceed to insert array relations since insert to table "author" affects zero rows"#
    )
  }

  @Test("An update shows rows and what belongs to them as they are now", arguments: Engine.allCases)
  func updates(_ engine: Engine) throws {
    let database = try engine.open()
    let update = Update(
      assignments: [
        Assignment(column: "age", type: Types.int, value: .increment(parameter(Columns.age, 5))),
        Assignment(column: "name", type: Types.text, value: .set(parameter(Columns.name, "Z"))),
      ],
      filter: Columns.id.compare(.equal, 1)
    )
    let answer = try database.mutate(
      request(.update(update), [Columns.name.field, Columns.age.field, articlesOf(Columns.title)])
    )
    #expect(
      try answer
        == json(
          #"""
          {"n":1,"rows":[{"name":"Z","age":35,
            "articles":[{"title":"Beta"},{"title":"alpha"},{"title":"gamma"}]}]}
          """#
        )
    )
  }

  @Test("A row that a check forbids undoes the update", arguments: Engine.allCases)
  func refusesForbiddenUpdates(_ engine: Engine) throws {
    let database = try engine.open()
    let update = Update(
      assignments: [
        Assignment(column: "age", type: Types.int, value: .set(parameter(Columns.age, 5)))
      ],
      filter: .always,
      check: Columns.name.compare(.equal, "Ann")
    )
    let error = #expect(throws: SourceError.self) {
      try database.mutate(request(.update(update), []))
    }
    #expect(error?.code == .permissionError)
    let names = try database.response(authorNames(where: Columns.age.compare(.equal, 5)))
    #expect(names == [])
  }

  @Test("Several updates run in order and are answered by a list", arguments: Engine.allCases)
  func updatesMany(_ engine: Engine) throws {
    let database = try engine.open()
    func update(_ amount: Int) -> ListedMutation {
      .mutation(
        Mutation(
          table: Self.author,
          operation: .update(
            Update(
              assignments: [
                Assignment(
                  column: "age",
                  type: Types.int,
                  value: .increment(parameter(Columns.age, .int(amount)))
                )
              ],
              filter: Columns.id.compare(.equal, 1)
            )
          ),
          output: .response([
            .init(key: "n", value: .affectedRows),
            .init(key: "rows", value: .returning([Columns.age.field], joinKeys: [])),
          ]),
          path: "$"
        )
      )
    }
    let answer = try database.mutate(
      .mutations([update(1), .constant(Array(#"{"n":0}"#.utf8)), update(2)])
    )
    #expect(
      try answer
        == json(#"[{"n":1,"rows":[{"age":31}]},{"n":0},{"n":1,"rows":[{"age":33}]}]"#)
    )
  }

  @Test(
    "Deleted rows are shown as they were, with what belonged to them",
    arguments: Engine.allCases
  )
  func deletes(_ engine: Engine) throws {
    let database = try engine.open()
    let table = WrittenTable(name: "review", identity: ["article_id", "stars"])
    let answer = try database.mutate(
      request(
        .delete(where: Columns.stars.compare(.less, 3)),
        on: table,
        [
          Columns.stars.field,
          OutputField(
            key: "article",
            value: .object(
              Correlation([.init(outer: "article_id", inner: "id")]),
              RowSelection(
                relation: .table("article"),
                output: [
                  ColumnReference("title", type: Types.text, isNullable: false).field
                ]
              )
            )
          ),
        ]
      )
    )
    #expect(
      try answer
        == json(
          #"{"n":2,"rows":[{"stars":1,"article":{"title":"alpha"}},{"stars":2,"article":{"title":"delta"}}]}"#
        )
    )
  }

  @Test("JSON operators change a column in place")
  func changesJSON() throws {
    let database = try Engine.postgres.open()
    let info = ColumnReference("info", type: Types.jsonb, isNullable: true)
    func change(_ value: Assignment.Value) throws -> JSONValue {
      let update = Update(
        assignments: [Assignment(column: "info", type: Types.jsonb, value: value)],
        filter: Columns.id.compare(.equal, 2)
      )
      let answer = try database.mutate(request(.update(update), [info.field]))
      return answer["rows"]?.arrayValue?.first?["info"] ?? .null
    }
    let text = ColumnReference("name", type: Types.text, isNullable: false)
    #expect(try change(.append(parameter(info, ["b"]))) == ["a", "z", "b"])
    #expect(try change(.prepend(parameter(info, [["k": 1]]))) == [["k": 1], "a", "z", "b"])
    #expect(
      try change(.deleteElement(Parameter(.constant(1), type: Types.int, path: "$")))
        == [["k": 1], "z", "b"]
    )
    #expect(try change(.deleteKey(parameter(text, "z"))) == [["k": 1], "b"])
    #expect(try change(.deletePath(parameter(text, ["0", "k"]))) == [[:], "b"])
  }

  @Test("A mutation that shows only columns is one statement on PostgreSQL")
  func takesOneStatement() throws {
    let database = try Engine.postgres.open()
    let insertion = authors([[value(Columns.id, 7), value(Columns.name, "G")]])
    let fetch = Fetch(
      target: .source("db"),
      request: request(.insert(insertion), [Columns.id.field])
    )
    guard case .mutation(let mutation) = try database.translate(fetch) else {
      Issue.record("no mutation")
      return
    }
    #expect(mutation.steps.count == 1)
  }
}
