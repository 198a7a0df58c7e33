import DovetailCatalog
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SampleFacts
import SeededRandom

/// Metadata, databases and settings that change at random, as a sequence of commands changes them.
struct ChangingWorld {
  private(set) var metadata: Metadata
  private var facts: SourceFacts
  private let otherFacts: SourceFacts
  private var options = CatalogOptions()
  private var environment: [String: String] = ["HOOK": "http://localhost"]

  static let roles: [RoleName] = ["a", "b", "c", "ab", "abc"]
  private static let tables = ["author", "article", "kind", "place", "visit"]

  init() throws {
    metadata = try Metadata(
      json: try JSONValue(
        parsing: """
          {"version": 3, "sources": [
            {"name": "default", "kind": "postgres", "tables": [], "configuration": {}},
            {"name": "other", "kind": "postgres", "tables": [{"table": "place"}],
             "configuration": {}}]}
          """
      )
    )
    facts = Self.facts()
    otherFacts = Self.facts()
  }

  private static func facts() -> SourceFacts {
    let row = FunctionFacts.Argument(name: "r", type: .row(of: "author"), hasDefault: false)
    return SourceFacts(
      relational: BlogFacts.relational(functions: [
        function("full_name", [row], .scalar(.text, isSet: false)),
        function("written", [row], .rows(of: name("article"), isSet: true)),
        function("search", [], .rows(of: name("article"), isSet: true)),
      ]),
      comparisons: Set(ComparisonOperator.allCases),
      aggregates: Set(AggregateFunction.allCases),
      enumTables: [name("kind"): .values([EnumTableValue(value: "x", description: nil)])],
      namedTypes: ["integer": .some(.int), "text": .some(.text)]
    )
  }

  private static func name(_ table: String) -> TableName {
    TableName(schema: "public", name: table)
  }

  private static func function(
    _ name: String,
    _ arguments: [FunctionFacts.Argument],
    _ returns: FunctionFacts.Returns
  ) -> FunctionFacts {
    FunctionFacts(
      name: FunctionName(schema: "public", name: name),
      arguments: arguments,
      returns: returns,
      volatility: .stable
    )
  }

  /// The catalog of the world as it is, made on top of an earlier one or from nothing.
  func build(on previous: Catalog?) -> Catalog {
    buildCatalog(
      CatalogInput(
        metadata: metadata,
        sources: ["default": .known(facts), "other": .known(otherFacts)],
        options: options,
        environment: environment,
        previous: previous
      )
    )
  }

  // MARK: Changes

  /// Changes something; a command may be refused and then changes nothing.
  ///
  /// - Returns: what was done, for the messages of a test.
  mutating func change(using random: inout SeededGenerator) throws -> String {
    let kind = Int.random(in: 0..<24, using: &random)
    switch kind {
    case 0: return changeFacts(using: &random)
    case 1:
      environment = random.chance(0.5) ? ["HOOK": "http://localhost"] : [:]
      return "environment"
    case 2:
      options.defaultNamingConvention = random.chance(0.8) ? .hasuraDefault : .graphqlDefault
      options.allowsNamingConventions = options.defaultNamingConvention == .graphqlDefault
      return "options"
    case 3:
      // Another engine saved, or this one starts again: equal values that were made apart.
      let before = metadata
      metadata = try Metadata(stored: try JSONSlice(validating: metadata.serialized()))
      if random.chance(0.5) { metadata.keepIdentities(of: before) }
      return "stored and read"
    default:
      let text = command(using: &random)
      let command = try MetadataCommand(try JSONValue(parsing: text), endpoint: .metadata)
      guard case .edit(let call) = command.work else { return "no edit: \(text)" }
      do {
        _ = try call.apply(to: &metadata, context: EditContext(facts: upstreamFacts))
        metadata.compact()
        return text
      } catch {
        return "refused (\(error.message)): \(text)"
      }
    }
  }

  private mutating func changeFacts(using random: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      facts.relational.tables[Self.name("author")]?.columns.removeAll { $0.name == "age" }
      return "age is dropped"
    case 1:
      facts.relational.tables[Self.name("author")] = BlogFacts.author
      return "age is there"
    case 2:
      facts.enumTables[Self.name("kind")] =
        random.chance(0.5) ? .unusable(reason: "no values") : .values([])
      return "values of kind"
    default:
      facts = Self.facts()
      return "everything is read again"
    }
  }

  private var upstreamFacts: UpstreamFacts {
    let relational = facts.relational
    return UpstreamFacts(
      foreignKeyTarget: { _, table, columns in
        relational.tables[table]?.foreignKeys
          .first { Set($0.columns.map(\.own)) == Set(columns) }
          .map { .init(table: $0.referencedTable, columns: $0.columns.map(\.referenced)) }
      },
      returnTable: { _, function in
        guard case .rows(let table, _)? = relational.functions[function]?.first?.returns else {
          return nil
        }
        return table
      },
      hasColumn: { _, table, column in
        relational.tables[table]?.columns.contains { $0.name == column } ?? false
      },
      failure: { _ in nil }
    )
  }

  // MARK: Commands

  private func command(using random: inout SeededGenerator) -> String {
    let table = random.pick(Self.tables)
    func make(_ type: String, _ arguments: String) -> String {
      #"{"type": "\#(type)", "args": {\#(arguments)}}"#
    }
    switch Int.random(in: 0..<20, using: &random) {
    case 0, 1, 2: return make("pg_track_table", #""table": "\#(table)""#)
    case 3:
      let cascade = random.chance(0.5)
      return make("pg_untrack_table", #""table": "\#(table)", "cascade": \#(cascade)"#)
    case 4, 5: return random.pick(relationships)
    case 6:
      let name = random.pick(["articles", "author", "editor", "place", "visits", "ones"])
      return make(
        "pg_drop_relationship",
        #""table": "\#(table)", "relationship": "\#(name)", "cascade": \#(random.chance(0.5))"#
      )
    case 7: return random.pick(functions)
    case 8: return random.pick(models)
    case 9: return random.pick(settings)
    case 10: return random.pick(inheritance)
    case 11, 12:
      let kind = random.pick(["select", "insert", "update", "delete"])
      let role = random.pick(Self.roles)
      return make("pg_drop_\(kind)_permission", #""table": "\#(table)", "role": "\#(role)""#)
    case 13: return random.pick(remote)
    default: return permission(on: table, using: &random)
    }
  }

  private func permission(on table: String, using random: inout SeededGenerator) -> String {
    let kind = random.pick(["select", "insert", "update", "delete"])
    let role = random.pick(Self.roles)
    let filter = random.pick((filters[table] ?? []) + ["{}", #"{"nowhere": 1}"#])
    let columns = random.pick([#""*""#, #"["id"]"#, #"["id", "age"]"#, #"["x"]"#])
    let hook = """
      "validate_input": {"type": "http", "definition": {"url": "{{HOOK}}/"}}
      """
    let definition: String
    switch kind {
    case "select":
      let computed = random.pick(["[]", "[]", #"["full"]"#])
      definition = #""columns": \#(columns), "filter": \#(filter), "computed_fields": \#(computed)"#
    case "insert":
      definition =
        #""columns": \#(columns), "check": \#(filter)"# + (random.chance(0.3) ? ", " + hook : "")
    case "update": definition = #""columns": \#(columns), "filter": \#(filter), "check": {}"#
    default: definition = #""filter": \#(filter)"#
    }
    return """
      {"type": "pg_create_\(kind)_permission", "args": {"table": "\(table)", "role": "\(role)",
       "permission": {\(definition)}}}
      """
  }
}

private let filters: [String: [String]] = [
  "author": [
    #"{"id": "X-Hasura-User-Id"}"#, #"{"age": {"_gt": 3}}"#,
    #"{"articles": {"published": true}}"#, #"{"full": {"_eq": "x"}}"#,
    #"{"written_by_it": {"id": 1}}"#, #"{"ones": {"a": 1}}"#, #"{"far": {"x": 1}}"#,
    #"{"articles_aggregate": {"count": {"predicate": {"_gt": 1}}}}"#,
    #"{"_exists": {"_table": "place", "_where": {"visits": {"id": 2}}}}"#,
  ],
  "article": [
    #"{"author": {"age": {"_lt": 9}}}"#, #"{"author": {"articles": {"kind": "x"}}}"#,
    #"{"_not": {"editor": {"full": {"_eq": "x"}}}}"#,
    #"{"_exists": {"_table": "kind", "_where": {"value": "x"}}}"#,
  ],
  "kind": [#"{"value": {"_ceq": ["$", "comment"]}}"#],
  "place": [#"{"visits": {"x": 1}}"#],
  "visit": [#"{"place": {"x": {"_eq": 1}}}"#, #"{"place": {"visits": {"id": 1}}}"#],
]

private let relationships = [
  """
  {"type": "pg_create_array_relationship", "args": {"table": "author", "name": "articles", "using":
    {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}}
  """,
  """
  {"type": "pg_create_object_relationship", "args": {"table": "article", "name": "author",
    "using": {"foreign_key_constraint_on": "author_id"}}}
  """,
  """
  {"type": "pg_create_object_relationship", "args": {"table": "article", "name": "editor",
    "using": {"foreign_key_constraint_on": "editor_id"}}}
  """,
  """
  {"type": "pg_create_object_relationship", "args": {"table": "visit", "name": "place",
    "using": {"foreign_key_constraint_on": ["x", "y"]}}}
  """,
  """
  {"type": "pg_create_array_relationship", "args": {"table": "place", "name": "visits", "using":
    {"manual_configuration": {"remote_table": "visit", "column_mapping": {"x": "x"}}}}}
  """,
  """
  {"type": "pg_create_array_relationship", "args": {"table": "author", "name": "ones", "using":
    {"manual_configuration": {"remote_native_query": "ones", "column_mapping": {"id": "a"}}}}}
  """,
]

private let functions = [
  """
  {"type": "pg_add_computed_field", "args": {"table": "author", "name": "full", "definition":
    {"function": "full_name"}}}
  """,
  """
  {"type": "pg_add_computed_field", "args": {"table": "author", "name": "written_by_it",
    "definition": {"function": "written"}}}
  """,
  """
  {"type": "pg_drop_computed_field", "args": {"table": "author", "name": "full", "cascade": true}}
  """,
  #"{"type": "pg_track_function", "args": {"function": "search"}}"#,
  #"{"type": "pg_untrack_function", "args": {"function": "search"}}"#,
]

private let models = [
  """
  {"type": "pg_track_logical_model", "args": {"name": "one", "fields": [
    {"name": "a", "type": {"scalar": "integer"}}, {"name": "b", "type": {"scalar": "text"}}]}}
  """,
  """
  {"type": "pg_track_native_query", "args": {"root_field_name": "ones", "returns": "one",
    "code": "SELECT 1 AS a, 'x' AS b"}}
  """,
  #"{"type": "pg_untrack_native_query", "args": {"root_field_name": "ones"}}"#,
  #"{"type": "pg_untrack_logical_model", "args": {"name": "one"}}"#,
  """
  {"type": "pg_create_logical_model_select_permission", "args": {"name": "one", "role": "a",
    "permission": {"columns": "*", "filter": {"a": 1}}}}
  """,
  """
  {"type": "pg_create_logical_model_select_permission", "args": {"name": "one", "role": "b",
    "permission": {"columns": ["a", "no"], "filter": {}}}}
  """,
  #"{"type": "pg_drop_logical_model_select_permission", "args": {"name": "one", "role": "b"}}"#,
]

private let settings = [
  #"{"type": "pg_set_table_is_enum", "args": {"table": "kind", "is_enum": true}}"#,
  #"{"type": "pg_set_table_is_enum", "args": {"table": "kind", "is_enum": false}}"#,
  """
  {"type": "pg_set_table_customization", "args": {"table": "author", "configuration":
    {"custom_name": "article"}}}
  """,
  """
  {"type": "pg_set_table_customization", "args": {"table": "author", "configuration":
    {"column_config": {"age": {"custom_name": "years"}}}}}
  """,
  #"{"type": "pg_set_table_customization", "args": {"table": "author", "configuration": {}}}"#,
]

private let inheritance = [
  #"{"type": "add_inherited_role", "args": {"role_name": "ab", "role_set": ["a", "b"]}}"#,
  #"{"type": "add_inherited_role", "args": {"role_name": "ab", "role_set": ["a", "c"]}}"#,
  #"{"type": "add_inherited_role", "args": {"role_name": "abc", "role_set": ["ab", "c"]}}"#,
  #"{"type": "drop_inherited_role", "args": {"role_name": "abc"}}"#,
]

private let remote = [
  """
  {"type": "pg_create_remote_relationship", "args": {"table": "author", "name": "far", "definition":
    {"to_source": {"source": "other", "table": "place", "relationship_type": "array",
     "field_mapping": {"id": "x"}}}}}
  """,
  #"{"type": "pg_delete_remote_relationship", "args": {"table": "author", "name": "far"}}"#,
  #"{"type": "pg_track_table", "args": {"source": "other", "table": "place"}}"#,
  #"{"type": "pg_untrack_table", "args": {"source": "other", "table": "place", "cascade": false}}"#,
]
