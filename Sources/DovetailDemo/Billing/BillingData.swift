import OrderedCollections
package import OrderedJSON

/// All accounts of the billing service: its query root.
package struct BillingData: Sendable {
  private let accounts: [String: BillingAccount]
  private let invoices: [String: BillingAccount.Invoice]

  /// How many ids can be asked for at once.
  static let maximumBatch = 10_000

  /// Holds the accounts; of equal ids the last one counts.
  package init(_ accounts: [BillingAccount]) {
    self.accounts = Dictionary(accounts.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    self.invoices = Dictionary(
      self.accounts.values.flatMap(\.invoices).map { ($0.id, $0) },
      uniquingKeysWith: { _, last in last }
    )
  }

  /// The accounts of those customers of a shop who have one.
  ///
  /// As in real life, a few are gone: their ids lead nowhere.
  package init(customersOf shop: Shop) {
    self.init(
      shop.customers.compactMap { customer in
        guard let id = customer.stripeCustomerID, !customer.id.isMultiple(of: 40) else {
          return nil
        }
        return BillingAccount(id: id, currency: customer.currency)
      }
    )
  }

  /// How many accounts there are.
  package var count: Int { accounts.count }
}

extension BillingData: ResolvedObject {
  package var typeName: String { "Query" }

  package func value(
    of field: String,
    _ arguments: JSONObject
  ) throws(ResolverError) -> ResolvedValue {
    switch field {
    case "customer":
      return .optional(arguments["id"]?.stringValue.flatMap { accounts[$0] })
    case "customers":
      let ids = arguments["ids"]?.arrayValue ?? []
      guard ids.count <= Self.maximumBatch else {
        throw ResolverError(message: "at most \(Self.maximumBatch) ids can be asked for at once")
      }
      return .list(ids.map { .optional($0.stringValue.flatMap { accounts[$0] }) })
    case "invoice":
      return .optional(arguments["id"]?.stringValue.flatMap { invoices[$0] })
    default:
      throw ResolverError(message: "no resolver for Query.\(field)")
    }
  }
}

extension BillingAccount: ResolvedObject {
  package var typeName: String { "Customer" }

  package func value(
    of field: String,
    _ arguments: JSONObject
  ) throws(ResolverError) -> ResolvedValue {
    switch field {
    case "id": return .leaf(.string(id))
    case "balance": return .leaf(.int(balance))
    case "currency": return .leaf(.string(currency))
    case "delinquent": return .leaf(.bool(isDelinquent))
    case "card": return .optional(card)
    case "invoices":
      var found = invoices
      if let status = arguments["status"]?.stringValue {
        found.removeAll { $0.status.rawValue != status }
      }
      if let last = arguments["last"]?.intValue {
        guard last >= 0 else { throw ResolverError(message: "\"last\" must not be negative") }
        found = found.suffix(last)
      }
      return .list(found.map { .object($0) })
    default:
      throw ResolverError(message: "no resolver for Customer.\(field)")
    }
  }
}

extension BillingAccount.Card: ResolvedObject {
  var typeName: String { "Card" }

  func value(
    of field: String,
    _ arguments: JSONObject
  ) throws(ResolverError) -> ResolvedValue {
    switch field {
    case "brand": return .leaf(.string(brand))
    case "last4": return .leaf(.string(last4))
    case "expMonth": return .leaf(.int(expMonth))
    case "expYear": return .leaf(.int(expYear))
    default: throw ResolverError(message: "no resolver for Card.\(field)")
    }
  }
}

extension BillingAccount.Invoice: ResolvedObject {
  var typeName: String { "Invoice" }

  func value(
    of field: String,
    _ arguments: JSONObject
  ) throws(ResolverError) -> ResolvedValue {
    switch field {
    case "id": return .leaf(.string(id))
    case "customerId": return .leaf(.string(customerID))
    case "number": return .leaf(.string(number))
    case "status": return .leaf(.string(status.rawValue))
    case "total": return .leaf(.int(total))
    case "created": return .leaf(.string("\(created)"))
    case "dueDate": return .leaf(.string(dueDate.date))
    default: throw ResolverError(message: "no resolver for Invoice.\(field)")
    }
  }
}
