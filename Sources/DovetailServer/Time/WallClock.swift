import Glibc

/// The time of day of the system.
enum WallClock {
  /// Seconds and microseconds since the beginning of 1970, UTC.
  static func now() -> (second: Int, microsecond: Int) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return (time.tv_sec, time.tv_nsec / 1_000)
  }
}
