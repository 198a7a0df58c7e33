import DovetailProject
import DovetailServer

extension MigrationChoice {
  /// What the options of `migrate apply` choose.
  init(_ invocation: ClientInvocation) throws(CommandFailure) {
    let names: [ClientOption.Name] = [.up, .down, .goTo, .version]
    let given = names.filter { invocation.text($0) != nil }
    guard given.count <= 1 else {
      let flags = given.map { "--\($0.rawValue)" }.joined(separator: " and ")
      throw CommandFailure("\(flags) exclude each other", status: 2)
    }
    guard invocation.text(.type) == nil || given == [.version] else {
      throw CommandFailure("--type belongs to --version", status: 2)
    }
    switch given.first {
    case .up: self = .up(try Self.count(invocation, .up))
    case .down: self = .down(try Self.count(invocation, .down))
    case .goTo: self = .goTo(try Self.version(invocation, .goTo))
    case .version:
      self = .version(
        try Self.version(invocation, .version),
        invocation.text(.type) == "down" ? .down : .up
      )
    default: self = .up(nil)
    }
  }

  /// A number of migrations; nil for all.
  private static func count(
    _ invocation: ClientInvocation,
    _ name: ClientOption.Name
  ) throws(CommandFailure) -> Int? {
    let text = invocation.text(name) ?? ""
    if text == "all" { return nil }
    guard let count = Int(text), count > 0 else {
      throw CommandFailure("--\(name.rawValue): expected a number or all", status: 2)
    }
    return count
  }

  private static func version(
    _ invocation: ClientInvocation,
    _ name: ClientOption.Name
  ) throws(CommandFailure) -> UInt64 {
    guard let version = invocation.text(name).flatMap({ UInt64($0) }) else {
      throw CommandFailure("--\(name.rawValue): expected the version of a migration", status: 2)
    }
    return version
  }
}
