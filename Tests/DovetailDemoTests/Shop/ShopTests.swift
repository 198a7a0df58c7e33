import DovetailDemo
import Testing

@Suite("The shop")
struct ShopTests {
  private static let shop = Shop()

  @Test("Has at least as many rows as a small shop")
  func size() {
    let shop = Self.shop
    #expect(shop.customers.count >= 2_000)
    #expect(shop.products.count >= 200)
    #expect(shop.orders.count >= 5_000)
    #expect(shop.itemCount >= 10_000)
    #expect(shop.rowCount >= 20_000)
  }

  @Test("Is the same in every process")
  func determinism() {
    #expect(hash(Self.shop.script) == 15_475_320_267_960_811_458)
  }

  @Test("Is another one for another seed")
  func seeds() {
    let size = Shop.Size(customers: 5, orders: 5)
    #expect(Shop(size: size, seed: 1).customers == Shop(size: size, seed: 1).customers)
    #expect(Shop(size: size, seed: 1).customers != Shop(size: size, seed: 2).customers)
  }

  @Test("Nobody orders before signing up, or in the future")
  func dates() {
    let shop = Self.shop
    let signUps = Dictionary(uniqueKeysWithValues: shop.customers.map { ($0.id, $0.createdAt) })
    let wrong = shop.orders.filter { order in
      guard let signUp = signUps[order.customerID] else { return true }
      return order.placedAt < signUp || order.placedAt >= .now || order.items.isEmpty
    }
    #expect(wrong.isEmpty)
  }

  @Test("An order costs what its products cost")
  func total() {
    let shop = Self.shop
    let prices = Dictionary(uniqueKeysWithValues: shop.products.map { ($0.id, $0.price) })
    let wrong = shop.orders.filter { order in
      var total = 0
      for item in order.items { total += item.quantity * (prices[item.productID] ?? .min / 8) }
      return total != order.total || total <= 0
    }
    #expect(wrong.isEmpty)
  }

  @Test("Mail addresses and billing names belong to one customer each")
  func uniqueness() {
    let customers = Self.shop.customers
    #expect(Set(customers.map(\.email)).count == customers.count)
    let accounts = customers.compactMap(\.stripeCustomerID)
    #expect(Set(accounts).count == accounts.count)
    #expect(accounts.count < customers.count)
    #expect(accounts.allSatisfy { $0.hasPrefix("cus_") })
  }

  @Test("Quotes in values do not end them")
  func quoting() throws {
    let customer = try #require(Self.shop.customers.first { $0.name.contains("O'") })
    let quoted = customer.name.split(separator: "'").joined(separator: "''")
    #expect(Self.shop.script.contains("'\(quoted)'"))
    #expect(!Self.shop.script.contains("'\(customer.name)'"))
  }

  /// FNV-1a.
  private func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
  }
}
