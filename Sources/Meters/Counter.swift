import Synchronization

/// A number that threads add to at the same time.
package final class Counter: Sendable {
  private let number = Atomic(0)

  package init() {}

  package var value: Int { number.load(ordering: .relaxed) }

  /// Adds to the number; it wraps around rather than stops the program.
  package func add(_ amount: Int = 1) {
    number.wrappingAdd(amount, ordering: .relaxed)
  }
}
