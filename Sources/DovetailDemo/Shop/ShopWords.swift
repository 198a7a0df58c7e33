/// The words of which names, places and titles of the shop are made.
enum ShopWords {
  static let firstNames = [
    "Ada", "Aisha", "Alba", "Amir", "Ana", "Anton", "Beatriz", "Bruno", "Camille", "Carlos",
    "Chiara", "Clara", "Daniel", "Davide", "Diana", "Dmitri", "Elena", "Elias", "Emma", "Erik",
    "Eva", "Farid", "Fatima", "Felix", "Freya", "Gabriel", "Giulia", "Grace", "Hana", "Hugo",
    "Ines", "Ingrid", "Isaac", "Jakub", "Joana", "Jonas", "Julia", "Kaja", "Karim", "Katarina",
    "Lars", "Laura", "Leila", "Leo", "Linnea", "Lucas", "Luisa", "Magnus", "Maja", "Marta",
    "Mateo", "Mei", "Milan", "Mina", "Nadia", "Niels", "Nina", "Noah", "Olga", "Oscar",
    "Pedro", "Petra", "Rafael", "Rosa", "Samir", "Sara", "Sofia", "Stefan", "Tara", "Theo",
    "Tomas", "Ursula", "Viktor", "Wanda", "Xavier", "Yara", "Yusuf", "Zofia",
  ]

  static let lastNames = [
    "Abreu", "Almeida", "Andersen", "Bauer", "Becker", "Bennett", "Berg", "Bianchi", "Blanc",
    "Brandt", "Byrne", "Carvalho", "Castro", "Clarke", "Conti", "Costa", "Dahl", "Dubois",
    "Dvorak", "Eriksen", "Esposito", "Evans", "Faria", "Ferrari", "Fischer", "Fontaine", "Fraser",
    "Garcia", "Girard", "Gomes", "Greco", "Haas", "Hansen", "Horvat", "Hughes", "Ivanova",
    "Jansen", "Kaya", "Keller", "Kowalski", "Kraus", "Laurent", "Leroy", "Lindberg", "Lopez",
    "Marino", "Martins", "Mendes", "Meyer", "Moreau", "Murphy", "Navarro", "Nielsen", "Novak",
    "O'Brien", "O'Connor", "Olsen", "Ortega", "Pereira", "Petrov", "Pinto", "Popescu", "Ramos",
    "Ricci", "Romano", "Roux", "Ruiz", "Santos", "Schmidt", "Silva", "Simon", "Sousa", "Suzuki",
    "Torres", "Vargas", "Vasquez", "Visser", "Vogel", "Walsh", "Weber", "Wójcik", "Young",
    "Ziegler",
  ]

  /// A city, its country, and the currency in which its people pay.
  struct Place: Sendable {
    var city: String
    var country: String
    var currency: String
  }

  static let places = [
    Place(city: "Berlin", country: "DE", currency: "eur"),
    Place(city: "London", country: "GB", currency: "gbp"),
    Place(city: "Paris", country: "FR", currency: "eur"),
    Place(city: "Madrid", country: "ES", currency: "eur"),
    Place(city: "Amsterdam", country: "NL", currency: "eur"),
    Place(city: "Lisbon", country: "PT", currency: "eur"),
    Place(city: "Milan", country: "IT", currency: "eur"),
    Place(city: "Barcelona", country: "ES", currency: "eur"),
    Place(city: "Copenhagen", country: "DK", currency: "dkk"),
    Place(city: "Vienna", country: "AT", currency: "eur"),
    Place(city: "Stockholm", country: "SE", currency: "sek"),
    Place(city: "Warsaw", country: "PL", currency: "pln"),
    Place(city: "Dublin", country: "IE", currency: "eur"),
    Place(city: "Zürich", country: "CH", currency: "chf"),
    Place(city: "Brussels", country: "BE", currency: "eur"),
    Place(city: "Prague", country: "CZ", currency: "czk"),
    Place(city: "Oslo", country: "NO", currency: "nok"),
    Place(city: "Porto", country: "PT", currency: "eur"),
    Place(city: "Edinburgh", country: "GB", currency: "gbp"),
    Place(city: "Helsinki", country: "FI", currency: "eur"),
    Place(city: "Lyon", country: "FR", currency: "eur"),
    Place(city: "Athens", country: "GR", currency: "eur"),
    Place(city: "Kraków", country: "PL", currency: "pln"),
    Place(city: "Tallinn", country: "EE", currency: "eur"),
  ]

  /// A sort of thing: what it is called, what it is made of, where it is filed, and what it costs
  /// about, in cents.
  struct Thing: Sendable {
    var name: String
    var materials: [String]
    var category: String
    var price: Int
  }

  static let finishes = ["Natural", "Charcoal"]

  private static let woods = ["Oak", "Walnut", "Ash", "Beech", "Birch", "Bamboo"]
  private static let metals = ["Brass", "Copper", "Steel", "Iron", "Pewter", "Aluminium"]
  private static let clays = ["Ceramic", "Stoneware", "Porcelain", "Terracotta", "Glass", "Enamel"]
  private static let cloths = ["Linen", "Wool", "Cotton", "Jute", "Velvet", "Felt"]

  static let things = [
    Thing(name: "Desk Lamp", materials: metals, category: "lighting", price: 7_900),
    Thing(name: "Floor Lamp", materials: metals, category: "lighting", price: 18_900),
    Thing(name: "Candle Holder", materials: clays, category: "lighting", price: 2_400),
    Thing(name: "Side Table", materials: woods, category: "furniture", price: 14_900),
    Thing(name: "Stool", materials: woods, category: "furniture", price: 8_900),
    Thing(name: "Bookshelf", materials: woods, category: "furniture", price: 24_900),
    Thing(name: "Coat Rack", materials: metals, category: "furniture", price: 6_900),
    Thing(name: "Serving Tray", materials: woods, category: "kitchen", price: 3_400),
    Thing(name: "Mug", materials: clays, category: "kitchen", price: 1_400),
    Thing(name: "Salad Bowl", materials: clays, category: "kitchen", price: 4_200),
    Thing(name: "Cutting Board", materials: woods, category: "kitchen", price: 3_900),
    Thing(name: "Teapot", materials: clays, category: "kitchen", price: 5_600),
    Thing(name: "Coaster Set", materials: woods, category: "kitchen", price: 1_800),
    Thing(name: "Cushion", materials: cloths, category: "textiles", price: 3_200),
    Thing(name: "Throw", materials: cloths, category: "textiles", price: 6_400),
    Thing(name: "Rug", materials: cloths, category: "textiles", price: 21_900),
    Thing(name: "Letter Tray", materials: metals, category: "office", price: 2_600),
    Thing(name: "Pen Holder", materials: clays, category: "office", price: 2_200),
    Thing(name: "Wall Clock", materials: woods, category: "office", price: 5_900),
    Thing(name: "Plant Pot", materials: clays, category: "garden", price: 2_800),
  ]
}
