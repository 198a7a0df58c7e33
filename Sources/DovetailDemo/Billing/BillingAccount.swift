import OrderedJSON

/// What the billing service knows of a customer.
package struct BillingAccount: Sendable {
  let id: String
  let currency: String
  let card: Card?
  let invoices: [Invoice]

  /// A card that can be charged.
  struct Card: Sendable {
    var brand: String
    var last4: String
    var expMonth: Int
    var expYear: Int
  }

  /// A demand for payment.
  struct Invoice: Sendable {
    var id: String
    var customerID: String
    var number: String
    var status: Status
    var total: Int
    var created: Timestamp
    var dueDate: Timestamp

    /// Whether an invoice is paid, with the names of the schema.
    enum Status: String {
      case open = "OPEN"
      case paid = "PAID"
      case void = "VOID"
    }
  }

  /// Makes up the account of a customer; the same one for the same id.
  package init(id: String, currency: String) {
    var random = SeededGenerator(seed: id)
    self.id = id
    self.currency = currency
    card =
      random.happens(onceIn: 8)
      ? nil
      : Card(
        brand: random.element(of: ["visa", "mastercard", "amex"], favoringFirst: true),
        last4: "\(random.number(in: 1_000...9_999))",
        expMonth: random.number(in: 1...12),
        expYear: random.number(in: 2027...2031)
      )
    let prefix = id.filter { $0.isLetter || $0.isNumber }.suffix(6).uppercased()
    let count = random.number(in: 1...8)
    var invoices: [Invoice] = []
    for number in 1...count {
      // One a month, the last one this month.
      let created = Timestamp(
        seconds: Timestamp.now.before(days: (count - number) * 30 + random.number(in: 0...20))
          .seconds
      )
      let isRecent = count - number < 2
      invoices.append(
        Invoice(
          id: "in_\(random.code(length: 14))",
          customerID: id,
          number: "\(prefix)-\(1_000 + number)",
          status: random.happens(onceIn: 15)
            ? .void : isRecent && random.happens(onceIn: 2) ? .open : .paid,
          total: random.number(in: 9...240) * 100 + 90,
          created: created,
          dueDate: Timestamp(seconds: created.seconds + 14 * Timestamp.day)
        )
      )
    }
    self.invoices = invoices
  }

  /// What is owed.
  var balance: Int {
    invoices.filter { $0.status == .open }.reduce(0) { $0 + $1.total }
  }

  /// Whether something is owed for too long.
  var isDelinquent: Bool {
    invoices.contains { $0.status == .open && $0.dueDate < .now }
  }
}
