import Glibc

/// Where the demo keeps its files.
struct DemoDirectory {
  let path: String
  private let isTemporary: Bool

  /// The directory that the user gave, made if it is missing, or a new temporary one.
  init(_ path: String?, environment: [String: String]) throws(DemoError) {
    if let path {
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
        throw DemoError("cannot make the directory \(path): \(Self.reason())")
      }
      self.path = path
      isTemporary = false
      return
    }
    let parent = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(parent)/dovetail-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw DemoError("cannot make a directory in \(parent): \(Self.reason())")
    }
    self.path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    isTemporary = true
  }

  /// The path of a file in it.
  func file(_ name: String) -> String {
    path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// Removes the directory with its files, if it is a temporary one.
  func removeIfTemporary() {
    guard isTemporary, let listing = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(listing) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { name in
          // SAFETY: `d_name` ends with a null byte within its array.
          name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
      )
    }
    closedir(listing)
    for name in names where name != "." && name != ".." { unlink(file(name)) }
    rmdir(path)
  }

  private static func reason() -> String {
    String(cString: strerror(errno))
  }
}
