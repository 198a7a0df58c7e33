/// Numbers in groups that can be united (union–find with path halving).
struct DisjointSets {
  private var parents: [Int]

  /// Each number below `count` in a group of its own.
  init(count: Int) {
    parents = Array(0..<count)
  }

  /// Puts the groups of two numbers together.
  mutating func unite(_ one: Int, _ other: Int) {
    let first = root(of: one)
    let second = root(of: other)
    // The smaller number becomes the root, so that groups come in the order of their first members.
    parents[max(first, second)] = min(first, second)
  }

  private mutating func root(of number: Int) -> Int {
    var current = number
    while parents[current] != current {
      parents[current] = parents[parents[current]]
      current = parents[current]
    }
    return current
  }

  /// The groups, each in ascending order.
  var groups: [[Int]] {
    var sets = self
    var members: [Int: [Int]] = [:]
    for number in parents.indices { members[sets.root(of: number), default: []].append(number) }
    return members.sorted { $0.key < $1.key }.map(\.value)
  }
}
