import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension OperationCost {
  /// Measures commands of the older language of data like the operations that ask for the same:
  /// relationships among `columns` and `returning` nest.
  init(of commands: [EngineCommand]) {
    for command in commands {
      var cost = OperationCost()
      switch command {
      case .select(let arguments):
        cost = Self.cost(of: arguments["columns"], level: 0)
      case .insert(let arguments), .update(let arguments), .delete(let arguments):
        guard let returning = arguments["returning"] else { break }
        cost = Self.cost(of: returning, level: 0).below
      default:
        break
      }
      add(cost.below)
    }
  }

  /// Relationships nested deeper than this count as deeper than any limit.
  private static let relationshipLimit = 1_000

  private static func cost(of columns: JSONValue?, level: Int) -> OperationCost {
    guard level < relationshipLimit else { return .boundless }
    var total = OperationCost()
    for column in columns?.arrayValue ?? [] {
      guard let nested = column["columns"] else { continue }
      total.add(cost(of: nested, level: level + 1).below)
    }
    return total
  }
}

extension MetadataCommand {
  /// The commands that need the engine, those inside of bulks among them.
  var engineCommands: [EngineCommand] {
    switch work {
    case .edit: []
    case .engine(let command): [command]
    case .bulk(let commands, _): commands.flatMap(\.engineCommands)
    }
  }
}
