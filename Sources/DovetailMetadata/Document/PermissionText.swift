import OrderedJSON
import Synchronization

/// The permissions of one kind on one table as the JSON text of their list: only the roles are known
/// until somebody asks for one of the permissions.
///
/// A class, so that equal texts of many tables are kept once.
final class PermissionText: Sendable {
  /// The JSON array.
  let bytes: [UInt8]
  /// The roles in the order of the text; each stands there once.
  let roles: [RoleName]
  private let ranges: [Range<Int>]
  private let filter = Mutex<NameFilter?>(nil)

  /// Takes a text that is known to be JSON.
  ///
  /// nil if it is not a list of objects that have a role of their own and a permission each: then the
  /// reader of JSON values says what is wrong.
  init?(trusting bytes: [UInt8]) {
    guard let found = bytes.withUnsafeBytes({ scanRoles(JSONScanner($0)) }) else { return nil }
    self.bytes = bytes
    self.roles = found.roles
    self.ranges = found.ranges
  }

  /// Whether a permission may contain a name, be it as a key or as a value.
  func mayContain(_ name: String) -> Bool {
    let filter = filter.withLock { filter in
      if let filter { return filter }
      let made = bytes.withUnsafeBytes { NameFilter(JSONScanner($0)) }
      filter = made
      return made
    }
    return filter.mayContain(name)
  }

  /// Where in the list a role's permission is.
  func index(of role: RoleName) -> Int? { roles.firstIndex(of: role) }

  /// The text of the permission at a position.
  func text(at index: Int) -> ArraySlice<UInt8> {
    ranges.indices.contains(index) ? bytes[ranges[index]] : []
  }

  /// The permission at a position as it is written.
  func json(at index: Int) -> JSONValue {
    (try? JSONValue(parsing: text(at: index))) ?? .null
  }
}

/// What each element of a list is called and where it is; nil if the list has another form.
private func scanRoles(_ scanner: JSONScanner) -> (roles: [RoleName], ranges: [Range<Int>])? {
  let start = scanner.skipWhitespace(at: 0)
  guard scanner.kind(at: start) == .array else { return nil }
  var roles: [RoleName] = []
  var ranges: [Range<Int>] = []
  var seen: Set<RoleName> = []
  var elements = scanner.elements(at: start)
  while let element = elements.next() {
    guard scanner.kind(at: element.lowerBound) == .object else { return nil }
    var role: String?
    var hasPermission = false
    var members = scanner.members(at: element.lowerBound)
    while let member = members.next() {
      if scanner.matches(member.key, "role") {
        role = scanner.plainText(member.value)
        guard role != nil else { return nil }
      } else if scanner.matches(member.key, "permission") {
        hasPermission = scanner.kind(at: member.value.lowerBound) == .object
      } else if !scanner.matches(member.key, "comment") {
        // An unknown key, or one that is spelled with escapes.
        return nil
      }
    }
    guard let role, !role.isEmpty, hasPermission, seen.insert(RoleName(role)).inserted else {
      return nil
    }
    roles.append(RoleName(role))
    ranges.append(element)
  }
  return (roles, ranges)
}

extension JSONScanner {
  /// The text of a string that has no escapes; nil for others.
  func plainText(_ range: Range<Int>) -> String? {
    guard range.count >= 2, byte(at: range.lowerBound) == UInt8(ascii: "\"") else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count - 2)
    for offset in (range.lowerBound + 1)..<(range.upperBound - 1) {
      let byte = byte(at: offset)
      guard byte != UInt8(ascii: "\\") else { return nil }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Gives equal texts of permissions one object, for as long as a document is read.
struct PermissionTextPool {
  private var known: [Key: PermissionText] = [:]

  private struct Key: Hashable {
    var bytes: [UInt8]

    func hash(into hasher: inout Hasher) {
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }

  init() {}

  /// The object of a text that is known to be JSON; nil if the text has another form.
  mutating func text(trusting bytes: [UInt8]) -> PermissionText? {
    let key = Key(bytes: bytes)
    if let text = known[key] { return text }
    guard let text = PermissionText(trusting: bytes) else { return nil }
    known[key] = text
    return text
  }
}
