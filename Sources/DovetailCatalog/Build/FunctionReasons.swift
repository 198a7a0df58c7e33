import DovetailMetadata

/// Why a function cannot be used, all reasons at once.
struct FunctionReasons {
  private var reasons: [String] = []

  mutating func add(_ reason: String) {
    reasons.append(reason)
  }

  var isEmpty: Bool { reasons.isEmpty }

  /// The end of the sentence that says what is impossible.
  var text: String {
    guard reasons.count != 1 else { return " because \(reasons.joined())" }
    return " for the following reasons:\n" + reasons.map { "  • \($0)\n" }.joined()
  }
}

extension FunctionFacts {
  /// The only function of that name, which GraphQL could not tell from others.
  static func only(
    _ overloads: [FunctionFacts]?,
    named name: FunctionName
  ) throws(ResolutionError) -> FunctionFacts {
    guard let overloads, let function = overloads.first else {
      throw ResolutionError(.notExists, "no such function exists: \"\(name)\"")
    }
    guard overloads.count == 1 else {
      throw ResolutionError(
        .notSupported,
        "function \"\(name)\" is overloaded. Overloaded functions are not supported"
      )
    }
    return function
  }
}

extension ColumnType {
  /// Whether the type is that of rows.
  var isComposite: Bool {
    rowOfTable != nil || (category == .other && graphQLName == name + "_scalar")
  }

  /// The type with its schema, as messages show it: `pg_catalog.text`.
  var qualifiedName: String {
    guard category != .array else { return "pg_catalog.\(name)" }
    let plain = sqlName.filter { $0 != "\"" }
    return plain.contains(".") ? plain : "pg_catalog.\(name)"
  }
}
