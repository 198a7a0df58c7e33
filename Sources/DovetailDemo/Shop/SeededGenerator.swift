/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Starts the sequence that belongs to the seed.
  init(seed: UInt64) {
    state = seed
  }

  /// Starts the sequence that belongs to a text.
  init(seed text: String) {
    // FNV-1a; a `Hasher` would give another value in each process.
    state = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number in the range.
  ///
  /// Not the standard library's, whose way from random bits to a number may change.
  mutating func number(in range: ClosedRange<Int>) -> Int {
    let count = UInt64(range.upperBound - range.lowerBound) &+ 1
    return range.lowerBound + Int(next() % count)
  }

  /// Whether something happens that happens once in so many times.
  mutating func happens(onceIn count: Int) -> Bool {
    number(in: 1...count) == 1
  }

  /// One of the elements; the first ones more often than the last ones, if they are weighted.
  ///
  /// - Precondition: There is an element.
  mutating func element<Element>(of elements: [Element], favoringFirst: Bool = false) -> Element {
    let last = elements.count - 1
    let index = number(in: 0...last)
    return elements[favoringFirst ? min(index, number(in: 0...last)) : index]
  }

  /// A text of so many letters and digits.
  mutating func code(length: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    return String((0..<length).map { _ in element(of: alphabet) })
  }
}
