import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Root fields of remote schemas")
struct RemoteRootTests {
  private static let sdl = """
    schema { query: Q mutation: M }
    interface Character { id: ID! name: String! friend: Character }
    type Droid implements Character { id: ID! name: String! friend: Character primaryFunction: String }
    type Human implements Character { id: ID! name: String! friend: Character droid: Droid }
    union Found = Droid | Human
    enum Color { RED GREEN }
    input Where { id: Int = 1 color: Color and: [Where!] json: json req: Int! }
    scalar json
    type Q {
      hero(episode: Int!): Character heroes: [Character] search(x: [Int!]): [Found!]
      count(where: Where, color: Color, json: json, many: [[Where]]): Int
      me: Human
    }
    type M { add(name: String!): Human touch: Int }
    """
  private let fixture = RemotePlanFixture(Self.sdl)

  private let customized = RemotePlanFixture(
    Self.sdl,
    customization: [
      "root_fields_namespace": "star_wars",
      "type_names": [
        "prefix": "Foo", "suffix": "_x", "mapping": ["Droid": "Android", "Int": "MyInt"],
      ],
      "field_names": [
        ["parent_type": "Character", "prefix": "foo_", "mapping": ["id": "ident"]],
        ["parent_type": "Human", "prefix": "foo_", "mapping": ["id": "ident"]],
        ["parent_type": "Droid", "prefix": "foo_", "mapping": ["id": "ident"]],
        ["parent_type": "Q", "prefix": "super_"],
      ],
    ]
  )

  @Test(
    "What is sent",
    arguments: [
      ("{ me { id n: name } }", "query{me{id n:name}}"),
      ("query Op { me { ...F } } fragment F on Human { id }", "query Op{me{id}}"),
      ("{ me { ... on Character { id } ... on Droid { name } } }", "query{me{id}}"),
      ("{ me { id @skip(if: true) name @include(if: true) } }", "query{me{name}}"),
      (
        "{ heroes { id ... on Droid { id primaryFunction } } }",
        "query{heroes{id ...Droid{primaryFunction}}}"
      ),
      (
        "{ heroes { ... on Human { droid { id } } id ... on Droid { f: primaryFunction } name "
          + "... on Human { homes: droid { name } } } }",
        "query{heroes{...Human{droid{id}} id ...Droid{f:primaryFunction} name "
          + "...Human{homes:droid{name}}}}"
      ),
      ("{ heroes { ... on Droid { name } } }", "query{heroes{...Droid{name}}}"),
      ("{ heroes { ... on Unknown { x } } }", "query{heroes{__typename!}}"),
      (
        "{ search { __typename ... on Droid { id } ... on Human { id droid { name } } } }",
        "query{search{__typename ...Droid{id} ...Human{id droid{name}}}}"
      ),
      ("{ search { ... on Character { id } } }", "query{search{...Droid{id} ...Human{id}}}"),
      (
        "{ hero(episode: 1) { friend { id } ... on Human { friend { name } } } }",
        "query{hero(episode:1){...Droid{friend{id}} ...Human{friend{id name}}}}"
      ),
      ("{ search(x: 3) { __typename } }", "query{search(x:3){__typename}}"),
      (
        #"{ hero(episode: "1") { id } }"#, #"query{hero(episode:"1"){id}}"#
      ),
      (
        "{ count(where: {req: 1, color: RED, and: {req: 2}}, json: {a: [1]}) }",
        "query{count(where:{req:1 color:RED and:{req:2}} json:{a:[1]})}"
      ),
      ("{ count(color: null) }", "query{count(color:null)}"),
    ]
  )
  func sent(query: String, operation: String) throws {
    #expect(try fixture.operations(query) == [operation])
  }

  @Test("Root fields of one schema share a request, those of a mutation do not")
  func grouping() throws {
    #expect(
      try fixture.operations("{ me { id } b: me { name } heroes { id } }")
        == ["query{me{id} b:me{name} heroes{id}}"]
    )
    #expect(
      try fixture.operations("mutation { add(name: \"a\") { id } touch }")
        == ["mutation{add(name:\"a\"){id}}", "mutation{touch}"]
    )
    let parts = try fixture.plan("{ a: me { id } b: me { id } }").remoteParts
    #expect(parts.map(\.member) == ["a", "b"])
    #expect(Set(parts.map(\.fetch)).count == 1)
  }

  @Test("Only variables that are used are declared, with the service's types")
  func variables() throws {
    let operations = try customized.operations(
      "query ($e: MyInt!, $w: FooWhere_x, $other: String) { star_wars { "
        + "super_hero(episode: $e) { ident } super_count(where: $w) } x: __typename @skip(if: true) }",
      variables: #"{"e": 4}"#
    )
    #expect(
      operations == [
        "query($e:Int!=$e $w:Where=$w){super_hero:hero(episode:$e){ident:id} "
          + "super_count:count(where:$w)}"
      ]
    )
  }

  @Test("Values of variables are checked when the request runs")
  func inputTypes() throws {
    let plan = try customized.plan(
      "query ($w: FooWhere_x) { star_wars { super_count(where: $w) } }"
    )
    let variable = try #require(
      plan.remoteParts.first?.fetch.request.operation?.variables.first
    )
    #expect(variable.path == "$.selectionSet.star_wars.selectionSet.super_count.args.where")
    #expect(variable.inputTypes.map(\.name).sorted() == ["Color", "Where"])
    #expect(variable.inputTypes.map(\.clientName).sorted() == ["FooColor_x", "FooWhere_x"])
  }

  @Test("A single variable for a list argument is sent in a list")
  func listVariable() throws {
    #expect(
      try fixture.operations(
        "query ($x: Int!) { search(x: $x) { __typename } }",
        variables: #"{"x":1}"#
      )
        == ["query($x:Int!=$x){search(x:[$x]){__typename}}"]
    )
  }

  @Test("Customized names are sent as aliases of the original ones, and types translated back")
  func customizedNames() throws {
    let query = """
      { star_wars { super_heroes { t: __typename ident name: foo_name
        ... on Android { foo_primaryFunction } ... on Droid { x }
        ... on FooHuman_x { foo_droid { foo_name } } } } }
      """
    #expect(
      try customized.operations(query) == [
        "query{super_heroes:heroes{t:__typename ident:id name "
          + "...Droid{foo_primaryFunction:primaryFunction} "
          + "...Human{foo_droid:droid{foo_name:name}}}}"
      ]
    )
    let field = try #require(
      try customized.plan(query).remoteParts.first?.fetch.request.operation?.fields.first
    )
    guard case .field(let typename)? = field.selections.first,
      case .typename("t", let renamed) = typename.role
    else {
      Issue.record("no __typename")
      return
    }
    #expect(renamed["Droid"] == "Android")
  }

  @Test(
    "Errors have the contract's texts and paths",
    arguments: [
      (
        "{ me { nope } }", "field 'nope' not found in type: 'Human'",
        "$.selectionSet.me.selectionSet.nope"
      ),
      (
        "{ heroes { nope } }", "field 'nope' not found in type: 'Human'",
        "$.selectionSet.heroes.selectionSet.nope"
      ),
      (
        "{ heroes { ... on Droid { nope } } }", "field 'nope' not found in type: 'Droid'",
        "$.selectionSet.heroes.selectionSet.nope"
      ),
      (
        "{ search { ... on Human { nope } } }", "field 'nope' not found in type: 'Human'",
        "$.selectionSet.search.selectionSet.nope"
      ),
      ("{ me }", "missing selection set for 'Human'", "$.selectionSet.me"),
      (
        "{ me { id { x } } }", "unexpected subselection set for non-object field",
        "$.selectionSet.me.selectionSet.id"
      ),
      (
        "{ hero(episode: 1, foo: 1) { id } }", "'hero' has no argument named 'foo'",
        "$.selectionSet.hero"
      ),
      ("{ hero { id } }", "missing required field 'episode'", "$.selectionSet.hero.args"),
      (
        "{ count(where: {req: 1, foo: 2}) }", "field 'foo' not found in type: 'Where'",
        "$.selectionSet.count.args.where.foo"
      ),
      (
        "{ count(where: {id: 1}) }", "missing required field 'req'",
        "$.selectionSet.count.args.where"
      ),
      (
        "{ count(where: 1) }", "expected an object for type 'Where', but found an integer",
        "$.selectionSet.count.args.where"
      ),
      (
        "{ count(color: PINK) }",
        "expected one of the values ['GREEN', 'RED'] for type 'Color', but found 'PINK'",
        "$.selectionSet.count.args.color"
      ),
      (
        #"{ count(color: "RED") }"#, "expected an enum value for type 'Color', but found a string",
        "$.selectionSet.count.args.color"
      ),
      (
        "{ hero(episode: null) { id } }", "unexpected null value for type 'Int'",
        "$.selectionSet.hero.args.episode"
      ),
      (
        "query ($e: Int) { hero(episode: $e) { id } }",
        "variable 'e' is declared as 'Int', but used where 'Int!' is expected",
        "$.selectionSet.hero.args.episode"
      ),
      (
        "{ me { id id: name } }",
        "selection of both 'id' and 'name' specify the same response name, 'id'",
        "$.selectionSet.me.selectionSet.name"
      ),
    ]
  )
  func errors(query: String, message: String, path: String) throws {
    let error = try fixture.error(query)
    #expect(error?.message == message)
    #expect(error?.path == path)
    #expect(error?.code == .validationFailed)
  }

  @Test(
    "Errors name what clients see",
    arguments: [
      (
        "{ star_wars { super_heroes { id } } }", "field 'id' not found in type: 'FooHuman_x'",
        "$.selectionSet.star_wars.selectionSet.super_heroes.selectionSet.id"
      ),
      (
        "{ star_wars { super_heroes { ... on Android { x } } } }",
        "field 'x' not found in type: 'Android'",
        "$.selectionSet.star_wars.selectionSet.super_heroes.selectionSet.x"
      ),
      (
        "query ($e: Int!) { star_wars { super_hero(episode: $e) { ident } } }",
        "variable 'e' is declared as 'Int!', but used where 'MyInt!' is expected",
        "$.selectionSet.star_wars.selectionSet.super_hero.args.episode"
      ),
    ]
  )
  func customizedErrors(query: String, message: String, path: String) throws {
    let variables = query.contains("$e") ? #"{"e":1}"# : "{}"
    let error = try customized.error(query, variables: variables)
    #expect(error?.message == message)
    #expect(error?.path == path)
  }

  @Test("Nulls are left out where the engine is told so")
  func skipsNulls() throws {
    let fixture = RemotePlanFixture(Self.sdl, skipsNulls: true)
    #expect(
      try fixture.operations("{ count(color: null, where: {req: 1, id: null}) }")
        == ["query{count(where:{req:1})}"]
    )
  }
}
