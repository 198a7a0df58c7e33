import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// Builds the type that a key stands for; nil if the role sees nothing of it.
  func makeType(_ key: TypeKey) -> SchemaType? {
    switch key {
    case .root(let kind): makeRootType(kind)
    case .namespace(let name, let kind): makeNamespaceType(name, kind)
    case .scalar(let name): SchemaType(name: name, kind: .scalar(specifiedBy: nil))
    case .row(let id): view(id).map(makeRowType)
    case .aggregate(let id): view(id).map(makeAggregateType)
    case .aggregateFields(let id): view(id).map(makeAggregateFieldsType)
    case .aggregateFunctionFields(let id, let function):
      view(id).map { makeAggregateFunctionFieldsType($0, function) }
    case .selectColumn(let id): view(id).map(makeSelectColumnType)
    case .enumTable(let id): makeEnumTableType(id)
    case .computedArguments(let id, let name):
      view(id).flatMap { view in
        view.table.computedFields[name].map { makeComputedArgumentsType(view, $0) }
      }
    case .functionArguments(let source, let name): makeFunctionArgumentsType(source, name)
    case .nativeQueryArguments(let source, let name):
      makeNativeQueryArgumentsType(source, name)
    case .boolExp(let id): conditionView(id).map(makeBoolExpType)
    case .aggregateBoolExp(let id): view(id).map(makeAggregateBoolExpType)
    case .aggregateBoolExpFunction(let id, let function):
      view(id).map { makeAggregateBoolExpFunctionType($0, function) }
    case .aggregateBoolExpColumns(let id, let function):
      view(id).map { makeAggregateBoolExpColumnsType($0, function) }
    case .aggregateBoolExpPair(let id, let function):
      view(id).map { makeAggregateBoolExpPairType($0, function) }
    case .comparison(let subject): makeComparisonType(subject)
    case .cast(let subject): makeCastType(subject)
    case .spatialDistance(let isGeography, let convention):
      makeSpatialDistanceType(isGeography: isGeography, convention)
    case .rasterBandGeometry(let bandFirst, let convention):
      makeRasterType(bandFirst: bandFirst, convention)
    case .orderBy(let id): view(id).map(makeOrderByType)
    case .aggregateOrderBy(let id): view(id).map(makeAggregateOrderByType)
    case .aggregateFunctionOrderBy(let id, let function):
      view(id).map { makeAggregateFunctionOrderByType($0, function) }
    case .orderDirection(let convention): makeOrderDirectionType(convention)
    case .mutationResponse(let id): makeMutationResponseType(id)
    case .insertInput(let id): insertView(of: id.table, in: id.source).map(makeInsertInputType)
    case .parentInsertInput(let id):
      insertView(of: id.table, in: id.source).map { makeNestedInsertType($0, isList: false) }
    case .childrenInsertInput(let id):
      insertView(of: id.table, in: id.source).map { makeNestedInsertType($0, isList: true) }
    case .onConflict(let id):
      catalog.table(id.table, in: id.source).map { makeConflictType($0, id) }
    case .constraint(let id):
      catalog.table(id.table, in: id.source).map { makeConstraintType($0, id) }
    case .updateColumn(let id):
      catalog.table(id.table, in: id.source).map { makeUpdateColumnType($0, id) }
    case .updateOperator(let id, let operation):
      updateView(of: id.table, in: id.source).map { makeUpdateOperatorType($0, operation) }
    case .primaryKeyColumns(let id): view(id).map(makePrimaryKeyColumnsType)
    case .updates(let id): updateView(of: id.table, in: id.source).map(makeUpdatesType)
    case .custom(let name): makeCustomType(name)
    case .actionResult(let name): makeActionResultType(name)
    case .connection(let id): view(id).map(makeConnectionType)
    case .edge(let id): view(id).map(makeEdgeType)
    case .pageInfo: makePageInfoType()
    case .node: makeNodeType()
    case .federationService: makeServiceType()
    case .federationEntity: makeEntityType()
    case .remote(let schema, let name): makeRemoteType(name, in: schema)
    case .remoteNamespace(let schema, let kind): makeRemoteNamespaceType(schema, kind)
    case .reducedInput(let schema, let name): makeReducedInputType(name, in: schema)
    }
  }

  /// The name of the type that a key stands for.
  func typeName(_ key: TypeKey) -> String {
    switch key {
    case .root(let kind): kind.rawValue + "_root"
    case .namespace(let name, .query): name + "_query"
    case .namespace(let name, .mutation):
      name + (usesBackendOnlyPermissions ? "_mutation_backend" : "_mutation_frontend")
    case .namespace(let name, .subscription): name + "_subscription"
    case .scalar(let name): name
    case .row(let id): tableTypeName(id, [])
    case .aggregate(let id): tableTypeName(id, ["aggregate"])
    case .aggregateFields(let id): tableTypeName(id, ["aggregate", "fields"])
    case .aggregateFunctionFields(let id, let function):
      tableTypeName(id, functionWords(function) + ["fields"])
    case .selectColumn(let id): tableTypeName(id, ["select", "column"])
    case .enumTable(let id): tableTypeName(id, ["enum"])
    case .computedArguments(let id, let name):
      catalog.rowType(id)?.naming.argumentsType(of: name.value)
        ?? name.value + "_" + tableTypeName(id, ["args"])
    case .functionArguments(let source, let name): functionTypeName(source, name, ["args"])
    case .nativeQueryArguments(let source, let name): nativeQueryTypeName(source, name)
    case .boolExp(let id): tableTypeName(id, ["bool", "exp"])
    case .aggregateBoolExp(let id): tableTypeName(id, ["aggregate", "bool", "exp"])
    case .aggregateBoolExpFunction(let id, let function):
      tableTypeName(id, ["aggregate", "bool", "exp"] + functionWords(function))
    case .aggregateBoolExpColumns(let id, let function):
      selectColumnTypeName(id, function, ["arguments", "columns"])
    case .aggregateBoolExpPair(let id, let function):
      tableTypeName(id, ["aggregate", "bool", "exp"] + functionWords(function) + ["arguments"])
    case .comparison(let subject): comparisonTypeName(subject)
    case .cast(let subject): subject.convention.typeName(subject.scalar, ["cast", "exp"])
    case .spatialDistance(let isGeography, let convention):
      convention.typeName("st", ["d", "within"] + (isGeography ? ["geography"] : []) + ["input"])
    case .rasterBandGeometry(true, let convention):
      convention.typeName("st", ["intersects", "nband", "geom", "input"])
    case .rasterBandGeometry(false, let convention):
      convention.typeName("st", ["intersects", "geom", "nband", "input"])
    case .orderBy(let id): tableTypeName(id, ["order", "by"])
    case .aggregateOrderBy(let id): tableTypeName(id, ["aggregate", "order", "by"])
    case .aggregateFunctionOrderBy(let id, let function):
      tableTypeName(id, functionWords(function) + ["order", "by"])
    case .orderDirection(let convention): convention.typeName("order", ["by"])
    case .mutationResponse(let id): tableTypeName(id, ["mutation", "response"])
    case .insertInput(let id): tableTypeName(id, ["insert", "input"])
    case .parentInsertInput(let id): tableTypeName(id, ["obj", "rel", "insert", "input"])
    case .childrenInsertInput(let id): tableTypeName(id, ["arr", "rel", "insert", "input"])
    case .onConflict(let id): tableTypeName(id, ["on", "conflict"])
    case .constraint(let id): tableTypeName(id, ["constraint"])
    case .updateColumn(let id): tableTypeName(id, ["update", "column"])
    case .updateOperator(let id, let operation): tableTypeName(id, operation.words)
    case .primaryKeyColumns(let id): tableTypeName(id, ["pk", "columns", "input"])
    case .updates(let id): tableTypeName(id, ["updates"])
    case .custom(let name): name
    case .actionResult(let name): name.value
    case .connection(let id): relayTypeName(id, "Connection")
    case .edge(let id): relayTypeName(id, "Edge")
    case .pageInfo: "PageInfo"
    case .node: "Node"
    case .federationService: FederationName.serviceType
    case .federationEntity: FederationName.entityType
    case .remote(_, let name): name
    case .remoteNamespace(let schema, let kind): remoteNamespaceTypeName(schema, kind)
    case .reducedInput(_, let name): name
    }
  }

  private func conditionView(_ id: TableID) -> TableView? {
    if id.isLogicalModel { return view(id) }
    guard let source = catalog.sources[id.source], let table = catalog.rowType(id) else {
      return nil
    }
    return conditionView(of: table, in: source)
  }

  func tableTypeName(_ id: TableID, _ words: [String]) -> String {
    catalog.rowType(id)?.naming.typeName(words)
      ?? ([id.table.description] + words).joined(separator: "_")
  }

  private func relayTypeName(_ id: TableID, _ word: String) -> String {
    catalog.table(id.table, in: id.source)?.naming.relayTypeName(word)
      ?? id.table.description + word
  }

  func functionWords(_ function: AggregateFunction) -> [String] {
    function.rawValue.split(separator: "_").map(String.init)
  }

  private func selectColumnTypeName(
    _ id: TableID,
    _ function: AggregateFunction,
    _ words: [String]
  ) -> String {
    tableTypeName(
      id,
      ["select", "column"] + [
        tableTypeName(id, ["aggregate", "bool", "exp"] + functionWords(function))
      ] + words
    )
  }

  /// The scalar (or enum table) type of a column's values.
  func valueType(_ column: Column, in source: SourceName) -> TypeReference {
    if let table = column.enumTable {
      return reference(.enumTable(TableID(source: source, table: table)))
    }
    return valueType(column.type)
  }

  /// The GraphQL type of values of a database type: its scalar, or lists of it.
  func valueType(_ type: ColumnType) -> TypeReference {
    if let element = type.elementType {
      if let scalar = arrayScalar(of: type) { return reference(.scalar(scalar)) }
      return .list(.nonNull(valueType(element)))
    }
    return reference(.scalar(type.graphQLName))
  }
}
