/// The options that resemble a name, the most similar first: what may have been meant by it.
///
/// As the reference implementation counts: edits of one character (adjacent swaps are one edit),
/// at most 40 % of the longer name and one more, a difference in case alone being one edit.
package func nearNames(to name: String, among options: some Sequence<String>) -> [String] {
  let input = Array(name.utf8)
  // Comparing takes time that grows with the product of both lengths.
  guard input.count <= 100 else { return [] }
  let lowercased = lowercase(input)
  let threshold = input.count * 2 / 5 + 1

  var found: [(distance: Int, option: String)] = []
  for option in options {
    let bytes = Array(option.utf8)
    guard bytes.count <= 100, abs(bytes.count - input.count) <= threshold else { continue }
    let distance =
      bytes == input ? 0 : editDistance(lowercased, lowercase(bytes), limit: threshold)
    if let distance { found.append((distance, option)) }
  }
  found.sort { first, second in
    first.distance != second.distance
      ? first.distance < second.distance : first.option < second.option
  }
  return found.map(\.option)
}

private func lowercase(_ bytes: [UInt8]) -> [UInt8] {
  bytes.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
}

/// The number of edits between two names; `nil` as soon as it exceeds the limit.
private func editDistance(_ first: [UInt8], _ second: [UInt8], limit: Int) -> Int? {
  // Only called for different names, so that equal ones differ in case.
  if first == second { return 1 }
  let (short, long) = first.count < second.count ? (first, second) : (second, first)

  var beforeLast = [Int](repeating: 0, count: short.count + 1)
  var last = Array(0...short.count)
  for (row, longByte) in long.enumerated() {
    var current = [Int](repeating: row + 1, count: short.count + 1)
    var smallest = row + 1
    for (column, shortByte) in short.enumerated() {
      let cost = longByte == shortByte ? 0 : 1
      var distance = min(
        last[column + 1] + 1,
        current[column] + 1,
        last[column] + cost
      )
      if row > 0, column > 0, longByte == short[column - 1], long[row - 1] == shortByte {
        distance = min(distance, beforeLast[column - 1] + 1)
      }
      current[column + 1] = distance
      smallest = min(smallest, distance)
    }
    if smallest > limit { return nil }
    beforeLast = last
    last = current
  }
  return last[short.count] <= limit ? last[short.count] : nil
}
