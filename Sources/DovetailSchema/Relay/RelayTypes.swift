import DovetailCatalog
package import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// `TConnection`: the edges to the rows of a page, and what the page is.
  func makeConnectionType(_ view: TableView) -> SchemaType {
    SchemaType(
      name: typeName(.connection(view.id)),
      description: "A Relay connection object on \"\(view.table.naming.base)\"",
      kind: .object(
        fields: [
          "edges": SchemaField(
            name: "edges",
            type: .nonNull(.list(.nonNull(reference(.edge(view.id))))),
            attachment: FieldMeaning.connectionEdges
          ),
          "pageInfo": SchemaField(
            name: "pageInfo",
            type: .nonNull(reference(.pageInfo)),
            attachment: FieldMeaning.connectionPageInfo
          ),
        ],
        interfaces: []
      )
    )
  }

  /// `TEdge`: a row and its cursor.
  func makeEdgeType(_ view: TableView) -> SchemaType {
    SchemaType(
      name: typeName(.edge(view.id)),
      kind: .object(
        fields: [
          "cursor": SchemaField(
            name: "cursor",
            type: .nonNull(.named(Name("String"))),
            attachment: FieldMeaning.edgeCursor
          ),
          "node": SchemaField(
            name: "node",
            type: .nonNull(reference(.row(view.id))),
            attachment: FieldMeaning.edgeNode
          ),
        ],
        interfaces: []
      )
    )
  }

  /// `PageInfo`, the same for all connections.
  func makePageInfoType() -> SchemaType {
    var fields: OrderedDictionary<String, SchemaField> = [:]
    for member in PageInfoMember.allCases {
      fields[member.rawValue] = SchemaField(
        name: member.rawValue,
        type: .nonNull(.named(Name(member.isCursor ? "String" : "Boolean"))),
        attachment: FieldMeaning.pageInfo(member)
      )
    }
    return SchemaType(
      name: typeName(.pageInfo),
      kind: .object(fields: fields, interfaces: [])
    )
  }

  /// `Node`: everything that has a global id.
  func makeNodeType() -> SchemaType {
    SchemaType(
      name: typeName(.node),
      description: "An object with globally unique ID",
      kind: .interface(fields: ["id": makeGlobalIDField(of: nil)], interfaces: [])
    )
  }

  /// `id` of a row type or of `Node`; it stands in the place of a column of that name.
  func makeGlobalIDField(of view: TableView?) -> SchemaField {
    SchemaField(
      name: "id",
      type: .nonNull(.named(Name("ID"))),
      attachment: view.map { FieldMeaning.globalID($0) }
    )
  }

  /// The tables whose rows are nodes for the role.
  private var nodeViews: some Sequence<TableView> {
    catalog.sources.values.lazy.flatMap { source in
      source.tables.values.lazy.filter(\.hasGlobalID).compactMap { table in
        self.view(of: table.name, in: source.name)
      }
    }
  }

  /// Whether the role sees any node.
  var hasNodes: Bool { nodeViews.contains { _ in true } }

  /// The row types that implement `Node`, sorted.
  var nodeTypeNames: [String] {
    nodeViews.map { reference(.row($0.id)).namedType }.sorted()
  }

  /// The table of which a global id of the first version means rows, or of the second, which names
  /// the source too; nil if the role sees none.
  package func nodeView(of table: TableName, in source: SourceName?) -> TableView? {
    guard let source = source ?? catalog.nodeSources[table],
      let view = view(of: table, in: source), view.table.hasGlobalID, view.offersRowsByKey
    else { return nil }
    return view
  }

  /// The node type of that name, if the role sees one.
  package func nodeView(named typeName: String) -> TableView? {
    guard style == .relay else { return nil }
    if let known = rowView(ofKnownType: typeName) {
      return known.table.hasGlobalID ? known : nil
    }
    return nodeViews.first { $0.table.naming.rowType == typeName }
  }

  /// The names that fragments on an object of the type may have.
  package func fragmentTypeNames(of typeName: String) -> Set<String> {
    guard style == .relay, case .object(_, let interfaces)? = type(named: typeName)?.kind else {
      return [typeName]
    }
    return Set(interfaces).union([typeName])
  }
}

/// The fields of `PageInfo`.
package enum PageInfoMember: String, Sendable, CaseIterable {
  case hasNextPage
  case hasPreviousPage
  case startCursor
  case endCursor

  /// Whether the value is a cursor.
  var isCursor: Bool { self == .startCursor || self == .endCursor }
}
