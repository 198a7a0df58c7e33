import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

/// Metadata to try things on: two PostgreSQL sources, one SQLite source and a remote schema.
func sampleMetadata() throws -> Metadata {
  try Metadata(json: json(sampleDocument))
}

func json(_ text: String) throws -> JSONValue {
  try JSONValue(parsing: text)
}

/// Reads and applies one command, which must be an edit.
@discardableResult
func apply(
  _ body: String,
  to metadata: inout Metadata,
  endpoint: MetadataCommand.Endpoint = .metadata,
  context: EditContext = sampleContext
) throws -> MetadataEdit {
  let command = try MetadataCommand(json(body), endpoint: endpoint)
  guard case .edit(let call) = command.work else {
    throw NotAnEdit(name: command.name)
  }
  return try call.apply(to: &metadata, context: context)
}

struct NotAnEdit: Error {
  var name: String
}

/// The error of a command, printed as `path code: message`; nil if there is none.
func failure(
  of body: String,
  on metadata: Metadata,
  endpoint: MetadataCommand.Endpoint = .metadata,
  context: EditContext = sampleContext
) throws -> String? {
  var changed = metadata
  do {
    try apply(body, to: &changed, endpoint: endpoint, context: context)
    return nil
  } catch let error as MetadataError {
    #expect(changed == metadata, "a failed command must leave metadata alone")
    return "\(error.path) \(error.code): \(error.message)"
  }
}

/// What the databases of the sample metadata know.
let sampleContext = EditContext(
  facts: UpstreamFacts(
    foreignKeyTarget: { _, table, columns in
      table.name == "article" && columns == ["author_id"]
        ? .init(table: TableName(schema: "public", name: "author"), columns: ["id"]) : nil
    },
    returnTable: { _, function in
      function.name == "search_articles" || function.name == "fetch_articles"
        ? TableName(schema: "public", name: "article") : nil
    },
    hasColumn: { _, table, column in table.name == "author" && column == "id" }
  ),
  enablesRemoteSchemaPermissions: true
)

let author = TableName(schema: "public", name: "author")
let article = TableName(schema: "public", name: "article")

private let sampleDocument = #"""
  {
    "version": 3,
    "sources": [
      {
        "name": "default", "kind": "postgres",
        "configuration": {"connection_info": {"database_url": {"from_env": "PG_URL"}}},
        "tables": [
          {
            "table": "author",
            "array_relationships": [
              {"name": "articles", "using": {"foreign_key_constraint_on":
                {"table": "article", "column": "author_id"}}}
            ],
            "computed_fields": [
              {"name": "full_name", "definition": {"function": "author_full_name"}},
              {"name": "get_articles", "definition": {"function": "fetch_articles"}}
            ],
            "remote_relationships": [
              {"name": "messages", "definition": {"remote_schema": "chat", "hasura_fields": ["id"],
                "remote_field": {"messages": {"arguments": {"user": "$id"}}}}}
            ],
            "select_permissions": [
              {"role": "user", "permission": {
                "columns": ["id", "name"], "computed_fields": ["full_name"],
                "filter": {"articles": {"title": {"_eq": "x"}}}}}
            ]
          },
          {
            "table": {"schema": "public", "name": "article"},
            "object_relationships": [
              {"name": "author", "using": {"foreign_key_constraint_on": "author_id"}}
            ],
            "select_permissions": [
              {"role": "user", "permission": {"columns": "*",
                "filter": {"_or": [{"author": {"id": "X-Hasura-User-Id"}}, {"is_public": true}]}}}
            ],
            "event_triggers": [
              {"name": "changed", "definition": {"enable_manual": false,
                "update": {"columns": ["title"]}},
                "retry_conf": {"num_retries": 0, "interval_sec": 10, "timeout_sec": 60},
                "webhook": "http://hook"}
            ]
          },
          {"table": {"schema": "s", "name": "log"}}
        ],
        "functions": [{"function": "search_articles", "permissions": [{"role": "user"}]}],
        "logical_models": [
          {"name": "row", "fields": [{"name": "id", "type": "integer", "nullable": false}]}
        ],
        "native_queries": [
          {"root_field_name": "rows", "code": "SELECT 1", "arguments": {}, "returns": "row"}
        ]
      },
      {
        "name": "other", "kind": "postgres",
        "configuration": {"connection_info": {"database_url": "postgres://x"}},
        "tables": [
          {"table": "invoice", "remote_relationships": [
            {"name": "author", "definition": {"to_source": {"source": "default", "table": "author",
              "relationship_type": "object", "field_mapping": {"author_id": "id"}}}}
          ]}
        ]
      },
      {
        "name": "lite", "kind": "sqlite", "configuration": {"path": "x.db"},
        "tables": [{"table": "track"}]
      }
    ],
    "remote_schemas": [
      {"name": "chat", "definition": {"url": "http://chat"},
        "permissions": [{"role": "user", "definition": {"schema": "type Query { a: Int }"}}],
        "remote_relationships": [{"type_name": "Message", "relationships": [
          {"name": "sender", "definition": {"to_source": {"source": "lite", "table": "track",
            "relationship_type": "object", "field_mapping": {"sender": "id"}}}}]}]}
    ],
    "query_collections": [
      {"name": "known", "definition": {"queries": [{"name": "all", "query": "{ author { id } }"}]}}
    ],
    "allowlist": [{"collection": "known", "scope": {"global": true}}],
    "rest_endpoints": [
      {"name": "authors", "url": "authors", "methods": ["GET"],
        "definition": {"query": {"collection_name": "known", "query_name": "all"}}}
    ],
    "actions": [
      {"name": "login", "definition": {"handler": "http://login", "output_type": "String"},
        "permissions": [{"role": "user"}]}
    ],
    "inherited_roles": [{"role_name": "both", "role_set": ["user", "editor"]}]
  }
  """#
