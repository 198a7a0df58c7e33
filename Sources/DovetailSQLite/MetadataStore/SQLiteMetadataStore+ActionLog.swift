package import DovetailMetadata
import DovetailSQL
package import DovetailSource

extension SQLiteMetadataStore {
  package func add(_ call: LoggedCall) async throws(MetadataStoreError) -> String {
    let id = randomUUID()
    _ = try await write(
      """
      INSERT INTO action_log (id, action_name, input_payload, request_headers, session_variables)
      VALUES (?1, ?2, ?3, ?4, ?5)
      """,
      [
        .text(id), .text(call.action.value), .text(call.input), .text(call.headers),
        .text(call.sessionVariables),
      ]
    )
    return id
  }

  package func takeCalls(limit: Int) async throws(MetadataStoreError) -> [TakenCall] {
    let rows = try await write(
      """
      UPDATE action_log SET status = 'processing'
      WHERE row IN (SELECT row FROM action_log WHERE status = 'created' ORDER BY row LIMIT ?1)
      RETURNING id, action_name, input_payload, request_headers, session_variables
      """,
      [.integer(Int64(limit))]
    )
    return rows.takenCalls
  }

  package func finish(_ id: String, _ outcome: CallOutcome) async throws(MetadataStoreError) {
    switch outcome {
    case .completed(let response):
      _ = try await write(
        "UPDATE action_log SET status = 'completed', response_payload = ?2 WHERE id = ?1",
        [.text(id), .text(response)]
      )
    case .failed(let errors):
      _ = try await write(
        "UPDATE action_log SET status = 'error', errors = ?2 WHERE id = ?1",
        [.text(id), .text(errors)]
      )
    }
  }

  package func giveBack(_ ids: [String]) async throws(MetadataStoreError) {
    for id in ids {
      _ = try await write(
        "UPDATE action_log SET status = 'created' WHERE id = ?1 AND status = 'processing'",
        [.text(id)]
      )
    }
  }

  package func call(
    _ id: String,
    of action: ActionName
  ) async throws(MetadataStoreError) -> RecordedCall? {
    let rows = try await query(
      """
      SELECT id, json_quote(created_at), session_variables, response_payload, errors
      FROM action_log WHERE id = ?1 AND action_name = ?2
      """,
      [.text(id.lowercased()), .text(action.value)]
    )
    return rows.recordedCall
  }

  package func removeCalls(of action: ActionName) async throws(MetadataStoreError) {
    _ = try await write("DELETE FROM action_log WHERE action_name = ?1", [.text(action.value)])
  }
}
