import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Pages of connections", .serialized)
struct PagingTests {
  /// Orders over nullable, equal, related and aggregated values, in all directions.
  static let orders = [
    "", "{id: desc}", "{title: asc}", "{title: desc}", "{written: asc}", "{written: desc}",
    "{written: asc_nulls_first}", "{written: desc_nulls_last}", "{score: asc}", "{score: desc}",
    "[{published: desc}, {written: asc_nulls_first}, {title: desc}]", "{author: {rating: asc}}",
    "{author: {rating: desc_nulls_last, name: desc}}", "{tags_aggregate: {count: desc}}",
    "[{tags_aggregate: {sum: {weight: asc}}}, {tags_aggregate: {max: {label: desc}}}]",
    "{tags_aggregate: {avg: {weight: desc_nulls_last}}}",
  ]

  /// The titles and pages that one meets when turning pages with the given arguments.
  private func pages(
    _ fixture: RelayFixture,
    order: String,
    size: String,
    cursor: String
  ) async throws -> [[JSONValue]] {
    var pages: [[JSONValue]] = []
    var variables: JSONObject = [:]
    let isForward = cursor == "after"
    while pages.count < 10 {
      let ordering = order.isEmpty ? "" : ", order_by: \(order)"
      let data = try await fixture.query(
        """
        query ($cursor: String) { article_connection(\(size): 2, \(cursor): $cursor\(ordering)) {
          edges { cursor node { id } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
        """,
        variables: variables
      )
      let edges = try #require(data["article_connection"]?["edges"]?.arrayValue)
      let info = try #require(data["article_connection"]?["pageInfo"])
      #expect(edges.first?["cursor"] == info["startCursor"])
      #expect(edges.last?["cursor"] == info["endCursor"])
      // There is something on the side from which one comes.
      #expect(info[isForward ? "hasPreviousPage" : "hasNextPage"] == .bool(!pages.isEmpty))
      pages.append(edges.compactMap { $0["node"]?["id"] })
      guard info[isForward ? "hasNextPage" : "hasPreviousPage"] == true else { break }
      variables["cursor"] = info[isForward ? "endCursor" : "startCursor"]
    }
    return pages
  }

  @Test(
    "Turning pages in any order meets every row once, in both directions",
    arguments: RelayDatabase.allCases
  )
  func everyRowOnce(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "paging")
    for order in Self.orders {
      // The list, with the primary key as the last term, shows the same rows.
      let ordering =
        order.isEmpty
        ? "{id: asc}" : "[\(order.filter { !"[]".contains($0) }), {id: asc}]"
      let list = try await fixture.test.query("{ article(order_by: \(ordering)) { id } }")
      let expected = try #require(list["article"]?.arrayValue).map { row in
        JSONValue.string(fixture.id("article", row["id"]?.description ?? ""))
      }
      let forward = try await pages(fixture, order: order, size: "first", cursor: "after")
      #expect(forward.map(\.count) == [2, 2, 2], "\(order)")
      #expect(forward.flatMap { $0 } == expected, "forward by \(order)")
      let backward = try await pages(fixture, order: order, size: "last", cursor: "before")
      #expect(backward.reversed().flatMap { $0 } == expected, "backward by \(order)")
    }
  }

  @Test(
    "The first rows before a cursor, and the last ones after it",
    arguments: RelayDatabase.allCases
  )
  func mixed(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "mixed")
    let four = base64(#"{"id": 4}"#)
    let two = base64(#"{"id": 2}"#)
    let data = try await fixture.query(
      """
      { before: article_connection(first: 2, before: "\(four)") {
          edges { node { title } } pageInfo { hasPreviousPage hasNextPage } }
        after: article_connection(last: 2, after: "\(two)") {
          edges { node { title } } pageInfo { hasPreviousPage hasNextPage } }
        all: article_connection(after: "\(four)") { edges { node { title } }
          pageInfo { hasPreviousPage hasNextPage } } }
      """
    )
    #expect(
      data["before"] == [
        "edges": [["node": ["title": "b"]], ["node": ["title": "a"]]],
        "pageInfo": ["hasPreviousPage": false, "hasNextPage": true],
      ]
    )
    #expect(
      data["after"] == [
        "edges": [["node": ["title": "d"]], ["node": ["title": "e"]]],
        "pageInfo": ["hasPreviousPage": true, "hasNextPage": false],
      ]
    )
    #expect(data["all"]?["pageInfo"] == ["hasPreviousPage": true, "hasNextPage": false])
    #expect(data["all"]?["edges"]?.arrayValue?.count == 2)
  }

  @Test("Pages of the first rows of their kind", arguments: RelayDatabase.allCases)
  func distinct(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "distinct")
    let first = try await fixture.query(
      """
      { article_connection(distinct_on: title, order_by: [{title: asc}, {id: desc}], first: 2) {
          edges { cursor node { title id } } pageInfo { hasNextPage endCursor } } }
      """
    )
    let connection = try #require(first["article_connection"])
    #expect(
      connection["edges"]?.arrayValue?.compactMap { $0["node"]?["id"] } == [
        .string(fixture.id("article", "4")), .string(fixture.id("article", "1")),
      ]
    )
    let end = try #require(connection["pageInfo"]?["endCursor"])
    let second = try await fixture.query(
      """
      query ($after: String) { article_connection(distinct_on: [title],
          order_by: [{title: asc}, {id: desc}], first: 9, after: $after) {
        edges { node { title } } pageInfo { hasNextPage hasPreviousPage } } }
      """,
      variables: ["after": end]
    )
    #expect(
      second["article_connection"] == [
        "edges": [["node": ["title": "c"]], ["node": ["title": "d"]], ["node": ["title": "e"]]],
        "pageInfo": ["hasNextPage": false, "hasPreviousPage": true],
      ]
    )
    let unordered = try await fixture.query(
      "{ article_connection(distinct_on: title, last: 2) { edges { node { title } } } }"
    )
    #expect(
      unordered["article_connection"]?["edges"] == [
        ["node": ["title": "d"]], ["node": ["title": "e"]],
      ]
    )
  }

  @Test("A page of nothing has empty cursors", arguments: RelayDatabase.allCases)
  func empty(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "empty")
    let nothing: JSONValue = ["startCursor": "", "endCursor": "", "hasNextPage": false]
    let data = try await fixture.query(
      """
      { article_connection(where: {id: {_gt: 99}}) { edges { cursor }
          pageInfo { startCursor endCursor hasNextPage } }
        none: article_connection(first: 0) { edges { cursor } pageInfo { hasNextPage } } }
      """
    )
    #expect(data["article_connection"] == ["edges": [], "pageInfo": nothing])
    #expect(data["none"] == ["edges": [], "pageInfo": ["hasNextPage": true]])
  }

  @Test("The role's limit bounds a page, not the pages", arguments: RelayDatabase.allCases)
  func roleLimit(_ database: RelayDatabase) async throws {
    let fixture = try await RelayFixture(database, name: "limit")
    let user = Session(role: "user", variables: ["x-hasura-most": "9"])
    let page = """
      query ($after: String, $first: Int) { article_connection(after: $after, first: $first) {
        edges { node { title } } pageInfo { hasNextPage endCursor } } }
      """
    let first = try await fixture.query(page, variables: ["first": 5], session: user)
    #expect(
      first["article_connection"]?["edges"] == [["node": ["title": "b"]], ["node": ["title": "a"]]]
    )
    #expect(first["article_connection"]?["pageInfo"]?["hasNextPage"] == true)
    let end = try #require(first["article_connection"]?["pageInfo"]?["endCursor"])
    let second = try await fixture.query(page, variables: ["after": end], session: user)
    #expect(
      second["article_connection"]?["edges"] == [
        ["node": ["title": "a"]], ["node": ["title": "d"]],
      ]
    )
    #expect(second["article_connection"]?["pageInfo"]?["hasNextPage"] == false)
    let one = try await fixture.query(page, variables: ["first": 1], session: user)
    #expect(one["article_connection"]?["edges"] == [["node": ["title": "b"]]])
  }

  @Test(
    "Arguments that contradict each other, and cursors of something else, are refused",
    arguments: [
      ("first: 1, last: 1", #""first" and "last" are not allowed at once"#),
      (#"after: "x", before: "y""#, #""after" and "before" are not allowed at once"#),
      (#"after: "!""#, #"the "after" or "before" cursor is invalid"#),
      (#"before: "WzFd""#, #"the "after" or "before" cursor is invalid"#),
      // The cursor of another order: {"id":1}.
      (
        #"after: "eyJpZCI6MX0=", order_by: {title: asc}"#,
        #"the "after" or "before" cursor is invalid"#
      ),
    ]
  )
  func refused(arguments: String, message: String) async throws {
    let fixture = try await RelayFixture(.sqlite, name: "refused")
    let error = await fixture.failure("{ article_connection(\(arguments)) { edges { cursor } } }")
    #expect(error?.message == message)
    #expect(error?.code == "validation-failed")
    #expect(error?.path == "$.selectionSet.article_connection.args")
  }

  @Test("A cursor in a variable is checked for each request, though the plan is shared")
  func variables() async throws {
    let fixture = try await RelayFixture(.sqlite, name: "variables")
    let text = """
      query ($c: String) { article_connection(first: 1, after: $c) { edges { node { title } } } }
      """
    for (id, title) in [(1, "a"), (4, "d")] {
      let data = try await fixture.query(
        text,
        variables: ["c": .string(base64("{\"id\":\(id)}"))]
      )
      #expect(data["article_connection"]?["edges"] == [["node": ["title": .string(title)]]])
    }
    let error = await fixture.failure(text, variables: ["c": "eyJ4IjoxfQ=="])
    #expect(error?.message == #"the "after" or "before" cursor is invalid"#)
    let negative = await fixture.failure("{ article_connection(first: -1) { edges { cursor } } }")
    #expect(negative?.path == "$.selectionSet.article_connection.args.first")
  }
}
