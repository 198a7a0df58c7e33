import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage

extension OperationPlanning {
  /// What is selected of the members of an interface or union of rows, by table: that of the chosen
  /// tables, whose rows the result may hold.
  ///
  /// Selections on other members are planned, too, since they must be valid as well.
  func planMembers(
    of field: CollectedField,
    abstractType: String,
    chosen: [TableView],
    view: (String) -> TableView?
  ) throws(PlannerError) -> [TableID: (([OutputField], [JoinKeyColumn]), JoinCollector)] {
    guard !field.selections.isEmpty else {
      throw PlannerError(
        message: "missing selection set for '\(abstractType)'",
        path: field.path
      )
    }
    let common = try collector.collect(
      field.selections,
      on: [abstractType],
      path: field.path,
      depth: field.depth
    )
    for shared in common where shared.name != "__typename" {
      guard schema.field(shared.name, of: abstractType) != nil else {
        throw unknownField(shared, abstractType)
      }
    }
    var planned: [TableID: (([OutputField], [JoinKeyColumn]), JoinCollector)] = [:]
    var views = chosen
    for name in typeConditions(in: field.selections) {
      if let view = view(name), !views.contains(where: { $0.id == view.id }) { views.append(view) }
    }
    for view in views {
      let typeName = view.table.naming.rowType
      let joins = JoinCollector()
      let fields = try collector.collect(
        field.selections,
        on: [typeName, abstractType],
        path: field.path,
        depth: field.depth
      )
      let output = try planOutput(fields, view, typeName: typeName, at: [], joins)
      if chosen.contains(where: { $0.id == view.id }) { planned[view.id] = (output, joins) }
    }
    return planned
  }

  /// The names in the type conditions of fragments, those inside of fields left out, in order.
  private func typeConditions(in sets: [SelectionSet]) -> [String] {
    var result: [String] = []
    var spread: Set<String> = []
    var pending = sets
    while let set = pending.popLast() {
      for selection in set.selections {
        switch selection {
        case .field:
          break
        case .inlineFragment(let fragment):
          if let condition = fragment.typeCondition { result.append(condition.value) }
          pending.append(fragment.selectionSet)
        case .fragmentSpread(let fragmentSpread):
          guard spread.insert(fragmentSpread.name.value).inserted,
            let fragment = collector.fragments[fragmentSpread.name.value]
          else { continue }
          result.append(fragment.typeCondition.value)
          pending.append(fragment.selectionSet)
        }
      }
    }
    return result
  }
}
