import DovetailExecution
import DovetailMetadata
import DovetailPlan
import GraphQLLanguage
import OrderedJSON

/// The upstream calls of an operation as a tree, with what they brought if they were made.
struct PlanExplanation {
  let plan: PreparedPlan
  let trace: ExecutionTrace?
  private let calls: [ObjectIdentifier: [ExecutionTrace.Call]]

  init(plan: PreparedPlan, trace: ExecutionTrace?) {
    self.plan = plan
    self.trace = trace
    self.calls = Dictionary(grouping: trace?.calls ?? [], by: \.node)
  }

  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("mode", .string((trace == nil ? ExplainMode.plan : .analyze).rawValue)),
      ("fetches_run", .string(plan.plan.kind == .mutation ? "one after the other" : "together")),
    ]
    if let trace { members.append(("duration_ms", milliseconds(trace.duration))) }
    let prefetches = plan.prefetchOutline
    if !prefetches.isEmpty {
      members.append(("reads_keys_first", .array(prefetches.map { json(of: $0) })))
    }
    members.append(("fetches", .array(plan.outline.map { json(of: $0) })))
    return .object(members: members)
  }

  private func json(of outline: PreparedPlan.Outline) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    if !outline.roots.isEmpty {
      let fields = outline.roots.map { JSONValue.string($0.joined(separator: ".")) }
      members.append(("fields", .array(fields)))
    }
    members += outline.descriptiveMembers
    if trace != nil {
      let calls = outline.node.flatMap { self.calls[$0] } ?? []
      members.append(("calls", .array(calls.map { json(of: $0) })))
    }
    if !outline.joins.isEmpty {
      members.append(("joins", .array(outline.joins.map { json(of: $0) })))
    }
    return .object(members: members)
  }

  private func json(of call: ExecutionTrace.Call) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("start_ms", milliseconds(call.start)), ("duration_ms", milliseconds(call.duration)),
    ]
    if call.relationship != nil { members.append(("keys", .int(call.keyCount))) }
    if let failure = call.failure {
      members.append(("error", .string(failure)))
    } else {
      members.append(("rows", .int(call.rowCount)))
      members.append(("bytes", .int(call.byteCount)))
    }
    return .object(members: members)
  }

  /// With three digits, so that microseconds can be told apart.
  private func milliseconds(_ duration: Duration) -> JSONValue {
    let (seconds, attoseconds) = duration.components
    let microseconds = Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
    let fraction = String(microseconds % 1_000 + 1_000).dropFirst()
    return .number(JSONNumber(unchecked: "\(microseconds / 1_000).\(fraction)"))
  }
}

extension PreparedPlan.Outline {
  /// Who is asked, what, and how keys are looked up.
  var descriptiveMembers: [(key: String, value: JSONValue)] {
    var members: [(key: String, value: JSONValue)] = []
    if let relationship { members.append(("relationship", .string(relationship))) }
    switch target {
    case .source(let name):
      members.append(("source", .string(name.value)))
      members.append(("sql", .string(text)))
    case .remoteSchema(let name):
      members.append(("remote_schema", .string(name.value)))
      members.append(("graphql", .string(text)))
    case .action(let name):
      members.append(("action", .string(name.value)))
      members.append(("request", .string(text)))
    case .request:
      break
    }
    if let lookup { members += lookup.descriptiveMembers }
    return members
  }
}

extension PreparedPlan.LookupOutline {
  /// How keys are looked up, and why so.
  fileprivate var descriptiveMembers: [(key: String, value: JSONValue)] {
    var members: [(key: String, value: JSONValue)] = [
      ("strategy", .string(choice.strategy.rawValue)), ("reason", .string(choice.reason)),
      ("key", .array(key.map { .string($0) })), ("max_keys", .int(maxKeys)),
    ]
    if let maxBytes { members.append(("max_bytes", .int(maxBytes))) }
    if let concurrency { members.append(("concurrency", .int(concurrency))) }
    if isSpread { members.append(("key_is_list", true)) }
    members.append(("on_error", .string(onError.rawValue)))
    return members
  }
}
