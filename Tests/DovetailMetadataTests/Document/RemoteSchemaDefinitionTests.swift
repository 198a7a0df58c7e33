import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Additions to definitions of remote schemas")
struct RemoteSchemaDefinitionTests {
  @Test("They are exported as they were given")
  func roundTrip() throws {
    let text = #"""
      {"url": "http://crm/", "client_header_mapping": {"x-token": "Authorization"},
       "introspection_headers": [{"name": "a", "value_from_env": "B"}],
       "forward_session_variables": false,
       "retry": {"limit": 3, "first_pause_ms": 5, "longest_pause_ms": 50,
                 "longest_retry_after_seconds": 2},
       "circuit_breaker": {"failures": 0, "open_ms": 100},
       "share_equal_queries": false, "refresh_interval_seconds": 60, "on_error": "partial"}
      """#
    let given = try json(text)
    #expect(try RemoteSchemaDefinition(ValueReader(given)).json == given)
  }

  @Test("Without them nothing is exported that a v2 engine would not know")
  func plain() throws {
    let given = try json(#"{"url": "http://crm/"}"#)
    #expect(try RemoteSchemaDefinition(ValueReader(given)).json == given)
  }

  @Test(
    "What makes no sense is refused where it stands",
    arguments: [
      (#"{"retry": {"limit": 21}}"#, "$.retry.limit"),
      (#"{"retry": {"first_pause_ms": 0}}"#, "$.retry.first_pause_ms"),
      (#"{"circuit_breaker": {"failures": -1}}"#, "$.circuit_breaker.failures"),
      (#"{"customization": {"root_fields_namespace": ""}}"#, "root_fields_namespace"),
      (#"{"customization": {"type_names": {"prefix": "1"}}}"#, "type_names.prefix"),
      (#"{"customization": {"type_names": {"suffix": "-"}}}"#, "type_names.suffix"),
      (#"{"customization": {"type_names": {"mapping": {"A": "a b"}}}}"#, "mapping.A"),
      (
        #"{"customization": {"field_names": [{"parent_type": "A", "mapping": {"a": "b{"}}]}}"#,
        "field_names[0].mapping.a"
      ),
      (#"{"on_error": "null"}"#, "$.on_error"),
      (#"{"refresh_interval_seconds": -1}"#, "$.refresh_interval_seconds"),
      (#"{"client_header_mapping": {"x-hasura-role": "a"}}"#, "x-hasura-role"),
      (#"{"client_header_mapping": {"a": "X-Hasura-Role"}}"#, "$.client_header_mapping.a"),
      (#"{"client_header_mapping": {"a": "Content-Length"}}"#, "$.client_header_mapping.a"),
      (#"{"client_header_mapping": {"a": "b c"}}"#, "$.client_header_mapping.a"),
      (#"{"client_header_mapping": {"a": "c", "b": "C"}}"#, "$.client_header_mapping.b"),
      (#"{"client_header_mapping": {"a": "c", "A": "d"}}"#, "$.client_header_mapping.A"),
    ]
  )
  func refusals(text: String, place: String) throws {
    let error = #expect(throws: MetadataError.self) {
      try RemoteSchemaDefinition(ValueReader(json(text)))
    }
    #expect(error?.path.description.contains(place) == true, "\(String(describing: error))")
  }
}
