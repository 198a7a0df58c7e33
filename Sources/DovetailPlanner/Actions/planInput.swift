import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// Arguments as one object that travels as JSON.
  func planInput(_ members: [InputReader.Member]) throws(PlannerError) -> Operand {
    var object: [Operand.Member] = []
    for member in members {
      object.append(
        Operand.Member(
          name: member.definition.name,
          value: try planInput(member.value, member.definition.type, path: member.path, depth: 0)
        )
      )
    }
    return .object(object)
  }

  /// A value checked against its type, as JSON.
  private func planInput(
    _ value: GivenValue,
    _ type: TypeReference,
    path: String,
    depth: Int
  ) throws(PlannerError) -> Operand {
    guard depth < reader.limits.inputDepth else {
      throw PlannerError(
        message: "the value is nested more than \(reader.limits.inputDepth) levels deep",
        path: path
      )
    }
    if value.isNull {
      guard !type.isNonNull else {
        throw PlannerError(
          message: "unexpected null value for type '\(type.namedType)'",
          path: path
        )
      }
      // Whether there is a value belongs to the shape of variables, on which the plan depends.
      return .constant(.null)
    }
    if case .list(let itemType) = type.nullable {
      var items: [Operand] = []
      for item in try reader.list(value, itemType: itemType, path: path) {
        items.append(try planInput(item.value, itemType, path: item.path, depth: depth + 1))
      }
      return .list(items)
    }
    let name = type.namedType
    switch schema.type(named: name)?.kind {
    case .inputObject:
      var members: [Operand.Member] = []
      for member in try reader.object(value, typeName: name, path: path) {
        members.append(
          Operand.Member(
            name: member.definition.name,
            value: try planInput(
              member.value,
              member.definition.type,
              path: member.path,
              depth: depth + 1
            )
          )
        )
      }
      return .object(members)
    case .enum:
      return .constant(
        .string(try reader.enumValue(value, typeName: name, path: path).name)
      )
    default:
      return try planScalar(value, name, path: path)
    }
  }

  /// A value of one of the specification's scalars is checked; others take anything.
  private func planScalar(
    _ value: GivenValue,
    _ name: String,
    path: String
  ) throws(PlannerError) -> Operand {
    let operand = try reader.operand(value, path: path)
    guard let scalar = ParameterCheck.Scalar(rawValue: name) else { return operand }
    switch operand {
    case .constant(let constant):
      guard scalar.accepts(constant) else {
        throw reader.expected(scalar.expectation, name, value, path)
      }
    default:
      // The value differs from request to request, so that each has to look at its own.
      checks.append(ParameterCheck(operand: operand, kind: .scalar(scalar), path: path))
    }
    return operand
  }
}
