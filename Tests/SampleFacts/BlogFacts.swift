package import DovetailCatalog
package import DovetailMetadata

/// What a database with authors and articles reports: what tests of several targets begin with.
package enum BlogFacts {
  /// The tables by name, in the schema `public`.
  package static func relational(
    extra: [TableFacts] = [],
    functions: [FunctionFacts] = []
  ) -> RelationalFacts {
    RelationalFacts(
      tables: Dictionary(
        ([author, article, kind, place, visit] + extra).map { ($0.name, $0) },
        uniquingKeysWith: { _, last in last }
      ),
      functions: Dictionary(grouping: functions, by: \.name)
    )
  }

  /// A table with a column of each of many types.
  package static let author = table(
    "author",
    [
      column("id", .int, isNullable: false), column("name", .text, isNullable: false),
      column("bio", .text), column("age", .int), column("meta", .jsonb),
      column("score", .double), column("active", .boolean, isNullable: false),
      column("tags", .texts), column("odd name", .text),
    ],
    key: ["id"],
    comment: "who writes"
  )

  /// A table with three foreign keys.
  package static let article = table(
    "article",
    [
      column("id", .int, isNullable: false), column("title", .text, isNullable: false),
      column("author_id", .int, isNullable: false), column("editor_id", .int),
      column("kind", .text, isNullable: false), column("rating", .double),
      column("published", .boolean, isNullable: false, comment: "seen by all"),
    ],
    key: ["id"],
    foreignKeys: [
      foreignKey("article_author", ["author_id"], "author", ["id"]),
      foreignKey("article_editor", ["editor_id"], "author", ["id"]),
      foreignKey("article_kind", ["kind"], "kind", ["value"]),
    ]
  )

  /// A table that can be an enum.
  package static let kind = table(
    "kind",
    [column("value", .text, isNullable: false), column("comment", .text)],
    key: ["value"]
  )

  /// A table with a key of two columns.
  package static let place = table(
    "place",
    [column("x", .int, isNullable: false), column("y", .int, isNullable: false)],
    key: ["x", "y"]
  )

  /// A table with a foreign key of two columns.
  package static let visit = table(
    "visit",
    [
      column("id", .int, isNullable: false), column("x", .int, isNullable: false),
      column("y", .int),
    ],
    key: ["id"],
    foreignKeys: [foreignKey("visit_place", ["x", "y"], "place", ["x", "y"])]
  )

  // MARK: Parts

  /// The facts of a table, its columns numbered.
  package static func table(
    _ name: String,
    schema: String = "public",
    _ columns: [ColumnFacts],
    key: [ColumnName] = [],
    foreignKeys: [ForeignKeyFacts] = [],
    kind: TableFacts.Kind = .table,
    comment: String? = nil
  ) -> TableFacts {
    TableFacts(
      name: TableName(schema: schema, name: name),
      kind: kind,
      comment: comment,
      columns: columns.enumerated().map { index, column in
        var column = column
        column.position = index + 1
        return column
      },
      primaryKey: key.isEmpty ? nil : KeyConstraint(name: "\(name)_pkey", columns: key),
      foreignKeys: foreignKeys
    )
  }

  /// The facts of a column.
  package static func column(
    _ name: ColumnName,
    _ type: ColumnType,
    isNullable: Bool = true,
    comment: String? = nil
  ) -> ColumnFacts {
    ColumnFacts(name: name, position: 0, type: type, isNullable: isNullable, comment: comment)
  }

  /// The facts of a foreign key to a table of the schema `public`.
  package static func foreignKey(
    _ name: String,
    _ own: [ColumnName],
    _ target: String,
    _ referenced: [ColumnName]
  ) -> ForeignKeyFacts {
    ForeignKeyFacts(
      name: name,
      referencedTable: TableName(schema: "public", name: target),
      columns: zip(own, referenced).map { .init(own: $0, referenced: $1) }
    )
  }
}

extension ColumnType {
  /// `integer`.
  package static let int = ColumnType(
    sqlName: "integer",
    name: "int4",
    graphQLName: "Int",
    category: .int,
    wireForm: .number
  )
  /// `text`.
  package static let text = ColumnType(
    sqlName: "text",
    name: "text",
    graphQLName: "String",
    category: .text,
    wireForm: .text
  )
  /// `boolean`.
  package static let boolean = ColumnType(
    sqlName: "boolean",
    name: "bool",
    graphQLName: "Boolean",
    category: .boolean,
    wireForm: .boolean
  )
  /// `double precision`.
  package static let double = ColumnType(
    sqlName: "double precision",
    name: "float8",
    graphQLName: "float8",
    category: .double,
    wireForm: .number
  )
  /// `jsonb`.
  package static let jsonb = ColumnType(
    sqlName: "jsonb",
    name: "jsonb",
    graphQLName: "jsonb",
    category: .jsonb,
    wireForm: .json
  )
  /// `text[]`.
  package static let texts = ColumnType(
    sqlName: "text[]",
    name: "_text",
    graphQLName: "String",
    category: .array,
    wireForm: .convertedToJSON,
    element: .text
  )

  /// The row type of a table of the schema `public`.
  package static func row(of table: String) -> ColumnType {
    ColumnType(
      sqlName: "public.\(table)",
      name: table,
      graphQLName: table,
      category: .other,
      wireForm: .text,
      rowOfTable: "public.\(table)"
    )
  }
}
