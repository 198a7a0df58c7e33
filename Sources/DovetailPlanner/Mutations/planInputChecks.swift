import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// The rows that a webhook sees, by the relationships on the way to them: it is asked once a level.
struct RowsToCheck {
  private var levels: OrderedDictionary<[String], Level> = [:]

  private struct Level {
    var webhook: InputValidation
    var rows: [Operand]
  }

  /// Adds a row at the end of the way.
  mutating func add(_ row: Operand, at level: [String], for webhook: InputValidation) {
    levels[level, default: Level(webhook: webhook, rows: [])].rows.append(row)
  }

  /// The checks, outer rows before those inside.
  var checks: [InputCheck] {
    levels.values.map { InputCheck(webhook: $0.webhook, input: .list($0.rows)) }
  }
}

extension OperationPlanning {
  /// Has a webhook, if there is one, see the arguments of an update or delete.
  func check(
    _ members: [InputReader.Member],
    with webhook: InputValidation?
  ) throws(PlannerError) {
    guard let webhook else { return }
    inputChecks.append(InputCheck(webhook: webhook, input: .list([try given(members)])))
  }

  /// Has a webhook, if there is one, see the primary key of what is deleted.
  func check(
    primaryKey members: [InputReader.Member],
    with webhook: InputValidation?
  ) throws(PlannerError) {
    guard let webhook else { return }
    let key = Operand.Member(name: "pk_columns", value: try given(members))
    inputChecks.append(InputCheck(webhook: webhook, input: .list([.object([key])])))
  }

  /// Members as the client gave them.
  func given(_ members: [InputReader.Member]) throws(PlannerError) -> Operand {
    var object: [Operand.Member] = []
    for member in members {
      object.append(
        Operand.Member(
          name: member.definition.name,
          value: try reader.operand(member.value, path: member.path)
        )
      )
    }
    return .object(object)
  }
}
