/// An operator between two expressions.
enum BinaryOperator: String, Sendable, Hashable {
  case or = "||"
  case and = "&&"
  case contains = "in"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// How strongly the operator binds.
  var precedence: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .contains: 3
    case .equal, .notEqual: 4
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 5
    }
  }
}
