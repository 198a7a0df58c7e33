import Glibc

/// The monotonic clock in nanoseconds.
func monotonicNow() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

extension Duration {
  /// The duration in whole nanoseconds, at most three centuries.
  var inNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let limited = max(-9_000_000_000, min(seconds, 9_000_000_000))
    return limited * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
