import DovetailMetadata

/// The GraphQL names that a table gives rise to, with the source's customization applied.
package struct TableNaming: Sendable, Hashable {
  package let convention: NamingConvention
  /// The table's own name, from which the others are made: `schema_table`, or the custom name.
  package let base: String
  /// Whether `base` is a custom name, which is kept as it is where it comes first.
  package let isCustom: Bool
  package let affixes: SourceAffixes
  /// Root fields that metadata names itself.
  package let customRootFields: [RootField: CustomRootField]

  /// A root field that a table may have.
  package enum RootField: String, Sendable, Hashable, CaseIterable {
    case select
    case selectByPrimaryKey = "select_by_pk"
    case selectAggregate = "select_aggregate"
    case selectStream = "select_stream"
    case insert
    case insertOne = "insert_one"
    case update
    case updateByPrimaryKey = "update_by_pk"
    case updateMany = "update_many"
    case delete
    case deleteByPrimaryKey = "delete_by_pk"
  }

  /// A name and description given in metadata.
  package struct CustomRootField: Sendable, Hashable {
    package var name: String?
    package var comment: String?

    package init(name: String?, comment: String?) {
      self.name = name
      self.comment = comment
    }
  }

  package init(
    convention: NamingConvention,
    base: String,
    isCustom: Bool,
    affixes: SourceAffixes,
    customRootFields: [RootField: CustomRootField]
  ) {
    self.convention = convention
    self.base = base
    self.isCustom = isCustom
    self.affixes = affixes
    self.customRootFields = customRootFields
  }

  /// The name of the row type.
  package var rowType: String { typeName([]) }

  /// The name of a type of this table: the words are appended (`["bool", "exp"]`).
  package func typeName(_ words: [String]) -> String {
    let name: String
    switch convention {
    case .hasuraDefault:
      name = ([base] + words).joined(separator: "_")
    case .graphqlDefault:
      name = typeBase + words.map { uppercasedFirst($0) }.joined()
    }
    return affixes.type(name, convention: convention)
  }

  /// How type names begin where underscores are not wanted: `MySchemaAuthor`; a custom name keeps its
  /// first letter, `table_one` gives `tableOne`.
  private var typeBase: String {
    guard isCustom else { return pascalCased(base) }
    return String(base.prefix(1)) + camelCased("x" + base.dropFirst()).dropFirst()
  }

  /// The name of the type of a computed field's arguments.
  package func argumentsType(of field: String) -> String {
    let name: String
    switch convention {
    case .hasuraDefault: name = "\(field)_\(base)_args"
    case .graphqlDefault: name = pascalCased(field) + uppercasedFirst(typeBase) + "Args"
    }
    return affixes.type(name, convention: convention)
  }

  /// The name of a Relay type of this table, which the reference spells without underscores
  /// (`authorConnection`).
  package func relayTypeName(_ word: String) -> String {
    let first = convention == .graphqlDefault && !isCustom ? pascalCased(base) : base
    return affixes.type(first + word, convention: convention)
  }

  /// The name of the root field that gives rows page by page.
  package var connectionField: String {
    affixes.rootField(leading(["connection"]), convention: convention)
  }

  /// The table's part of the name of a field or type that something else begins.
  package var innerName: String {
    switch convention {
    case .hasuraDefault: base
    case .graphqlDefault: isCustom ? uppercasedFirst(base) : pascalCased(base)
    }
  }

  /// The name of a root field.
  package func rootField(_ field: RootField) -> String {
    affixes.rootField(
      customRootFields[field]?.name ?? generatedName(of: field),
      convention: convention
    )
  }

  private func generatedName(of field: RootField) -> String {
    switch field {
    case .select: leading([])
    case .selectByPrimaryKey: leading(["by", "pk"])
    case .selectAggregate: leading(["aggregate"])
    case .selectStream: leading(["stream"])
    case .insert: prefixed("insert", [])
    case .insertOne: prefixed("insert", ["one"])
    case .update: prefixed("update", [])
    case .updateByPrimaryKey: prefixed("update", ["by", "pk"])
    case .updateMany: prefixed("update", ["many"])
    case .delete: prefixed("delete", [])
    case .deleteByPrimaryKey: prefixed("delete", ["by", "pk"])
    }
  }

  private func leading(_ words: [String]) -> String {
    switch convention {
    case .hasuraDefault:
      ([base] + words).joined(separator: "_")
    case .graphqlDefault:
      (isCustom ? base : camelCased(base)) + words.map { uppercasedFirst($0) }.joined()
    }
  }

  private func prefixed(_ verb: String, _ words: [String]) -> String {
    switch convention {
    case .hasuraDefault: ([verb, base] + words).joined(separator: "_")
    case .graphqlDefault: verb + innerName + words.map { uppercasedFirst($0) }.joined()
    }
  }
}

/// The prefixes and suffixes that a source's customization puts on generated names.
package struct SourceAffixes: Sendable, Hashable {
  package var rootFieldPrefix: String
  package var rootFieldSuffix: String
  package var typePrefix: String
  package var typeSuffix: String
  /// The field under which all root fields of the source stand; nil for none.
  package var namespace: String?

  package init(
    rootFieldPrefix: String = "",
    rootFieldSuffix: String = "",
    typePrefix: String = "",
    typeSuffix: String = "",
    namespace: String? = nil
  ) {
    self.rootFieldPrefix = rootFieldPrefix
    self.rootFieldSuffix = rootFieldSuffix
    self.typePrefix = typePrefix
    self.typeSuffix = typeSuffix
    self.namespace = namespace
  }

  /// A root field's name with prefix and suffix.
  package func rootField(_ name: String, convention: NamingConvention) -> String {
    switch convention {
    case .hasuraDefault:
      return rootFieldPrefix + name + rootFieldSuffix
    case .graphqlDefault:
      let body = rootFieldPrefix.isEmpty ? name : rootFieldPrefix + uppercasedFirst(name)
      return rootFieldSuffix.isEmpty ? body : body + uppercasedFirst(rootFieldSuffix)
    }
  }

  /// A type's name with prefix and suffix.
  package func type(_ name: String, convention: NamingConvention) -> String {
    switch convention {
    case .hasuraDefault:
      return typePrefix + name + typeSuffix
    case .graphqlDefault:
      let body = typePrefix.isEmpty ? name : uppercasedFirst(typePrefix) + uppercasedFirst(name)
      return typeSuffix.isEmpty ? body : body + uppercasedFirst(typeSuffix)
    }
  }
}
