import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// The root field of a native query, if the role may read rows of its model.
  func makeNativeQueryField(
    _ name: String,
    _ queryName: String,
    _ sourceName: SourceName
  ) -> SchemaField? {
    guard let source = catalog.sources[sourceName], let query = source.nativeQueries[queryName],
      let view = view(of: .nativeQuery(queryName), in: source)
    else { return nil }
    var arguments = queryArguments(.nativeQuery(queryName), source)
    arguments.merge(rowArguments(view)) { first, _ in first }
    return SchemaField(
      name: name,
      description: describe(query.description, nil),
      arguments: arguments,
      type: .nonNull(.list(.nonNull(reference(.row(view.id))))),
      attachment: FieldMeaning.nativeQuery(query, view)
    )
  }

  /// `args`, if the rows come of a native query that takes anything of clients.
  func queryArguments(
    _ rows: RelatedRows,
    _ source: SourceCatalog
  ) -> OrderedDictionary<String, SchemaInputValue> {
    guard case .nativeQuery(let name) = rows, let query = source.nativeQueries[name],
      !query.arguments.isEmpty
    else { return [:] }
    let type = reference(.nativeQueryArguments(source.name, name))
    let isRequired = query.arguments.contains { !$0.isNullable }
    return [
      "args": SchemaInputValue(
        name: "args",
        description: "input parameters for native query \"\(name)\"",
        type: isRequired ? .nonNull(type) : type
      )
    ]
  }

  /// Whether conditions and orders, which have no place for arguments, can use a relationship.
  func takesNoArguments(_ relationship: Relationship, _ view: TableView) -> Bool {
    guard case .nativeQuery(let name) = relationship.target else { return true }
    return view.source.nativeQueries[name]?.arguments.isEmpty ?? true
  }

  /// `<query>_arguments`.
  func makeNativeQueryArgumentsType(_ source: SourceName, _ name: String) -> SchemaType? {
    guard let query = catalog.sources[source]?.nativeQueries[name] else { return nil }
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    for argument in query.arguments {
      let type = valueType(argument.type)
      fields[argument.name] = SchemaInputValue(
        name: argument.name,
        description: argument.description,
        type: argument.isNullable ? type : .nonNull(type),
        attachment: argument
      )
    }
    return SchemaType(
      name: typeName(.nativeQueryArguments(source, name)),
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  func nativeQueryTypeName(_ source: SourceName, _ name: String) -> String {
    catalog.sources[source]?.nativeQueries[name]?.naming.typeName(["arguments"])
      ?? name + "_arguments"
  }
}
