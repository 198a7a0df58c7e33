import Glibc

/// What the system says of this process, under the names that all Prometheus clients use.
///
/// Reads a few small files of `/proc`, which never blocks for long; what cannot be read is left out.
package func processMetrics() -> [MetricFamily] {
  var families: [MetricFamily] = []
  var usage = rusage()
  if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
    families.append(
      MetricFamily(
        "process_cpu_seconds_total",
        .counter,
        "The processor time that the process has taken, in seconds.",
        .real(seconds(usage.ru_utime) + seconds(usage.ru_stime))
      )
    )
  }
  if let pages = residentPages() {
    families.append(
      MetricFamily(
        "process_resident_memory_bytes",
        .gauge,
        "The memory of the process that is in RAM, in bytes.",
        .integer(pages * Int(sysconf(Int32(_SC_PAGESIZE))))
      )
    )
  }
  if let count = openDescriptors() {
    families.append(
      MetricFamily(
        "process_open_fds",
        .gauge,
        "The number of file descriptors that are open.",
        .integer(count)
      )
    )
  }
  return families
}

private func seconds(_ time: timeval) -> Double {
  Double(time.tv_sec) + Double(time.tv_usec) / 1e6
}

/// The second number of `/proc/self/statm` (proc(5)).
private func residentPages() -> Int? {
  guard let file = fopen("/proc/self/statm", "r") else { return nil }
  defer { fclose(file) }
  var buffer = [CChar](repeating: 0, count: 256)
  guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
  let line = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  let fields = line.split(separator: " ")
  return fields.count > 1 ? Int(fields[1]) : nil
}

private func openDescriptors() -> Int? {
  guard let folder = opendir("/proc/self/fd") else { return nil }
  defer { closedir(folder) }
  var count = 0
  while let entry = readdir(folder) {
    if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
  }
  // The folder itself is open for the time of the count.
  return count - 1
}
