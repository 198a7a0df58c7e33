import Glibc

/// Nanoseconds of a clock that nobody sets.
func monotonicNow() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

extension Duration {
  /// The duration in whole nanoseconds, at most a century.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let limited = min(max(seconds, 0), 3_155_760_000)
    return limited * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
