import DovetailMetadata
import Testing

@Suite("JSONPath")
struct JSONPathTests {
  @Test("Keys that are no identifiers are put in brackets")
  func printing() {
    let path = JSONPath.arguments.appending("a-b").appending(index: 2).appending("odd key")
      .appending("$eq")
    #expect(path.description == #"$.args.a-b[2]["odd key"]["$eq"]"#)
    #expect(JSONPath.root.description == "$")
  }

  @Test("A path can be seen from a larger document")
  func prefixing() {
    let prefix = JSONPath.arguments.appending(index: 1)
    #expect(JSONPath.arguments.prefixed(with: prefix).description == "$.args[1].args")
    let error = MetadataError(.notExists, "gone").prefixed(with: prefix)
    #expect(error.path.description == "$.args[1].args")
  }
}
