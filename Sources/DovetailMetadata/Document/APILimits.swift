package import OrderedCollections
package import OrderedJSON

/// Bounds on what operations may cost; the administrator has none.
package struct APILimits: MetadataValue {
  package var isDisabled: Bool
  package var depth: Limit<Int>?
  package var nodes: Limit<Int>?
  /// In seconds.
  package var time: Limit<Int>?
  package var batch: Limit<Int>?
  package var rate: Limit<Rate>?

  /// A bound for all roles and those of some roles.
  package struct Limit<Bound: MetadataValue>: MetadataValue {
    package var global: Bound?
    package var perRole: OrderedDictionary<RoleName, Bound>

    package init(global: Bound?, perRole: OrderedDictionary<RoleName, Bound> = [:]) {
      self.global = global
      self.perRole = perRole
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "Limit")
      self.init(
        global: try object.optional("global"),
        perRole: try object.optional("per_role", default: [:])
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write(ifPresent: "global", global)
      if !perRole.isEmpty { writer.write("per_role", perRole) }
      return writer.json
    }

    /// The bound for a role.
    package func bound(for role: RoleName) -> Bound? {
      role == .admin ? nil : perRole[role] ?? global
    }
  }

  /// Requests a minute, counted by client.
  package struct Rate: MetadataValue {
    package var maximumRequestsPerMinute: Int
    /// `"ip"` or a list of session variables; nil to count all together.
    package var uniqueParameters: JSONValue?

    package init(maximumRequestsPerMinute: Int, uniqueParameters: JSONValue? = nil) {
      self.maximumRequestsPerMinute = maximumRequestsPerMinute
      self.uniqueParameters = uniqueParameters
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "RateLimitConfig")
      maximumRequestsPerMinute = try object.required("max_reqs_per_min")
      guard maximumRequestsPerMinute >= 0 else {
        throw object.error("a limit is at least 0, not \(maximumRequestsPerMinute)")
      }
      if let unique = object.reader("unique_params"), !unique.value.isNull {
        if unique.value != "IP", unique.value != "ip" { _ = try [String](unique) }
        uniqueParameters = unique.value
      }
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("max_reqs_per_min", maximumRequestsPerMinute)
      writer.write(ifPresent: "unique_params", uniqueParameters)
      return writer.json
    }
  }

  package init() {
    isDisabled = false
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "ApiLimit")
    isDisabled = try object.optional("disabled", default: false)
    depth = try object.optional("depth_limit")
    nodes = try object.optional("node_limit")
    time = try object.optional("time_limit")
    batch = try object.optional("batch_limit")
    rate = try object.optional("rate_limit")
    try Self.refuse(depth, below: 0, object, "depth_limit")
    try Self.refuse(nodes, below: 0, object, "node_limit")
    try Self.refuse(time, below: 1, object, "time_limit")
    try Self.refuse(batch, below: 0, object, "batch_limit")
    object.reportUnknownKeys()
  }

  private static func refuse(
    _ limit: Limit<Int>?,
    below minimum: Int,
    _ object: ObjectReader,
    _ key: String
  ) throws(MetadataError) {
    guard let limit else { return }
    let bounds = (limit.global.map { [$0] } ?? []) + limit.perRole.values
    guard let bad = bounds.first(where: { $0 < minimum }) else { return }
    throw MetadataError(
      .parseFailed,
      "a limit is at least \(minimum), not \(bad)",
      path: object.path.appending(key)
    )
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("disabled", isDisabled)
    writer.write(ifPresent: "depth_limit", depth)
    writer.write(ifPresent: "node_limit", nodes)
    writer.write(ifPresent: "time_limit", time)
    writer.write(ifPresent: "batch_limit", batch)
    writer.write(ifPresent: "rate_limit", rate)
    return writer.json
  }
}
