import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// Which rows a connection gives in which order, and which page of them: its arguments.
  func planPage(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ view: TableView,
    relation: Relation
  ) throws(PlannerError) -> ConnectionSelection {
    let arguments = try reader.arguments(of: field, definition.arguments)
    var rows = try planRowArguments(arguments, view, relation: relation)
    rows.permissionLimit = view.limit
    let given = try pageArguments(arguments, path: field.path + ".args")
    try checkDistinct(rows, path: field.path + ".args")
    let order = try planTotalOrder(arguments, rows, view)
    rows.order = order.map(\.term)
    var selection = ConnectionSelection(
      rows: rows,
      cursor: order.map(\.names),
      identity: identity(of: view)
    )
    if let first = given[.first] {
      selection.slice = .first(try planWindow(first, .nonNegativeInt32))
    } else if let last = given[.last] {
      selection.slice = .last(try planWindow(last, .nonNegativeInt32))
    }
    if let cursor = given[.after] ?? given[.before] {
      selection.bound = try planBound(
        cursor,
        side: given[.after] == nil ? .before : .after,
        order,
        path: field.path + ".args"
      )
    }
    return selection
  }

  /// The arguments that choose a page, without those that are null.
  private func pageArguments(
    _ arguments: [InputReader.Member],
    path: String
  ) throws(PlannerError) -> [PageArgument: InputReader.Member] {
    var given: [PageArgument: InputReader.Member] = [:]
    for argument in arguments where !argument.value.isNull {
      guard let kind = argument.definition.attachment as? PageArgument else { continue }
      given[kind] = argument
    }
    if given[.first] != nil, given[.last] != nil {
      throw PlannerError(message: "\"first\" and \"last\" are not allowed at once", path: path)
    }
    if given[.after] != nil, given[.before] != nil {
      throw PlannerError(message: "\"after\" and \"before\" are not allowed at once", path: path)
    }
    return given
  }

  // MARK: Order

  /// The client's order, made total by the primary key; each key counts where it stands first.
  private func planTotalOrder(
    _ arguments: [InputReader.Member],
    _ rows: RowSelection,
    _ view: TableView
  ) throws(PlannerError) -> [NamedOrderTerm] {
    var terms: [NamedOrderTerm] = []
    for argument in arguments where !argument.value.isNull {
      guard case .orderBy? = argument.definition.attachment as? RowArgument else { continue }
      terms = try planNamedOrder(argument.value, view, path: argument.path)
      // The place of a row among those of another source means nothing to a later request.
      if let other = terms.first(where: \.term.key.isPrefetched) {
        throw PlannerError(
          code: .notSupported,
          message: "a connection cannot be ordered by \"\(other.names.joined(separator: "."))\", "
            + "which is in another source",
          path: argument.path
        )
      }
    }
    if terms.isEmpty {
      // The first rows of their kind come in the order of what makes the kind, as in lists.
      terms = rows.distinctOn.enumerated().map { ascending($1, name: "distinct_\($0)") }
    }
    for (column, reference) in zip(view.table.keyColumns, identity(of: view)) {
      let name = view.table.columns[column.name]?.fieldName ?? column.name.value
      terms.append(ascending(reference, name: name))
    }
    var known: Set<OrderTerm.Key> = []
    return terms.filter { known.insert($0.term.key).inserted }
  }

  private func ascending(_ reference: ColumnReference, name: String) -> NamedOrderTerm {
    NamedOrderTerm(
      term: OrderTerm(key: .value(reference), isDescending: false, nullsFirst: false),
      names: [name]
    )
  }

  /// The columns of the primary key, whether the role sees them or not.
  func identity(of view: TableView) -> [ColumnReference] {
    view.table.keyColumns.map {
      ColumnReference($0.name, type: $0.type, isNullable: $0.isNullable)
    }
  }

  // MARK: Cursors

  private func planBound(
    _ argument: InputReader.Member,
    side: PageBound.Side,
    _ order: [NamedOrderTerm],
    path: String
  ) throws(PlannerError) -> PageBound {
    let text: String
    switch argument.value {
    case .literal(.string(let literal)): text = literal.value
    case .json(.string(let given), _): text = given
    default: throw reader.expected("a string", "String", argument.value, argument.path)
    }
    guard let cursor = EncodedJSON.decode(text),
      order.allSatisfy({ cursor.member(at: $0.names) != nil })
    else {
      throw PlannerError(message: invalidCursorMessage, path: path)
    }
    let operands: [Operand]
    if case .json(_, let reference) = argument.value {
      operands = order.map { .encoded(reference, path: $0.names) }
      // Other requests with this plan have other cursors.
      checks.append(
        ParameterCheck(
          operand: .variable(reference),
          kind: .cursor(order.map(\.names)),
          path: path
        )
      )
    } else {
      operands = order.map { .constant(cursor.member(at: $0.names) ?? .null) }
    }
    let values = zip(operands, order).map { operand, term in
      Parameter(operand, type: term.term.key.type, path: argument.path)
    }
    return PageBound(side: side, values: values)
  }
}

/// What is said of a text that no cursor of the connection can be.
package let invalidCursorMessage = "the \"after\" or \"before\" cursor is invalid"

extension OrderTerm.Key {
  /// Whether the values are places among rows of another source.
  fileprivate var isPrefetched: Bool {
    switch self {
    case .prefetched: true
    case .related(_, _, filter: _, let key): key.isPrefetched
    case .value, .aggregate: false
    }
  }
}
