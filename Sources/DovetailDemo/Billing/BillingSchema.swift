import GraphQLLanguage
import GraphQLTypeSystem

/// The schema of the billing service.
package enum BillingSchema {
  /// The schema in the GraphQL schema definition language.
  package static let text = """
    type Query {
      "The customer with this id; null if there is none."
      customer(id: ID!): Customer
      "The customers with these ids, in their order; null for an id that nobody has."
      customers(ids: [ID!]!): [Customer]!
      "The invoice with this id; null if there is none."
      invoice(id: ID!): Invoice
    }

    "Somebody who pays us."
    type Customer {
      id: ID!
      "What is owed (or, if negative, credited), in the currency's smallest unit."
      balance: Int!
      "A lower-case ISO 4217 code."
      currency: String!
      "Whether an invoice is overdue."
      delinquent: Boolean!
      "The card that is charged; null for who pays by bank transfer."
      card: Card
      "Invoices from the oldest to the latest, or only the last ones."
      invoices(status: InvoiceStatus, last: Int): [Invoice!]!
    }

    type Card {
      brand: String!
      last4: String!
      expMonth: Int!
      expYear: Int!
    }

    type Invoice {
      id: ID!
      customerId: ID!
      number: String!
      status: InvoiceStatus!
      "In the currency's smallest unit."
      total: Int!
      created: String!
      dueDate: String!
    }

    enum InvoiceStatus {
      OPEN
      PAID
      VOID
    }

    """

  /// The schema, ready to validate against.
  static func load() throws(DemoError) -> StaticTypeSchema {
    do {
      return try StaticTypeSchema(
        document: try Document(parsing: text, limits: .typeSystem),
        strictness: .specification
      )
    } catch {
      throw DemoError("the schema of the billing service is wrong: \(error)")
    }
  }
}
