import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem

extension OperationPlanning {
  /// `order_by: [{…}]`: terms in the order in which they are given.
  func planOrder(
    _ value: GivenValue,
    _ view: TableView,
    path: String
  ) throws(PlannerError) -> [OrderTerm] {
    let typeName = schema.nameOfOrder(view)
    var terms: [OrderTerm] = []
    for item in try reader.list(value, itemType: .nonNull(.named(Name(typeName))), path: path) {
      terms += try planOrderObject(item.value, view, path: item.path, depth: 0) { $0 }
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
    depth: Int,
    _ wrap: (OrderTerm.Key) -> OrderTerm.Key
  ) throws(PlannerError) -> [OrderTerm] {
    guard depth < reader.limits.inputDepth else {
      throw PlannerError(
        message: "the value is nested more than \(reader.limits.inputDepth) levels deep",
        path: path
      )
    }
    var terms: [OrderTerm] = []
    for member in try reader.object(value, typeName: schema.nameOfOrder(view), path: path)
    where !member.value.isNull {
      switch member.definition.attachment as? InputMeaning {
      case .column(let visible):
        terms.append(try planTerm(member, key: wrap(.value(reference(to: visible, in: view)))))
      case .computed(let computed):
        let value = try computedReference(computed, in: view, path: member.path)
        terms.append(try planTerm(member, key: wrap(.value(value))))
      case .relationship(let relationship, let target):
        let filter = try permission(of: target)
        terms += try planOrderObject(
          member.value,
          target,
          path: member.path,
          depth: depth + 1
        ) { key in
          wrap(
            .related(
              .table(target.table.name),
              correlation(of: relationship),
              filter: filter,
              key: key
            )
          )
        }
      case .remoteTable(let relationship, let target, let targetView):
        let inner = try planOrderObject(
          member.value,
          targetView,
          path: member.path,
          depth: depth + 1
        ) { $0 }
        terms += try planPrefetchedOrder(
          inner,
          relationship,
          target,
          targetView,
          view,
          path: member.path
        ).map { term in
          OrderTerm(
            key: wrap(term.key),
            isDescending: term.isDescending,
            nullsFirst: term.nullsFirst
          )
        }
      case .relationshipAggregate(let relationship, let target):
        terms += try planAggregateOrder(
          member,
          of: .table(target.table.name),
          correlation(of: relationship),
          target,
          wrap
        )
      case .computedRowsAggregate(let computed, let target):
        let call = plainCall(of: computed, path: member.path)
        terms += try planAggregateOrder(member, of: .function(call), .none, target, wrap)
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
    _ wrap: (OrderTerm.Key) -> OrderTerm.Key
  ) throws(PlannerError) -> [OrderTerm] {
    let filter = try permission(of: target)
    var terms: [OrderTerm] = []
    for inner in try reader.object(
      member.value,
      typeName: member.definition.type.namedType,
      path: member.path
    )
    where !inner.value.isNull {
      switch inner.definition.attachment as? InputMeaning {
      case .aggregateCount:
        let key = OrderTerm.Key.aggregate(
          relation,
          related,
          filter: filter,
          function: .count,
          column: nil
        )
        terms.append(try planTerm(inner, key: wrap(key)))
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
          terms.append(try planTerm(column, key: wrap(key)))
        }
      default:
        continue
      }
    }
    return terms
  }

  private func planTerm(
    _ member: InputReader.Member,
    key: OrderTerm.Key
  ) throws(PlannerError) -> OrderTerm {
    let value = try reader.enumValue(
      member.value,
      typeName: member.definition.type.namedType,
      path: member.path
    )
    let direction = value.attachment as? OrderDirection ?? .asc
    return OrderTerm(
      key: key,
      isDescending: direction.isDescending,
      nullsFirst: direction.nullsFirst
    )
  }
}
