import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// The arguments that choose a page of a connection.
package enum PageArgument: String, Sendable, CaseIterable {
  case first
  case last
  case after
  case before
}

extension RoleSchema {
  /// `T_connection`: the rows of a table, page by page.
  func makeConnectionField(_ name: String, _ table: TableName, _ source: SourceName) -> SchemaField?
  {
    guard let view = view(of: table, in: source), view.table.hasGlobalID, view.offers(.select)
    else { return nil }
    return SchemaField(
      name: name,
      description: describe(
        view.table.naming.customRootFields[.select]?.comment,
        "fetch data from the table: \"\(view.table.naming.base)\""
      ),
      arguments: connectionArguments(view),
      type: .nonNull(reference(.connection(view.id))),
      attachment: FieldMeaning.connection(view)
    )
  }

  /// `f_connection`: the rows that a tracked function gives, page by page.
  func makeFunctionConnectionField(
    _ name: String,
    _ functionName: FunctionName,
    _ source: SourceName
  ) -> SchemaField? {
    guard let function = catalog.sources[source]?.functions[functionName], mayCall(function),
      let view = view(of: function.table, in: source), view.table.hasGlobalID
    else { return nil }
    var arguments = functionArguments(function, source)
    arguments.merge(connectionArguments(view)) { first, _ in first }
    return SchemaField(
      name: name,
      description: describe(
        function.description,
        "execute function \"\(function.name)\" which returns \"\(view.table.naming.base)\""
      ),
      arguments: arguments,
      type: .nonNull(reference(.connection(view.id))),
      attachment: FieldMeaning.functionConnection(function, view)
    )
  }

  /// Adds `R_connection` beside an array relationship.
  func addConnection(
    of relationship: Relationship,
    _ target: TableView,
    to fields: inout OrderedDictionary<String, SchemaField>,
    _ convention: NamingConvention
  ) {
    guard style == .relay, target.table.hasGlobalID else { return }
    let name =
      switch convention {
      case .hasuraDefault: relationship.name.value + "_connection"
      case .graphqlDefault: relationship.name.value + "Connection"
      }
    fields[name] = SchemaField(
      name: name,
      description: describe(relationship.description, "An array relationship connection"),
      arguments: connectionArguments(target),
      type: .nonNull(reference(.connection(target.id))),
      attachment: FieldMeaning.relationshipConnection(relationship, target)
    )
  }

  /// `first`, `last`, `after` and `before`, and which rows in which order.
  private func connectionArguments(
    _ view: TableView
  ) -> OrderedDictionary<String, SchemaInputValue> {
    var arguments = rowArguments(view).filter { _, argument in
      switch argument.attachment as? RowArgument {
      case .limit?, .offset?: false
      default: true
      }
    }
    for argument in PageArgument.allCases {
      let isNumber = argument == .first || argument == .last
      arguments[argument.rawValue] = SchemaInputValue(
        name: argument.rawValue,
        type: .named(Name(isNumber ? "Int" : "String")),
        attachment: argument
      )
    }
    return arguments
  }

  /// `node`: a row of any table by its global id; nil if the role sees no table that has such ids.
  func makeNodeField() -> SchemaField? {
    guard style == .relay, hasNodes else { return nil }
    return SchemaField(
      name: "node",
      arguments: [
        "id": SchemaInputValue(
          name: "id",
          description: "A globally unique id",
          type: .nonNull(.named(Name("ID")))
        )
      ],
      type: reference(.node),
      attachment: FieldMeaning.node
    )
  }
}
