import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Finds types of remote schemas whose names something else already has (contract 06 §2, rule 3).
///
/// Equal definitions merge silently, and so do scalars.
struct TypeNameClashes {
  /// The names that tables give rise to.
  private let tableTypes: Set<String>
  /// The types of the schemas before, and those of actions.
  private var otherTypes: [String: SchemaType]

  init(_ sources: some Sequence<SourceCatalog>, _ actions: ActionCatalog) {
    tableTypes = Self.tableTypes(of: sources)
    otherTypes = Dictionary(uniqueKeysWithValues: actions.types.map { ($0.key, $0.value) })
  }

  /// The names that the tables of sources give rise to, and their logical models.
  static func tableTypes(
    of sources: some Sequence<SourceCatalog>,
    countsModels: Bool = true
  ) -> Set<String> {
    var names: Set<String> = ["query_root", "mutation_root", "subscription_root"]
    for source in sources {
      for table in source.tables.values {
        for words in generated { names.insert(table.naming.typeName(words)) }
      }
      guard countsModels else { continue }
      for model in source.logicalModels.values {
        for words in generatedByModels { names.insert(model.naming.typeName(words)) }
      }
    }
    return names
  }

  /// The name of a type of the schema that clashes; nil if there is none, and then its types count
  /// for the schemas that follow.
  mutating func clash(of schema: RemoteSchemaCatalog) -> String? {
    let types = schema.full.clientSchema.definedTypes
    for type in types.values where !isRoot(type.name, of: schema) {
      if case .scalar = type.kind { continue }
      if tableTypes.contains(type.name) { return type.name }
      if let known = otherTypes[type.name], !typeDefinitionsEqual(known, type) {
        return type.name
      }
    }
    for type in types.values where !isRoot(type.name, of: schema) {
      otherTypes[type.name] = type
    }
    return nil
  }

  /// The root types of remote schemas are taken apart, so their names mean nothing.
  private func isRoot(_ name: String, of schema: RemoteSchemaCatalog) -> Bool {
    let view = schema.full.clientSchema
    return [.query, .mutation, .subscription].contains { view.rootTypeName(for: $0) == name }
  }

  /// The names of types that a logical model gives rise to.
  private static let generatedByModels: [[String]] = [
    [], ["bool", "exp"], ["order", "by"], ["select", "column"],
  ]

  /// Logical models that have the name of a type of a table, or of a model of another source.
  static func clashes(
    of sources: OrderedDictionary<SourceName, SourceCatalog>
  ) -> [Inconsistency] {
    guard sources.values.contains(where: { !$0.logicalModels.isEmpty }) else { return [] }
    var names = tableTypes(of: sources.values, countsModels: false)
    var found: [Inconsistency] = []
    for source in sources.values {
      for (name, model) in source.logicalModels {
        let own = generatedByModels.map { model.naming.typeName($0) }
        if let clash = own.first(where: { names.contains($0) }) {
          found.append(
            Inconsistency(
              object: .logicalModel(source.name, name),
              reason: "in logical model \"\(name)\": the GraphQL type '\(clash)' exists already: "
                + "give the model another name, or the source a customization of type names",
              code: .invalidConfiguration
            )
          )
        }
        names.formUnion(own)
      }
    }
    return found
  }

  private static let generated: [[String]] = [
    [], ["aggregate"], ["aggregate", "fields"], ["bool", "exp"], ["order", "by"],
    ["select", "column"], ["aggregate", "order", "by"], ["aggregate", "bool", "exp"],
    ["insert", "input"], ["set", "input"], ["inc", "input"], ["mutation", "response"],
    ["on", "conflict"], ["constraint"], ["update", "column"], ["updates"],
    ["pk", "columns", "input"], ["max", "fields"], ["min", "fields"], ["avg", "fields"],
    ["sum", "fields"], ["obj", "rel", "insert", "input"], ["arr", "rel", "insert", "input"],
    ["enum"],
  ]
}
