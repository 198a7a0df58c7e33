import DovetailPlanner
import Testing

@Suite("The form of introspection")
struct IntrospectionCheckTests {
  private let plans = BlogPlans()

  @Test(
    "Introspection is checked as everything is",
    arguments: [
      ("{ __type { name } }", "missing required field 'name'", "$.selectionSet.__type.args"),
      (
        "{ __type(name: null) { name } }", "unexpected null value for type 'String'",
        "$.selectionSet.__type.args.name"
      ),
      (
        "{ __type(name: 1) { name } }",
        "expected a string for type 'String', but found an integer",
        "$.selectionSet.__type.args.name"
      ),
      (
        "{ __type(name: \"a\", id: 1) { name } }", "'__type' has no argument named 'id'",
        "$.selectionSet.__type"
      ),
      (
        "{ __type(name: \"author\") { title } }", "field 'title' not found in type: '__Type'",
        "$.selectionSet.__type.selectionSet.title"
      ),
      (
        "{ __schema { types { fields { args { ...a } } } } } fragment a on __InputValue { x }",
        "field 'x' not found in type: '__InputValue'",
        "$.selectionSet.__schema.selectionSet.types.selectionSet.fields.selectionSet.args"
          + ".selectionSet.x"
      ),
      ("{ __schema }", "missing selection set for '__Schema'", "$.selectionSet.__schema"),
      (
        "{ __schema { types } }", "missing selection set for '__Type'",
        "$.selectionSet.__schema.selectionSet.types"
      ),
      (
        "{ __schema { types { kind { name } } } }",
        "unexpected subselection set for non-object field",
        "$.selectionSet.__schema.selectionSet.types.selectionSet.kind"
      ),
      (
        "{ __schema { types { fields(includeDeprecated: \"x\") { name } } } }",
        "expected a boolean for type 'Boolean', but found a string",
        "$.selectionSet.__schema.selectionSet.types.selectionSet.fields.args.includeDeprecated"
      ),
      (
        "{ __schema { types { name name: kind } } }",
        "selection of both 'name' and 'kind' specify the same response name, 'name'",
        "$.selectionSet.__schema.selectionSet.types.selectionSet.kind"
      ),
    ]
  )
  func wrong(text: String, message: String, path: String) throws {
    let error = try #require(try plans.error(text))
    #expect(error.message == message)
    #expect(error.path == path)
  }

  @Test("What has a default may be left to a variable without a value")
  func deprecated() throws {
    let text = """
      query($d: Boolean) { __type(name: "author") {
        __typename fields(includeDeprecated: $d) { name type { ofType { name } } } } }
      """
    #expect(try plans.error(text) == nil)
  }
}
