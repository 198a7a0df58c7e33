import DovetailCatalog
import DovetailPlan
import OrderedJSON

extension Parameter {
  /// A member of an object parameter, to be bound by itself.
  func member(_ name: String, type: ColumnType) -> SQLBinding {
    SQLBinding(
      operand: operand.member(name),
      type: type,
      encoding: .value,
      path: "\(path).\(name)"
    )
  }
}

extension Operand {
  /// A member of the value; null if there is none.
  fileprivate func member(_ name: String) -> Operand {
    switch self {
    case .object(let members):
      members.last { $0.name == name }?.value ?? .constant(.null)
    case .constant(let value):
      .constant(value[name] ?? .null)
    case .variable(let reference):
      .variable(VariableReference(name: reference.name, path: reference.path + [.key(name)]))
    case .session, .allSessionVariables, .encoded, .prefetched, .list:
      .constant(.null)
    }
  }
}
