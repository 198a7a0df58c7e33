import DovetailDemo
import OrderedJSON
import Testing

@Suite("The billing service")
struct BillingServiceTests {
  private let service: BillingService

  init() throws {
    service = try BillingService(
      BillingData([
        BillingAccount(id: "cus_1", currency: "eur"), BillingAccount(id: "cus_2", currency: "gbp"),
      ])
    )
  }

  private func answer(
    _ query: String,
    variables: JSONValue = [:],
    operationName: String? = nil
  ) throws -> JSONValue {
    let body: JSONValue = [
      "query": .string(query), "variables": variables,
      "operationName": operationName.map { .string($0) } ?? .null,
    ]
    let answer = service.answer(body.serialized())
    #expect(answer.status == 200)
    return try JSONValue(parsing: answer.body)
  }

  @Test("Finds a customer by id; nobody is null")
  func customer() throws {
    #expect(
      try answer(#"{ customer(id: "cus_1") { id currency } nobody: customer(id: "x") { id } }"#)
        == ["data": ["customer": ["id": "cus_1", "currency": "eur"], "nobody": .null]]
    )
  }

  @Test("Finds many customers, in the order of their ids")
  func batch() throws {
    #expect(
      try answer(
        "query ($ids: [ID!]!) { customers(ids: $ids) { id __typename } }",
        variables: ["ids": ["cus_2", "gone", "cus_1", "cus_2"]]
      )
        == [
          "data": [
            "customers": [
              ["id": "cus_2", "__typename": "Customer"], .null,
              ["id": "cus_1", "__typename": "Customer"],
              ["id": "cus_2", "__typename": "Customer"],
            ]
          ]
        ]
    )
  }

  @Test("Makes up the same account for an id in every process")
  func determinism() throws {
    let text = """
      { customer(id: "cus_1") {
        balance delinquent card { brand last4 expMonth expYear }
        invoices(last: 1) { id number status total created dueDate customerId } } }
      """
    let invoice: JSONValue = [
      "id": "in_rPDL7jDxXWtDSf", "number": "CUS1-1002", "status": "OPEN", "total": 13_090,
      "created": "2026-06-27T12:00:00", "dueDate": "2026-07-11", "customerId": "cus_1",
    ]
    #expect(
      try answer(text) == [
        "data": [
          "customer": [
            "balance": 13_090, "delinquent": false,
            "card": ["brand": "visa", "last4": "8941", "expMonth": 5, "expYear": 2028],
            "invoices": [invoice],
          ]
        ]
      ]
    )
  }

  @Test("Merges fields, follows fragments and leaves out what is skipped")
  func selections() throws {
    let text = """
      query ($no: Boolean = false) {
        customer(id: "cus_1") { ...A ... on Customer { card { last4 } } }
        customer(id: "cus_1") { currency @include(if: $no) card { ...B } }
      }
      fragment A on Customer { id card { __typename } balance @skip(if: true) }
      fragment B on Card { kind: __typename }
      """
    let customer = try #require(try answer(text)["data"]?["customer"])
    #expect(customer.members.map(\.key) == ["id", "card"])
    #expect(customer["card"]?.members.map(\.key) == ["__typename", "last4", "kind"])
  }

  @Test("Selects invoices by status and number")
  func invoices() throws {
    let text = """
      { customer(id: "cus_1") {
        all: invoices { number } last: invoices(last: 1) { number } none: invoices(last: 0) { id }
        paid: invoices(status: PAID) { status } } }
      """
    let customer = try #require(try answer(text)["data"]?["customer"])
    let all = try #require(customer["all"]?.arrayValue)
    #expect(all.count > 1)
    #expect(customer["last"]?.arrayValue == all.suffix(1))
    #expect(customer["none"] == [])
    let paid = try #require(customer["paid"]?.arrayValue)
    #expect(!paid.isEmpty && paid.allSatisfy { $0["status"] == "PAID" })
  }

  @Test("An invoice is found by the id that its customer's list has")
  func invoice() throws {
    let list = try answer(#"{ customer(id: "cus_2") { invoices(last: 1) { id number } } }"#)
    let invoice = try #require(list["data"]?["customer"]?["invoices"]?.arrayValue?.first)
    #expect(
      try answer("query ($id: ID!) { invoice(id: $id) { id number } }", variables: invoice)
        == ["data": ["invoice": invoice]]
    )
  }

  @Test("Introspects")
  func introspection() throws {
    let answer = try answer(
      #"{ __schema { queryType { name } } __type(name: "InvoiceStatus") { enumValues { name } } }"#
    )
    #expect(
      answer == [
        "data": [
          "__schema": ["queryType": ["name": "Query"]],
          "__type": ["enumValues": [["name": "OPEN"], ["name": "PAID"], ["name": "VOID"]]],
        ]
      ]
    )
  }

  @Test("An error nulls the nearest place that may be null, and names its own")
  func fieldError() throws {
    let answer = try answer(#"{ a: customer(id: "cus_1") { id bad: invoices(last: -1) { id } } }"#)
    #expect(answer["data"] == ["a": .null])
    #expect(
      answer["errors"] == [
        [
          "message": "\"last\" must not be negative",
          "locations": [["line": 1, "column": 33]],
          "path": ["a", "bad"],
        ]
      ]
    )
  }

  @Test("In a list, an error nulls one item")
  func itemError() throws {
    let answer = try answer(
      #"{ customers(ids: ["x", "cus_1"]) { invoices(last: -1) { id } } }"#
    )
    #expect(answer["data"] == ["customers": [.null, .null]])
    #expect(answer["errors"]?.arrayValue?.map { $0["path"] } == [["customers", 1, "invoices"]])
  }

  @Test("An error of a root field that may not be null leaves no data")
  func rootError() throws {
    let ids = JSONValue.array((0...10_000).map { .string("\($0)") })
    let answer = try answer(
      "query ($ids: [ID!]!) { customers(ids: $ids) { id } }",
      variables: ["ids": ids]
    )
    #expect(answer["data"] == .null)
    #expect(
      answer["errors"]?.arrayValue?.first?["message"]
        == "at most 10000 ids can be asked for at once"
    )
  }

  @Test(
    "Requests with mistakes are refused without data",
    arguments: [
      ("{ customer(id: 1", "Expected a name, found the end of the document."),
      ("{ client(id: 1) { id } }", "Cannot query field \"client\" on type \"Query\"."),
      (
        "query ($id: ID!) { customer(id: $id) { id } }",
        "Variable \"$id\" of required type \"ID!\" was not provided."
      ),
      (
        "query A { __typename } query B { __typename }",
        "Must provide operation name if query contains multiple operations."
      ),
    ]
  )
  func refusals(query: String, message: String) throws {
    let answer = try answer(query)
    #expect(answer["data"] == nil)
    #expect(answer["errors"]?.arrayValue?.first?["message"]?.stringValue == message)
  }

  @Test("The operation's name selects among several")
  func operationName() throws {
    let text = "query A { a: __typename } query B { b: __typename }"
    #expect(try answer(text, operationName: "B") == ["data": ["b": "Query"]])
    let unknown = try answer(text, operationName: "C")
    #expect(
      unknown == ["errors": [["message": "Unknown operation named \"C\"."]]]
    )
  }

  @Test(
    "A body that is no request has status 400",
    arguments: ["", "{", "[]", "{}", #"{"query": 1}"#, #"{"query": "{a}", "variables": []}"#]
  )
  func badBodies(body: String) throws {
    let answer = service.answer(Array(body.utf8))
    #expect(answer.status == 400)
    #expect(try JSONValue(parsing: answer.body)["errors"]?.arrayValue?.count == 1)
  }
}
