import OrderedCollections
import OrderedJSON
import Yams

/// Reads YAML text into values, within bounds.
struct YAMLReader {
  private let file: String
  private let limits: YAMLLimits
  private var remainingValues: Int

  /// Reads a text that is one document; an empty one is null.
  static func read(
    _ text: String,
    file: String,
    limits: YAMLLimits = .default
  ) throws(ProjectError) -> YAMLValue {
    guard !hasAnchorsAndComplexKeys(text) else {
      throw ProjectError("anchors beside keys that are no plain text are not allowed", file: file)
    }
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw ProjectError(error, file: file)
    } catch {
      throw ProjectError("\(error)", file: file)
    }
    guard let root else { return .scalar(.null) }
    var reader = YAMLReader(file: file, limits: limits, remainingValues: limits.values)
    return try reader.value(root, depth: 0)
  }

  private mutating func value(_ node: Node, depth: Int) throws(ProjectError) -> YAMLValue {
    remainingValues -= 1
    guard remainingValues >= 0 else {
      throw error("the file has more than \(limits.values) values, aliases included", at: node)
    }
    switch node {
    case .scalar(let scalar):
      return try value(of: scalar, at: node)
    case .sequence(let sequence):
      try checkDepth(depth, node)
      try checkTag(node, among: [.seq])
      var elements: [YAMLValue] = []
      elements.reserveCapacity(sequence.count)
      for element in sequence { elements.append(try value(element, depth: depth + 1)) }
      return .sequence(elements)
    case .mapping(let mapping):
      try checkDepth(depth, node)
      try checkTag(node, among: [.map])
      return .mapping(try members(mapping, depth: depth))
    case .alias:
      throw error("the alias cannot be followed", at: node)
    }
  }

  private mutating func members(
    _ mapping: Node.Mapping,
    depth: Int
  ) throws(ProjectError) -> OrderedDictionary<String, YAMLValue> {
    var members: OrderedDictionary<String, YAMLValue> = [:]
    var merged: [OrderedDictionary<String, YAMLValue>] = []
    for (key, node) in mapping {
      guard case .scalar(let scalar) = key else {
        throw error("a key must be plain text", at: key)
      }
      let value = try value(node, depth: depth + 1)
      guard scalar.string == "<<", scalar.style == .plain else {
        guard members.updateValue(value, forKey: scalar.string) == nil else {
          throw error("the key \"\(scalar.string)\" stands there twice", at: key)
        }
        continue
      }
      switch value {
      case .mapping(let base): merged.append(base)
      case .sequence(let bases):
        for base in bases {
          guard case .mapping(let base) = base else {
            throw error("\"<<\" takes mappings", at: node)
          }
          merged.append(base)
        }
      default: throw error("\"<<\" takes mappings", at: node)
      }
    }
    // What the mapping says itself wins over what it takes over, and the first of these over others.
    for base in merged {
      for (key, value) in base where members[key] == nil { members[key] = value }
    }
    return members
  }

  // MARK: Scalars

  private static let includePrefix = "!include "

  private func value(
    of scalar: Node.Scalar,
    at node: Node
  ) throws(ProjectError) -> YAMLValue {
    let text = scalar.string
    // The tag as written: `scalar.tag` would resolve it first.
    let tag = scalar.tag.description
    if tag == "!include" { return include(text, at: node) }
    if text.hasPrefix(Self.includePrefix) {
      return include(String(text.dropFirst(Self.includePrefix.count)), at: node)
    }
    switch tag {
    case Tag.Name.implicit.rawValue where scalar.style == .plain,
      Tag.Name.nonSpecific.rawValue where scalar.style == .plain:
      guard let value = plainScalarValue(text) else {
        throw error("\"\(text)\" is no number that JSON has", at: node)
      }
      return .scalar(value)
    case Tag.Name.implicit.rawValue, Tag.Name.nonSpecific.rawValue, Tag.Name.str.rawValue:
      return .scalar(.string(text))
    case Tag.Name.int.rawValue, Tag.Name.float.rawValue, Tag.Name.bool.rawValue,
      Tag.Name.null.rawValue:
      guard let value = plainScalarValue(text), value.stringValue == nil else {
        throw error("\"\(text)\" does not fit its tag \(tag)", at: node)
      }
      return .scalar(value)
    default:
      throw error("the tag \(tag) is not known; only !include is", at: node)
    }
  }

  private func include(_ path: String, at node: Node) -> YAMLValue {
    let mark = node.mark
    return .include(
      String(path.drop { $0 == " " }),
      line: mark?.line ?? 1,
      column: mark?.column ?? 1
    )
  }

  // MARK: Checks

  private func checkDepth(_ depth: Int, _ node: Node) throws(ProjectError) {
    guard depth < limits.depth else {
      throw error("values are nested more than \(limits.depth) deep", at: node)
    }
  }

  private func checkTag(_ node: Node, among allowed: [Tag.Name]) throws(ProjectError) {
    let tag = rawTag(node)
    guard tag.isEmpty || tag == "!" || allowed.contains(where: { $0.rawValue == tag }) else {
      throw error("the tag \(tag) is not known; only !include is", at: node)
    }
  }

  private func rawTag(_ node: Node) -> String {
    switch node {
    case .sequence(let sequence): sequence.tag.description
    case .mapping(let mapping): mapping.tag.description
    case .scalar, .alias: ""
    }
  }

  private func error(_ message: String, at node: Node) -> ProjectError {
    ProjectError(
      message,
      file: file,
      place: node.mark.map { .position(line: $0.line, column: $0.column) }
    )
  }
}

/// Whether a text may have anchors and keys that are collections or aliases.
///
/// Such keys are hashed while the text is taken apart, and with aliases in them that may take for
/// ever. Nobody writes either in a project, so a cautious guess is enough.
private func hasAnchorsAndComplexKeys(_ text: String) -> Bool {
  var hasAnchor = false
  var hasComplexKey = false
  var isAtStart = true
  var previous: UInt8 = UInt8(ascii: "\n")
  for byte in text.utf8 {
    if previous == UInt8(ascii: "&"), byte != UInt8(ascii: " "), byte != UInt8(ascii: "\n") {
      hasAnchor = true
    }
    if isAtStart, previous == UInt8(ascii: "?"), byte == UInt8(ascii: " ") || byte == 0x0A {
      hasComplexKey = true
    }
    if previous == UInt8(ascii: "]") || previous == UInt8(ascii: "}"), byte == UInt8(ascii: ":") {
      hasComplexKey = true
    }
    switch byte {
    case UInt8(ascii: "\n"): isAtStart = true
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: "{"),
      UInt8(ascii: "["), UInt8(ascii: ","):
      break
    case UInt8(ascii: "*") where isAtStart:
      // An alias at the start of a line may be a key.
      hasComplexKey = true
      isAtStart = false
    default: isAtStart = false
    }
    previous = byte
  }
  return hasAnchor && hasComplexKey
}

extension ProjectError {
  /// What the parser says, with its place.
  fileprivate init(_ error: YamlError, file: String) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let context = context.map { "\($0.text.split(separator: "\n").first ?? ""): " } ?? ""
      self.init(
        "not valid YAML: \(context)\(problem)",
        file: file,
        place: .position(line: mark.line, column: mark.column)
      )
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
      self.init(
        "the key \(names) stands there twice",
        file: file,
        place: .position(line: context.mark.line, column: context.mark.column)
      )
    default:
      self.init("not valid YAML: \(error)", file: file)
    }
  }
}
