/// How generated names are spelled: a setting of each source.
package enum NamingConvention: String, Sendable, Hashable {
  /// `author_bool_exp`, `author_by_pk`, `order_by`.
  case hasuraDefault = "hasura-default"
  /// `AuthorBoolExp`, `authorByPk`, `orderBy`.
  case graphqlDefault = "graphql-default"

  /// Spells a name of fields and arguments, given in snake case: `distinct_on`, `distinctOn`.
  package func fieldName(_ name: String) -> String {
    switch self {
    case .hasuraDefault: name
    case .graphqlDefault: camelCased(name)
    }
  }

  /// Spells an operator, whose leading underscore stays: `_is_null`, `_isNull`.
  package func operatorName(_ name: String) -> String {
    switch self {
    case .hasuraDefault:
      return name
    case .graphqlDefault:
      guard name.hasPrefix("_") else { return camelCased(name) }
      return "_" + camelCased(String(name.dropFirst()))
    }
  }

  /// Spells a value of a generated enum: `asc_nulls_first`, `ASC_NULLS_FIRST`.
  package func enumValueName(_ name: String) -> String {
    switch self {
    case .hasuraDefault: name
    case .graphqlDefault: name.uppercased()
    }
  }

  /// Appends words to the name of a scalar or other fixed type: `Int_comparison_exp`,
  /// `IntComparisonExp`.
  package func typeName(_ base: String, _ words: [String]) -> String {
    switch self {
    case .hasuraDefault: ([base] + words).joined(separator: "_")
    case .graphqlDefault:
      pascalCased(base) + words.map { pascalCased($0) }.joined()
    }
  }
}

/// `author_id` → `authorId`; leading underscores stay, inner capitals stay.
package func camelCased(_ name: String) -> String {
  let body = name.drop { $0 == "_" }
  let underscores = name.prefix(name.count - body.count)
  let words = body.split(separator: "_")
  guard let first = words.first else { return name }
  return underscores + lowercasedFirst(String(first))
    + words.dropFirst().map { uppercasedFirst(String($0)) }.joined()
}

/// `author_id` → `AuthorId`.
package func pascalCased(_ name: String) -> String {
  uppercasedFirst(camelCased(name))
}

/// The text with its first character in upper case.
package func uppercasedFirst(_ text: String) -> String {
  text.prefix(1).uppercased() + text.dropFirst()
}

private func lowercasedFirst(_ text: String) -> String {
  text.prefix(1).lowercased() + text.dropFirst()
}
