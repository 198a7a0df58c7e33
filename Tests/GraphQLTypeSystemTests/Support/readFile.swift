import Glibc

/// The bytes of a file, unpacked if its name ends in `.gz`; `nil` if it cannot be read.
func readFile(_ path: String) -> [UInt8]? {
  let isPacked = path.hasSuffix(".gz")
  guard access(path, R_OK) == 0,
    let stream = isPacked ? popen("gzip -dc '\(path)'", "r") : fopen(path, "r")
  else { return nil }
  defer { _ = isPacked ? pclose(stream) : fclose(stream) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 {
    bytes += chunk.prefix(count)
  }
  return bytes
}
