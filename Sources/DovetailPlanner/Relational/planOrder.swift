import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem

/// A term of an order, and the names by which a client reaches it in `T_order_by`.
struct NamedOrderTerm {
  var term: OrderTerm
  var names: [String]
}

extension OperationPlanning {
  /// `order_by: [{…}]`: terms in the order in which they are given.
  func planOrder(
    _ value: GivenValue,
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> [OrderTerm] {
    try planNamedOrder(value, view, path: path).map(\.term)
  }

  /// The same with the names of the terms.
  func planNamedOrder(
    _ value: GivenValue,
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> [NamedOrderTerm] {
    let typeName = schema.nameOfOrder(view)
    var terms: [NamedOrderTerm] = []
    for item in try reader.list(value, itemType: .nonNull(.named(Name(typeName))), path: path) {
      terms += try planOrderObject(item.value, view, path: item.path, within: []) { $0 }
    }
    return terms
  }

  /// The terms of one `T_order_by` object.
  ///
  /// `wrap` makes the key of the outermost row from that of the row at hand.
  private func planOrderObject(
    _ value: GivenValue,
    _ view: TableView,
    path: String,
    within names: [String],
    _ wrap: (OrderTerm.Key) -> OrderTerm.Key
  ) throws(PlannerError) -> [NamedOrderTerm] {
    guard names.count < reader.limits.inputDepth else {
      throw PlannerError(
        message: "the value is nested more than \(reader.limits.inputDepth) levels deep",
        path: path
      )
    }
    var terms: [NamedOrderTerm] = []
    for member in try reader.object(value, typeName: schema.nameOfOrder(view), path: path)
    where !member.value.isNull {
      let inner = names + [member.definition.name]
      switch member.definition.attachment as? InputMeaning {
      case .column(let visible):
        let key = OrderTerm.Key.value(reference(to: visible, in: view))
        terms.append(try planTerm(member, key: wrap(key), inner))
      case .computed(let computed):
        let value = try computedReference(computed, in: view, path: member.path)
        terms.append(try planTerm(member, key: wrap(.value(value)), inner))
      case .relationship(let relationship, let target):
        let filter = try permission(of: target)
        terms += try planOrderObject(
          member.value,
          target,
          path: member.path,
          within: inner
        ) { key in
          wrap(
            .related(
              plainRelation(of: relationship, to: target.table, from: view),
              correlation(of: relationship),
              filter: filter,
              key: key
            )
          )
        }
      case .remoteTable(let relationship, let target, let targetView):
        let innerTerms = try planOrderObject(
          member.value,
          targetView,
          path: member.path,
          within: inner
        ) { $0 }
        terms += try planPrefetchedOrder(
          innerTerms.map(\.term),
          relationship,
          target,
          targetView,
          view,
          path: member.path
        ).map { term in
          let wrapped = OrderTerm(
            key: wrap(term.key),
            isDescending: term.isDescending,
            nullsFirst: term.nullsFirst
          )
          return NamedOrderTerm(term: wrapped, names: inner)
        }
      case .relationshipAggregate(let relationship, let target):
        terms += try planAggregateOrder(
          member,
          of: .table(target.table.name),
          correlation(of: relationship),
          target,
          inner,
          wrap
        )
      case .computedRows(let computed, let target):
        let call = plainCall(of: computed, path: member.path)
        let filter = try permission(of: target)
        terms += try planOrderObject(
          member.value,
          target,
          path: member.path,
          within: inner
        ) { key in
          wrap(.related(.function(call), .none, filter: filter, key: key))
        }
      case .computedRowsAggregate(let computed, let target):
        let call = plainCall(of: computed, path: member.path)
        terms += try planAggregateOrder(member, of: .function(call), .none, target, inner, wrap)
      default:
        throw PlannerError(
          code: .unexpected,
          message: "'\(member.definition.name)' cannot be ordered by",
          path: member.path
        )
      }
    }
    return terms
  }

  private func planAggregateOrder(
    _ member: InputReader.Member,
    of relation: Relation,
    _ related: Correlation,
    _ target: TableView,
    _ names: [String],
    _ wrap: (OrderTerm.Key) -> OrderTerm.Key
  ) throws(PlannerError) -> [NamedOrderTerm] {
    let filter = try permission(of: target)
    var terms: [NamedOrderTerm] = []
    for inner in try reader.object(
      member.value,
      typeName: member.definition.type.namedType,
      path: member.path
    )
    where !inner.value.isNull {
      let innerNames = names + [inner.definition.name]
      switch inner.definition.attachment as? InputMeaning {
      case .aggregateCount:
        let key = OrderTerm.Key.aggregate(
          relation,
          related,
          filter: filter,
          function: .count,
          column: nil
        )
        terms.append(try planTerm(inner, key: wrap(key), innerNames))
      case .aggregateFunction(let function):
        for column in try reader.object(
          inner.value,
          typeName: inner.definition.type.namedType,
          path: inner.path
        )
        where !column.value.isNull {
          guard case .column(let visible)? = column.definition.attachment as? InputMeaning else {
            continue
          }
          let key = OrderTerm.Key.aggregate(
            relation,
            related,
            filter: filter,
            function: function,
            column: reference(to: visible, in: target)
          )
          terms.append(
            try planTerm(column, key: wrap(key), innerNames + [column.definition.name])
          )
        }
      default:
        continue
      }
    }
    return terms
  }

  private func planTerm(
    _ member: InputReader.Member,
    key: OrderTerm.Key,
    _ names: [String]
  ) throws(PlannerError) -> NamedOrderTerm {
    let value = try reader.enumValue(
      member.value,
      typeName: member.definition.type.namedType,
      path: member.path
    )
    let direction = value.attachment as? OrderDirection ?? .asc
    return NamedOrderTerm(
      term: OrderTerm(
        key: key,
        isDescending: direction.isDescending,
        nullsFirst: direction.nullsFirst
      ),
      names: names
    )
  }
}
