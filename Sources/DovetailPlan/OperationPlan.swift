package import GraphQLLanguage

/// All that is needed to answer an operation of one role, whatever the values of its variables.
package struct OperationPlan: Sendable, Hashable {
  package var kind: OperationKind
  /// The members of `data`, in response order.
  package var roots: [RootField]
  /// Variables and their checks that must be made for each request, before any fetch.
  package var checks: [ParameterCheck]
  /// What is read before the fetches of the roots, which refer to it.
  package var prefetches: [Prefetch]
  /// The webhooks that must agree before any fetch, in this order.
  package var inputChecks: [InputCheck]

  package init(
    kind: OperationKind,
    roots: [RootField],
    checks: [ParameterCheck] = [],
    prefetches: [Prefetch] = [],
    inputChecks: [InputCheck] = []
  ) {
    self.kind = kind
    self.roots = roots
    self.checks = checks
    self.prefetches = prefetches
    self.inputChecks = inputChecks
  }
}

extension OperationPlan {
  /// How many bytes of the answer the plan itself holds: introspection, for the most part.
  package var constantSize: Int { roots.reduce(0) { $0 + $1.value.constantSize } }
}

extension RootField.Value {
  fileprivate var constantSize: Int {
    switch self {
    case .constant(let bytes): bytes.count
    case .fetch, .part: 0
    case .object(let members): members.reduce(0) { $0 + $1.value.constantSize }
    }
  }
}

/// A member of `data`.
package struct RootField: Sendable, Hashable {
  package var key: String
  package var value: Value

  package indirect enum Value: Sendable, Hashable {
    /// JSON that the planner knows: `__typename`, introspection.
    case constant([UInt8])
    case fetch(Fetch)
    /// A root field among those that one remote fetch asks for: the fetch's number in order of first
    /// use, and the member of its answer.
    case part(ofFetch: RemoteFetchReference)
    /// A namespace of customized root fields.
    case object([RootField])
  }

  package init(key: String, value: Value) {
    self.key = key
    self.value = value
  }
}

/// A member of the answer of a fetch that several root fields share.
package struct RemoteFetchReference: Sendable, Hashable {
  /// Equal for the root fields that share the fetch.
  package var group: Int
  package var fetch: Fetch
  /// The alias of the root field in the upstream operation.
  package var member: String
  /// Whether the root field's type is non-null, so that there is no data at all without it.
  package var isNonNull: Bool

  package init(group: Int, fetch: Fetch, member: String, isNonNull: Bool = false) {
    self.group = group
    self.fetch = fetch
    self.member = member
    self.isNonNull = isNonNull
  }
}

/// A check of a variable's value that its shape alone does not answer.
package struct ParameterCheck: Sendable, Hashable {
  package var operand: Operand
  package var kind: Kind
  /// The JSONPath of the place, for the error.
  package var path: String

  package enum Kind: Sendable, Hashable {
    /// `limit`: a 32-bit integer that is not negative.
    case nonNegativeInt32
    /// `offset`: a 64-bit integer, or its text, that is not negative.
    case nonNegativeInt64
    /// A 32-bit integer.
    case int32
    /// A scalar of the GraphQL specification.
    case scalar(Scalar)
    /// A cursor that has a value at each of the paths.
    case cursor([[String]])
  }

  package init(operand: Operand, kind: Kind, path: String) {
    self.operand = operand
    self.kind = kind
    self.path = path
  }
}
