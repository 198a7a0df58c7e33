import DovetailPlan
import DovetailSource
import OrderedCollections
import OrderedJSON

extension Executor {
  /// The context with the keys of all prefetches, wave by wave.
  ///
  /// - Throws: the failure of the first prefetch that failed: without its keys, nothing can be said
  ///   of the rows that depend on them.
  func prefetching(
    _ plan: PreparedPlan,
    context: ExecutionContext,
    options: ExecutionOptions
  ) async throws(ExecutionFailure) -> ExecutionContext {
    var context = context
    let waves = (plan.prefetches.map(\.prefetch.wave).max() ?? -1) + 1
    for wave in 0..<waves {
      let members = plan.prefetches.filter { $0.prefetch.wave == wave }
      let known = context
      let results = await withTaskGroup(
        of: (Int, Result<JSONValue, ExecutionFailure>).self
      ) { group in
        for member in members {
          group.addTask {
            (member.prefetch.id, await self.keys(of: member, context: known, options: options))
          }
        }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      for member in members {
        switch results[member.prefetch.id] {
        case .success(let keys)?: context.prefetched[member.prefetch.id] = keys
        case .failure(let failure)?: throw failure
        case nil: throw OperationRun.cancelled
        }
      }
    }
    return context
  }

  private func keys(
    of member: PreparedPrefetch,
    context: ExecutionContext,
    options: ExecutionOptions
  ) async -> Result<JSONValue, ExecutionFailure> {
    let result = await execute(
      member.plan,
      context: context,
      options: ExecutionOptions(
        maximumResponseBytes: options.maximumResponseBytes,
        trace: options.trace
      )
    )
    guard result.errors.isEmpty, let data = result.data else {
      return .failure(
        ExecutionFailure(
          errors: result.errors.map { error in
            var error = error
            error.path = []
            error.requestPath = member.prefetch.path
            return error
          }
        )
      )
    }
    guard let rows = try? JSONValue(parsing: data)[PreparedPrefetch.root]?.arrayValue else {
      let broken = ExecutionError.broken("the rows of a prefetch are no list")
      return .failure(ExecutionFailure(errors: ExecutionError.ofRoot(broken, path: [])))
    }
    guard rows.count <= member.prefetch.limit else {
      return .failure(ExecutionFailure(errors: [member.prefetch.tooManyKeys]))
    }
    return .success(member.prefetch.keys(of: rows))
  }
}

extension Prefetch {
  /// The keys of rows as lists of their parts; for an order, with the place of the row at the end.
  ///
  /// Rows with equal values share a place, so that later terms of the order decide; a null has none.
  func keys(of rows: [JSONValue]) -> JSONValue {
    var seen: Set<JSONValue> = []
    var keys: [JSONValue] = []
    var place = 0
    var last: JSONValue?
    for row in rows {
      var key = keyMembers.map { row[$0] ?? .null }
      guard !key.contains(where: \.isNull), seen.insert(.array(key)).inserted else { continue }
      if let valueMember {
        let value = row[valueMember] ?? .null
        if value != last { place += 1 }
        last = value
        key.append(value.isNull ? .null : .int(place))
      }
      keys.append(.array(key))
    }
    return .array(keys)
  }

  fileprivate var tooManyKeys: ExecutionError {
    let use = valueMember == nil ? "condition" : "order"
    return ExecutionError(
      code: .validationFailed,
      message: "the \(use) on \"\(relationship)\" needs more than \(limit) keys of source "
        + "\"\(target.name)\": narrow it down, or raise the limit (--condition-key-limit)",
      requestPath: path
    )
  }
}
