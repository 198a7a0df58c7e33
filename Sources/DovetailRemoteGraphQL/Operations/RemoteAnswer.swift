import DovetailSource
import OrderedJSON

/// The members of a GraphQL answer, found but not judged.
struct RemoteAnswer: Sendable {
  let bytes: [UInt8]
  /// Where the value of `data` lies; `nil` if it is absent.
  let data: Range<Int>?
  /// Whether `data` is there and not null.
  let hasData: Bool
  let errors: Errors

  /// What stands under `errors`.
  enum Errors: Sendable, Equatable {
    /// Nothing, or null.
    case none
    /// A list without elements.
    case empty
    case list([JSONValue])
    /// Something that is no list.
    case invalid
  }

  /// Checks that the bytes are a JSON object and finds its members.
  ///
  /// `refuse` makes the error for bytes that are not, of what is wrong with them.
  init(_ bytes: [UInt8], refuse: (String) -> SourceError) throws(SourceError) {
    let found: Result<Members, JSONError> = bytes.withUnsafeBytes { buffer in
      let scanner = JSONScanner(buffer)
      do throws(JSONError) {
        let start = try scanner.validate().lowerBound
        return .success(Self.members(scanner, at: start))
      } catch {
        return .failure(error)
      }
    }
    let members: Members
    do {
      members = try found.get()
    } catch {
      throw refuse(error.description)
    }
    guard members.isObject else { throw refuse("expected an object") }
    self.data = members.data
    self.hasData = members.hasData
    self.errors = members.errors.map { Self.errors(bytes[$0]) } ?? .none
    self.bytes = bytes
  }

  private struct Members {
    var isObject = false
    var data: Range<Int>?
    var hasData = false
    var errors: Range<Int>?
  }

  private static func members(_ scanner: JSONScanner, at start: Int) -> Members {
    var found = Members()
    guard scanner.kind(at: start) == .object else { return found }
    found.isObject = true
    var members = scanner.members(at: start)
    while let member = members.next() {
      if scanner.matches(member.key, "data") {
        found.data = member.value
        found.hasData = scanner.kind(at: member.value.lowerBound) != .null
      } else if scanner.matches(member.key, "errors") {
        found.errors = member.value
      }
    }
    return found
  }

  private static func errors(_ bytes: ArraySlice<UInt8>) -> Errors {
    switch try? JSONValue(parsing: bytes) {
    case .null?: .none
    case .array(let errors)?: errors.isEmpty ? .empty : .list(errors)
    default: .invalid
    }
  }
}
