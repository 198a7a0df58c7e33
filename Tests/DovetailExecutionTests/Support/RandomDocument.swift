import DovetailSource
import OrderedJSON
import SeededRandom

/// Random documents and shapes over few names, so that rules often meet members.
struct RandomDocument {
  private var generator: SeededGenerator
  private let names = ["a", "b", "k", "h", "id", "longer_name", "x\"y", "é"]

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func value(depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0..<(depth > 5 ? 5 : 10), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .int(.random(in: -3...3, using: &generator))
    case 3, 4:
      return .string(["", "v", "w\\\"", "{[", "Person"].randomElement(using: &generator) ?? "")
    case 5, 6:
      return .array(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in value(depth: depth + 1) }
      )
    default:
      var members: [(String, JSONValue)] = []
      for name in names.shuffled(using: &generator).prefix(.random(in: 0...8, using: &generator)) {
        members.append((name, value(depth: depth + 1)))
      }
      return .object(members: members)
    }
  }

  /// A shape whose joins all have the id 0 and the key members `k` and `id`.
  mutating func shape(depth: Int = 0) -> DocumentShape {
    var rules: [String: DocumentShape.Rule] = [:]
    for name in names where Bool.random(using: &generator) {
      let key = Bool.random(using: &generator) ? nil : name + "_"
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: rules[name] = .hidden
      case 1: rules[name] = .translated(key: key, ["Person": "Per\"son", "v": "V"])
      case 2: rules[name] = .join(0, key: key ?? name)
      case 3: rules[name] = .copy(key: key, nil)
      default: rules[name] = depth > 4 ? .hidden : .copy(key: key, shape(depth: depth + 1))
      }
    }
    if depth == 0 { rules["b"] = .join(0, key: "b") }
    return DocumentShape(rules: rules)
  }
}

/// What the executor has to write, computed the slow and obvious way on decoded values.
func expected(
  _ value: JSONValue,
  _ shape: DocumentShape?,
  join: ([JSONValue]) -> JSONValue
)
  -> JSONValue
{
  guard let shape else { return value }
  switch value {
  case .array(let elements):
    return .array(elements.map { expected($0, shape, join: join) })
  case .object:
    var members: [(String, JSONValue)] = []
    for (name, inner) in value.members {
      switch shape.rules[name] {
      case nil: members.append((name, inner))
      case .hidden?: break
      case .copy(let key, let innerShape)?:
        members.append((key ?? name, expected(inner, innerShape, join: join)))
      case .translated(let key, let names)?:
        let text = inner.stringValue.flatMap { names[$0] }
        members.append((key ?? name, text.map { .string($0) } ?? inner))
      case .join(_, let key)?:
        let parts = [value["k"] ?? .null, value["id"] ?? .null]
        members.append((key, parts.contains(.null) ? .null : join(parts)))
      }
    }
    return .object(members: members)
  default:
    return value
  }
}
