import DovetailMetadata
import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON

/// Prepares the fetches and lookups of a plan, in the order in which root fields use them.
struct PlanPreparation {
  private(set) var nodes: [FetchNode] = []
  private(set) var steps: [PreparedPlan.Step] = []
  private(set) var lookupTargets: [FetchTarget] = []
  private(set) var lookupConcurrency: [Int?] = []
  private let kind: OperationKind
  private let sources: (FetchTarget) -> (any Source)?
  private var uses: [Use] = []
  private var groups: [Int: Int] = [:]

  /// A fetch and the root fields that show its result.
  private struct Use {
    var fetch: Fetch
    var roots: [FetchNode.Root]
  }

  /// Starts with nothing prepared.
  init(kind: OperationKind, sources: @escaping (FetchTarget) -> (any Source)?) {
    self.kind = kind
    self.sources = sources
  }

  // MARK: Root fields

  /// The members of `data` or, with a path, of a namespace in it; collects the fetches.
  mutating func members(_ fields: [RootField], path: [String] = []) -> [PreparedPlan.RootMember] {
    var members: [PreparedPlan.RootMember] = []
    for field in fields {
      var writer = JSONWriter()
      writer.append(UInt8(ascii: members.isEmpty ? "{" : ","))
      writer.appendKey(field.key)
      let value = value(of: field, path: path + [field.key])
      members.append(
        PreparedPlan.RootMember(
          key: field.key,
          prefix: writer.bytes,
          value: value,
          isNonNull: field.value.isNonNull
        )
      )
    }
    return members
  }

  private mutating func value(of field: RootField, path: [String]) -> PreparedPlan.RootValue {
    switch field.value {
    case .constant(let bytes):
      return .constant(bytes)
    case .object(let fields):
      return .object(members(fields, path: path))
    case .fetch(let fetch):
      uses.append(Use(fetch: fetch, roots: [FetchNode.Root(path: path, member: nil)]))
      return .fetch(uses.count - 1)
    case .part(let reference):
      let index = groups[reference.group] ?? uses.count
      if index == uses.count {
        groups[reference.group] = index
        uses.append(Use(fetch: reference.fetch, roots: []))
      }
      let known = uses[index].roots.firstIndex { $0.member == reference.member }
      if let known { return .part(fetch: index, part: known) }
      uses[index].roots.append(FetchNode.Root(path: path, member: reference.member))
      return .part(fetch: index, part: uses[index].roots.count - 1)
    }
  }

  // MARK: Fetches

  /// Prepares the fetches that have been collected.
  mutating func prepareFetches() throws(SourceError) {
    var next = 0
    while next < uses.count {
      let run = transactionLength(from: next)
      if run > 0, let transaction = try transaction(next..<(next + run)) {
        steps.append(.transaction(Array(next..<(next + run)), transaction))
        next += run
      } else {
        let fetch = uses[next].fetch
        nodes.append(try node(for: uses[next], prepared: try source(fetch.target).prepare(fetch)))
        steps.append(.fetch(next))
        next += 1
      }
    }
  }

  /// How many fetches from an index on can share a transaction; 0 for fetches that need none.
  private func transactionLength(from start: Int) -> Int {
    guard kind == .mutation, case .source = uses[start].fetch.target else { return 0 }
    return uses[start...].prefix { $0.fetch.target == uses[start].fetch.target }.count
  }

  private mutating func transaction(
    _ range: Range<Int>
  ) throws(SourceError) -> PreparedTransaction? {
    let fetches = uses[range].map(\.fetch)
    let transaction = try source(uses[range.lowerBound].fetch.target).prepareTransaction(
      of: fetches
    )
    guard let transaction else { return nil }
    guard transaction.shapes.count == range.count, transaction.texts.count == range.count else {
      throw ExecutionError.broken("the source prepared another number of fetches than it was given")
    }
    for (offset, index) in range.enumerated() {
      let prepared = PreparedFetch(
        text: transaction.texts[offset],
        shape: transaction.shapes[offset]
      ) { (_) async throws(SourceError) -> FetchResult in
        throw ExecutionError.broken("a fetch of a transaction was run by itself")
      }
      nodes.append(try node(for: uses[index], prepared: prepared))
    }
    return transaction
  }

  private mutating func node(
    for use: Use,
    prepared: PreparedFetch
  ) throws(SourceError) -> FetchNode {
    let (joins, groups) = try joinNodes(for: use.fetch.joins)
    var compiler = ShapeCompiler(joins: use.fetch.joins, groups: groups)
    try compiler.compile(prepared.shape, members: use.roots.compactMap(\.member))
    return FetchNode(
      target: use.fetch.target,
      prepared: prepared,
      shape: CompiledShape(compiler.program),
      joins: joins,
      roots: use.roots
    )
  }

  // MARK: Lookups

  /// The lookups of edges, and for each edge the index of its lookup: edges that ask the same share.
  private mutating func joinNodes(
    for edges: [JoinEdge]
  ) throws(SourceError) -> ([JoinNode], groups: [Int]) {
    var nodes: [JoinNode] = []
    var groups: [Int] = []
    var known: [SharedLookup: Int] = [:]
    for edge in edges {
      let shared = SharedLookup(
        lookup: edge.lookup,
        onError: edge.onError,
        keyParts: edge.key.count
      )
      if let group = known[shared] {
        groups.append(group)
        continue
      }
      known[shared] = nodes.count
      groups.append(nodes.count)
      nodes.append(try joinNode(for: edge))
    }
    return (nodes, groups)
  }

  /// What must be equal for edges to share a lookup.
  private struct SharedLookup: Hashable {
    var lookup: Lookup
    var onError: JoinFailure
    var keyParts: Int
  }

  private mutating func joinNode(for edge: JoinEdge) throws(SourceError) -> JoinNode {
    var prepared = try source(edge.lookup.target).prepare(edge.lookup)
    let limits = limits(of: edge.lookup, prepared)
    if let spread = edge.lookup.spread {
      prepared = SpreadLookup(inner: prepared, part: spread, maxKeys: limits.keys).prepared
    }
    let target = lookupTargets.firstIndex(of: edge.lookup.target) ?? lookupTargets.count
    if target == lookupTargets.count {
      lookupTargets.append(edge.lookup.target)
      lookupConcurrency.append(prepared.concurrency)
    }
    let (joins, groups) = try joinNodes(for: edge.lookup.joins)
    var compiler = ShapeCompiler(joins: edge.lookup.joins, groups: groups)
    try compiler.compile(prepared.shape)
    return JoinNode(
      edge: edge,
      target: target,
      prepared: prepared,
      limits: limits,
      shape: CompiledShape(compiler.program),
      joins: joins
    )
  }

  /// What the source says, and what metadata says of the relationship.
  private func limits(of lookup: Lookup, _ prepared: PreparedLookup) -> LookupLimits {
    LookupLimits(
      keys: max(1, min(prepared.chunkSize, lookup.settings?.maxKeys ?? .max)),
      bytes: min(prepared.chunkBytes, lookup.settings?.maxBytes ?? .max),
      keyOverhead: prepared.keyOverhead,
      concurrency: lookup.settings?.concurrency,
      spread: lookup.spread
    )
  }

  private func source(_ target: FetchTarget) throws(SourceError) -> any Source {
    if target == .request { return RequestSource() }
    guard let source = sources(target) else {
      throw ExecutionError.broken("there is no source \"\(target.name)\"")
    }
    return source
  }
}

extension RootField.Value {
  /// Whether the type of the root field is known to be non-null.
  fileprivate var isNonNull: Bool {
    switch self {
    case .constant, .fetch: false
    case .part(let reference): reference.isNonNull
    // The field of a namespace.
    case .object: true
    }
  }
}

extension FetchTarget {
  /// The name of the source or remote schema.
  var name: String {
    switch self {
    case .source(let name): name.value
    case .remoteSchema(let name): name.value
    case .action(let name): name.value
    case .request: "the request"
    }
  }
}
