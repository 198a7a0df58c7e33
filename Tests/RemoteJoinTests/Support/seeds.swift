import Glibc

/// The seeds of a property: fixed ones, or the one in `DOVETAIL_PROPERTY_SEED`, to search further.
///
/// Each seed is the argument of a test, and so is printed with what fails.
func seeds(_ fixed: ClosedRange<UInt64>) -> ClosedRange<UInt64> {
  guard let text = getenv("DOVETAIL_PROPERTY_SEED"), let seed = UInt64(String(cString: text)) else {
    return fixed
  }
  return seed...seed + (fixed.upperBound - fixed.lowerBound)
}
