import GraphQLLanguage
import GraphQLTypeSystem
import OrderedJSON

/// What another implementation says about inputs: see scripts/graphql-oracle.
struct Corpus {
  let content: JSONValue

  init?(_ name: String) {
    let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    guard let bytes = readFile("/\(folder)/Corpus/\(name).json"),
      let content = try? JSONValue(parsing: bytes)
    else { return nil }
    self.content = content
  }

  var cases: [JSONValue] { content["cases"]?.arrayValue ?? [] }

  var rules: [String] { content["rules"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

  /// The schemas that the cases name.
  func schemas() throws -> [String: StaticTypeSchema] {
    var schemas: [String: StaticTypeSchema] = [:]
    for (name, text) in content["schemas"]?.members ?? [] {
      let document = try Document(parsing: text.stringValue ?? "")
      schemas[name] = try StaticTypeSchema(document: document)
    }
    return schemas
  }
}

/// A problem as the corpus has it.
struct ExpectedProblem: Hashable, Comparable, CustomStringConvertible {
  var rule: String
  var message: String
  var offset: Int

  init(rule: String, message: String, offset: Int) {
    self.rule = rule
    self.message = message
    self.offset = offset
  }

  init?(_ json: JSONValue, rules: [String]) {
    guard let parts = json.arrayValue, parts.count == 3, let index = parts[0].intValue,
      let message = parts[1].stringValue, let offset = parts[2].intValue
    else { return nil }
    let rule = rules.indices.contains(index) ? rules[index] : ""
    let isPlaced = rule != ValidationRule.variablesAreInputTypes.rawValue
    self.init(rule: rule, message: message, offset: isPlaced ? offset : -1)
  }

  /// A problem found here, with the place where the reference implementation would have it.
  init(_ diagnostic: Diagnostic) {
    var offset = diagnostic.locations.first.map { Int($0.offset) } ?? -1
    switch diagnostic.rule {
    case .uniqueVariableNames: offset += 1  // The name, here with its `$`.
    case .variablesAreInputTypes: offset = -1  // The type, here the name in it.
    default: break
    }
    self.init(
      rule: diagnostic.rule?.rawValue ?? "",
      message: String(diagnostic.message.map { $0 == "'" ? "\"" : $0 }),
      offset: offset
    )
  }

  static func < (first: ExpectedProblem, second: ExpectedProblem) -> Bool {
    (first.rule, first.offset, first.message) < (second.rule, second.offset, second.message)
  }

  var description: String { "\(rule)@\(offset): \(message)" }
}
