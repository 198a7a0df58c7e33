/// A hint at the known name that a wrong one is nearest to; empty if none is near.
func suggestion(for name: String, among known: [String], prefix: String = "") -> String {
  let limit = max(1, name.count / 4)
  let nearest =
    known
    .map { (name: $0, distance: editDistance(name, $0)) }
    .filter { $0.distance <= limit }
    .min { $0.distance < $1.distance }
  return nearest.map { "; did you mean \(prefix)\($0.name)?" } ?? ""
}

/// How many letters must be inserted, removed or replaced to get from one text to the other.
private func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right)
  var previous = Array(0...right.count)
  for (row, letter) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      let replaced = previous[column] + (letter == other ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous.last ?? 0
}
