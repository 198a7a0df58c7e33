import Glibc

/// How often a property is tried with a seed: the given number, times the factor in
/// `DOVETAIL_TEST_ROUNDS`, to search longer.
func rounds(_ count: Int) -> Int {
  guard let text = getenv("DOVETAIL_TEST_ROUNDS"), let factor = Int(String(cString: text)) else {
    return count
  }
  return count * max(1, factor)
}
