import DovetailMetadata
import DovetailPlan

/// What metadata stores keep, as their queries give it: columns in the order of the properties.
extension RowSet {
  /// Calls of actions: identity, action, input, headers, session variables.
  package var takenCalls: [TakenCall] {
    (0..<rowCount).map { row in
      TakenCall(
        id: text(row, 0) ?? "",
        call: LoggedCall(
          action: ActionName(text(row, 1) ?? ""),
          input: bytes(row, 2),
          headers: bytes(row, 3),
          sessionVariables: bytes(row, 4)
        )
      )
    }
  }

  /// A call with its outcome: identity, time, session variables, response, errors; nil without rows.
  package var recordedCall: RecordedCall? {
    guard let id = text(0, 0) else { return nil }
    return RecordedCall(
      id: id,
      createdAt: bytes(0, 1),
      sessionVariables: bytes(0, 2),
      response: slice(0, 3).map { Array($0) },
      errors: slice(0, 4).map { Array($0) }
    )
  }

  /// Introspections: kind, name, format, identity, content; rows that cannot be one are left out.
  package var storedIntrospections: [StoredIntrospection] {
    (0..<rowCount).compactMap { row in
      guard let kind = text(row, 0), let name = text(row, 1),
        let upstream = FetchTarget(storedKind: kind, name: name),
        let format = integer(row, 2), let identity = text(row, 3),
        let content = slice(row, 4)
      else { return nil }
      return StoredIntrospection(
        upstream: upstream,
        format: format,
        identity: identity,
        content: Array(content)
      )
    }
  }

  /// The state that clients keep: identity of the store, that of the CLI, that of the console.
  package var catalogState: CatalogState? {
    guard let id = text(0, 0) else { return nil }
    return CatalogState(id: id, cli: bytes(0, 1), console: bytes(0, 2))
  }

  private func bytes(_ row: Int, _ column: Int) -> [UInt8] { Array(slice(row, column) ?? []) }
}
