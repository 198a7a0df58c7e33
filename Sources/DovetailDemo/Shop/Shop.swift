/// The data of a shop: what its database holds, made from a seed.
package struct Shop: Sendable {
  package private(set) var customers: [Customer] = []
  package private(set) var products: [Product] = []
  package private(set) var orders: [Order] = []

  /// Somebody who has signed up.
  package struct Customer: Sendable, Hashable {
    package var id: Int
    /// The customer's name in the billing service; nil for who never paid by card.
    package var stripeCustomerID: String?
    package var email: String
    package var name: String
    package var city: String
    package var country: String
    package var currency: String
    package var createdAt: Timestamp
  }

  /// Something for sale.
  package struct Product: Sendable, Hashable {
    package var id: Int
    package var sku: String
    package var title: String
    package var category: String
    /// In cents.
    package var price: Int
    package var isInStock: Bool
  }

  /// What a customer ordered at once.
  package struct Order: Sendable, Hashable {
    package var customerID: Int
    package var placedAt: Timestamp
    package var status: String
    package var items: [Item]

    /// In cents.
    package var total: Int { items.reduce(0) { $0 + $1.quantity * $1.unitPrice } }
  }

  /// One line of an order.
  package struct Item: Sendable, Hashable {
    package var productID: Int
    package var quantity: Int
    /// What the product cost when it was ordered, in cents.
    package var unitPrice: Int
  }

  /// How much there is of everything.
  package struct Size: Sendable {
    package var customers: Int
    package var orders: Int

    package init(customers: Int, orders: Int) {
      self.customers = customers
      self.orders = orders
    }

    /// The shop of the demo: some 24,000 rows.
    package static let demo = Size(customers: 2_500, orders: 6_000)
  }

  /// Makes the shop; the same one for the same size and seed.
  package init(size: Size = .demo, seed: UInt64 = 24) {
    var random = SeededGenerator(seed: seed)
    products = Self.makeProducts(&random)
    customers = (1...max(1, size.customers)).map { Self.makeCustomer(id: $0, &random) }
    orders = (0..<size.orders).map { _ in makeOrder(&random) }
    orders.sort { ($0.placedAt, $0.customerID) < ($1.placedAt, $1.customerID) }
  }

  /// How many rows the tables have together.
  package var rowCount: Int {
    customers.count + products.count + orders.count + itemCount
  }

  /// How many lines the orders have together.
  package var itemCount: Int { orders.reduce(0) { $0 + $1.items.count } }

  private static func makeProducts(_ random: inout SeededGenerator) -> [Product] {
    var products: [Product] = []
    for thing in ShopWords.things {
      for material in thing.materials {
        let price = thing.price * random.number(in: 80...150) / 100
        for finish in ShopWords.finishes {
          products.append(
            Product(
              id: products.count + 1,
              sku: "\(thing.category.prefix(2).uppercased())-\(1_000 + products.count)",
              title: "\(material) \(thing.name), \(finish)",
              category: thing.category,
              price: price / 100 * 100 + 90,
              isInStock: !random.happens(onceIn: 9)
            )
          )
        }
      }
    }
    return products
  }

  private static func makeCustomer(id: Int, _ random: inout SeededGenerator) -> Customer {
    let first = random.element(of: ShopWords.firstNames)
    let last = random.element(of: ShopWords.lastNames)
    let place = random.element(of: ShopWords.places, favoringFirst: true)
    let mailbox = "\(first).\(last)".lowercased().filter {
      $0.isASCII && ($0.isLetter || $0 == ".")
    }
    let account = random.code(length: 14)
    return Customer(
      id: id,
      stripeCustomerID: random.happens(onceIn: 11) ? nil : "cus_\(account)",
      email: "\(mailbox).\(id)@example.com",
      name: "\(first) \(last)",
      city: place.city,
      country: place.country,
      currency: place.currency,
      createdAt: Timestamp(
        seconds: Timestamp.now.before(days: random.number(in: 10...1_400)).seconds
          + random.number(in: 0...(Timestamp.day - 1))
      )
    )
  }

  private func makeOrder(_ random: inout SeededGenerator) -> Order {
    // Some customers order much more often than others.
    let customer = random.element(of: customers, favoringFirst: true)
    let age = Timestamp.now.seconds - customer.createdAt.seconds
    let placedAt = Timestamp(
      seconds: customer.createdAt.seconds + random.number(in: 600...(age - 600))
    )
    var items: [Item] = []
    for _ in 1...random.number(in: 1...4) {
      let product = random.element(of: products, favoringFirst: true)
      // A product is on one line of an order.
      guard !items.contains(where: { $0.productID == product.id }) else { continue }
      let quantity = random.happens(onceIn: 4) ? random.number(in: 2...6) : 1
      items.append(Item(productID: product.id, quantity: quantity, unitPrice: product.price))
    }
    return Order(
      customerID: customer.id,
      placedAt: placedAt,
      status: Self.status(of: placedAt, &random),
      items: items
    )
  }

  private static func status(
    of placedAt: Timestamp,
    _ random: inout SeededGenerator
  ) -> String {
    if random.happens(onceIn: 20) { return "cancelled" }
    if placedAt < .now.before(days: 14) {
      return random.happens(onceIn: 25) ? "refunded" : "delivered"
    }
    return random.element(of: ["pending", "paid", "shipped"])
  }
}
