/// How long something took, many times: counts by upper bounds, for rates and percentiles.
///
/// Observing costs two atomic additions and no allocation.
package final class Histogram: Sendable {
  /// The upper bounds of the buckets in seconds, ascending; the last bucket has none.
  package let bounds: [Double]
  private let buckets: [Counter]
  private let nanoseconds = Counter()

  /// Bounds from half a millisecond to ten seconds, which fit requests and calls.
  package static let requestBounds = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  package init(bounds: [Double] = Histogram.requestBounds) {
    self.bounds = bounds
    self.buckets = (0...bounds.count).map { _ in Counter() }
  }

  /// Takes note of one that took so long.
  package func observe(_ duration: Duration) {
    let seconds = duration / .seconds(1)
    let index = bounds.firstIndex { seconds <= $0 } ?? bounds.count
    buckets[index].add()
    nanoseconds.add(Int(max(0, min(seconds * 1e9, 9e18))))
  }

  /// What has been observed so far.
  package var reading: Reading {
    var count = 0
    let cumulative = buckets.map { bucket in
      count += bucket.value
      return count
    }
    return Reading(
      bounds: bounds,
      cumulativeCounts: cumulative,
      sum: Double(nanoseconds.value) / 1e9
    )
  }

  /// The state of a histogram at some time.
  package struct Reading: Sendable, Hashable {
    package var bounds: [Double]
    /// How many took no longer than each bound; the last count is that of all.
    package var cumulativeCounts: [Int]
    /// The time of all together in seconds.
    package var sum: Double

    package init(bounds: [Double], cumulativeCounts: [Int], sum: Double) {
      self.bounds = bounds
      self.cumulativeCounts = cumulativeCounts
      self.sum = sum
    }

    package var count: Int { cumulativeCounts.last ?? 0 }

    /// Both together; the bounds must be the same.
    package static func + (first: Reading, second: Reading) -> Reading {
      Reading(
        bounds: first.bounds,
        cumulativeCounts: zip(first.cumulativeCounts, second.cumulativeCounts).map { $0 + $1 },
        sum: first.sum + second.sum
      )
    }
  }
}
