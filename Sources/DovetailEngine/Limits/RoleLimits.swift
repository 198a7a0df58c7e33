import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// The API limits that hold for a role.
struct RoleLimits: Sendable {
  var depth: Int?
  var nodes: Int?
  /// In seconds.
  var time: Int?
  var batch: Int?
  var rate: Rate?

  /// Requests a minute.
  struct Rate: Sendable, Hashable {
    var requests: Int
    var countedBy: Counting
  }

  /// Which requests are counted together, besides being of the same role.
  enum Counting: Sendable, Hashable {
    case role
    case address
    case sessionVariables([String])
  }

  /// The limits of a session; nil if it has none: administrators never have.
  init?(_ limits: APILimits, for session: Session) {
    guard !session.isAdmin, !limits.isDisabled, limits != APILimits() else { return nil }
    let role = session.role
    depth = limits.depth?.bound(for: role)
    nodes = limits.nodes?.bound(for: role)
    time = limits.time?.bound(for: role)
    batch = limits.batch?.bound(for: role)
    rate = limits.rate?.bound(for: role).map { Rate($0) }
  }

  /// Refuses an operation that costs more than the role may ask for.
  func check(_ cost: OperationCost) throws(EngineError) {
    if let depth, cost.depth > depth {
      throw EngineError(
        code: "depth-limit-exceeded",
        message: "the operation has a depth of \(shown(cost.depth)), and the limit is \(depth)"
      )
    }
    if let nodes, cost.nodes > nodes {
      throw EngineError(
        code: "node-limit-exceeded",
        message: "the operation has \(shown(cost.nodes)) nodes, and the limit is \(nodes)"
      )
    }
  }

  /// Refuses a batch of more operations than the role may send at once.
  func check(batchOf operations: Int) throws(EngineError) {
    guard let batch, operations > batch else { return }
    throw EngineError(
      code: "batch-limit-exceeded",
      message: "the batch has \(operations) requests, which is more than the limit of \(batch)"
    )
  }

  private func shown(_ number: Int) -> String { number == .max ? "too many" : "\(number)" }

  /// The error of an operation that took too long.
  static func timeExceeded(_ seconds: Int) -> EngineError {
    EngineError(
      code: "time-limit-exceeded",
      message: "the operation was ended since it took longer than the limit of \(seconds) s"
    )
  }
}

extension RoleLimits.Rate {
  init(_ rate: APILimits.Rate) {
    requests = rate.maximumRequestsPerMinute
    switch rate.uniqueParameters {
    case .string: countedBy = .address
    case .array(let names): countedBy = .sessionVariables(names.compactMap(\.stringValue))
    default: countedBy = .role
    }
  }
}
