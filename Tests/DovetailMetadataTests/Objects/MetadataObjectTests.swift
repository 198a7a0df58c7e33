import DovetailMetadata
import OrderedJSON
import Testing

@Suite("Objects of metadata")
struct MetadataObjectTests {
  private static let names: [(MetadataObject, String, String)] = [
    (.source("s"), "source", "source s"),
    (.table(.default, author), "table", "table author in source default"),
    (
      .table(.default, TableName(schema: "s", name: "log")), "table",
      "table s.log in source default"
    ),
    (
      .relationship(.default, author, "articles", .array), "array_relation",
      "array_relation articles in table author in source default"
    ),
    (
      .relationship(.default, article, "author", .object), "object_relation",
      "object_relation author in table article in source default"
    ),
    (
      .permission(.default, author, "user", .select), "select_permission",
      "select_permission user in table author in source default"
    ),
    (
      .computedField(.default, author, "full_name"), "computed_field",
      "computed_field full_name in table author in source default"
    ),
    (
      .remoteRelationship(.default, author, "messages"), "remote_relationship",
      "remote_relationship messages in table author in source default"
    ),
    (
      .eventTrigger(.default, article, "changed"), "event_trigger",
      "event_trigger changed in table article in source default"
    ),
    (
      .function(.default, FunctionName(schema: "public", name: "f")), "function",
      "function f in source default"
    ),
    (.remoteSchema("chat"), "remote_schema", "remote_schema chat"),
    (.customTypes, "custom_types", "custom_types custom_types"),
    (.action("login"), "action", "action login"),
    (.restEndpoint("foo"), "rest_endpoint", "rest_endpoint foo"),
    (
      .collectionQuery("known", query: "all"), "query_collections",
      "query_collections all in known"
    ),
  ]

  @Test("Objects are named as inconsistent metadata names them", arguments: names)
  func naming(object: MetadataObject, type: String, name: String) {
    #expect(object.typeName == type)
    #expect(object.displayName == name)
  }

  @Test(
    "Dependents are named with their source",
    arguments: [
      (
        MetadataObject.permission(.default, author, "user", .select),
        "permission author.user.select in source \"default\""
      ),
      (
        .relationship(.default, article, "author", .object),
        "relationship article.author in source \"default\""
      ),
      (
        .computedField(.default, author, "get_articles"),
        "computed field author.get_articles in source \"default\""
      ),
    ]
  )
  func dependentNames(object: MetadataObject, name: String) {
    #expect(object.dependentName == name)
  }

  private static let definitions: [(MetadataObject, String)] = [
    (.table(.default, author), #"{"name": "author", "schema": "public"}"#),
    (
      .relationship(.default, author, "articles", .array),
      #"""
      {"source": "default", "table": {"name": "author", "schema": "public"}, "name": "articles",
        "using": {"foreign_key_constraint_on": {"column": "author_id",
          "table": {"name": "article", "schema": "public"}}}, "comment": null}
      """#
    ),
    (
      .permission(.default, author, "user", .select),
      #"""
      {"source": "default", "table": {"name": "author", "schema": "public"}, "role": "user",
        "permission": {"columns": ["id", "name"], "filter": {"articles": {"title": {"_eq": "x"}}},
          "computed_fields": ["full_name"], "allow_aggregations": false}, "comment": null}
      """#
    ),
    (
      .computedField(.default, author, "full_name"),
      #"""
      {"source": "default", "table": {"name": "author", "schema": "public"}, "name": "full_name",
        "definition": {"function": {"name": "author_full_name", "schema": "public"}},
        "comment": null}
      """#
    ),
    (.collectionQuery("known", query: "all"), #"{"name": "all", "query": "{ author { id } }"}"#),
    (
      .restEndpoint("authors"),
      #"""
      {"comment": null, "definition": {"query": {"collection_name": "known", "query_name": "all"}},
        "methods": ["GET"], "name": "authors", "url": "authors"}
      """#
    ),
    (
      .action("login"),
      #"""
      {"comment": null, "definition": {"handler": "http://login", "output_type": "String",
        "type": "mutation", "kind": "synchronous", "arguments": [], "headers": [],
        "forward_client_headers": false, "timeout": 30}, "name": "login"}
      """#
    ),
    (.customTypes, #"{"input_objects": [], "objects": [], "scalars": [], "enums": []}"#),
    (.inheritedRole("both"), #"{"role_name": "both", "role_set": ["user", "editor"]}"#),
    (.source("gone"), #""gone""#),
    (.action("gone"), "null"),
  ]

  @Test("Definitions show surroundings and defaults", arguments: definitions)
  func definition(object: MetadataObject, expected: String) throws {
    #expect(try sampleMetadata().definition(of: object) == json(expected))
  }

  private static let removable: [MetadataObject] = [
    .source("lite"), .table(.default, author),
    .relationship(.default, author, "articles", .array),
    .relationship(.default, article, "author", .object),
    .permission(.default, author, "user", .select), .computedField(.default, author, "full_name"),
    .remoteRelationship(.default, author, "messages"),
    .eventTrigger(.default, article, "changed"),
    .function(.default, FunctionName(schema: "public", name: "search_articles")),
    .functionPermission(.default, FunctionName(schema: "public", name: "search_articles"), "user"),
    .nativeQuery(.default, "rows"), .logicalModel(.default, "row"), .remoteSchema("chat"),
    .remoteSchemaPermission("chat", "user"),
    .remoteSchemaRemoteRelationship("chat", type: "Message", "sender"), .action("login"),
    .actionPermission("login", "user"), .inheritedRole("both"), .restEndpoint("authors"),
    .collectionQuery("known", query: "all"),
  ]

  @Test("What is removed is gone, and nothing else is", arguments: removable)
  func removal(object: MetadataObject) throws {
    var metadata = try sampleMetadata()
    let others = Self.removable.filter { $0 != object }
    #expect(metadata.contains(object))
    metadata.remove(object)
    #expect(!metadata.contains(object))
    let gone = others.filter { !metadata.contains($0) }
    #expect(
      gone.allSatisfy {
        ($0.source != nil && $0.source == object.source) || "\($0)".contains("chat")
          || object == .action("login")
      }
    )
    let after = metadata
    metadata.remove(object)
    #expect(metadata == after)
  }
}
