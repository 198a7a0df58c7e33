package import OrderedJSON

extension JSONNumber {
  /// What errors say about a number that is no integer of the wanted size.
  package var outOfBoundsText: String {
    "The value \(text) lies outside the bounds or is not an integer. "
      + "Maybe it is a float, or is there integer overflow?"
  }
}
