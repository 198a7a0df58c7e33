package import DovetailMetadata
package import DovetailSource

extension PostgresMetadataStore {
  package func add(_ call: LoggedCall) async throws(MetadataStoreError) -> String {
    let rows = try await execute(
      Statement(
        """
        INSERT INTO hdb_catalog.hdb_action_log
          (action_name, input_payload, request_headers, session_variables, status)
        VALUES ($1, $2::jsonb, $3::jsonb, $4::jsonb, 'created') RETURNING id
        """,
        [
          call.action.value, Self.text(call.input), Self.text(call.headers),
          Self.text(call.sessionVariables),
        ]
      )
    )
    guard let id = rows.text(0, 0) else { throw .failed(.unexpectedReply) }
    return id
  }

  package func takeCalls(limit: Int) async throws(MetadataStoreError) -> [TakenCall] {
    let rows = try await execute(
      Statement(
        """
        UPDATE hdb_catalog.hdb_action_log SET status = 'processing'
        WHERE id IN (
          SELECT id FROM hdb_catalog.hdb_action_log WHERE status = 'created'
          ORDER BY created_at LIMIT $1::integer FOR UPDATE SKIP LOCKED)
        RETURNING id, action_name, input_payload, request_headers, session_variables
        """,
        ["\(limit)"]
      )
    )
    return rows.takenCalls
  }

  package func finish(_ id: String, _ outcome: CallOutcome) async throws(MetadataStoreError) {
    let statement: StatementText
    let document: [UInt8]
    switch outcome {
    case .completed(let response):
      document = response
      statement = """
        UPDATE hdb_catalog.hdb_action_log
        SET status = 'completed', response_payload = $2::jsonb, response_received_at = now()
        WHERE id = $1::uuid
        """
    case .failed(let errors):
      document = errors
      statement = """
        UPDATE hdb_catalog.hdb_action_log
        SET status = 'error', errors = $2::jsonb, response_received_at = now()
        WHERE id = $1::uuid
        """
    }
    _ = try await execute(Statement(statement, [id, Self.text(document)]))
  }

  package func giveBack(_ ids: [String]) async throws(MetadataStoreError) {
    for id in ids {
      _ = try await execute(
        Statement(
          """
          UPDATE hdb_catalog.hdb_action_log SET status = 'created'
          WHERE id = $1::uuid AND status = 'processing'
          """,
          [id]
        )
      )
    }
  }

  package func call(
    _ id: String,
    of action: ActionName
  ) async throws(MetadataStoreError) -> RecordedCall? {
    let rows = try await query(
      """
      SELECT id, to_json(created_at), session_variables, response_payload, errors
      FROM hdb_catalog.hdb_action_log WHERE id = $1::uuid AND action_name = $2
      """,
      [id, action.value]
    )
    return rows.recordedCall
  }

  package func removeCalls(of action: ActionName) async throws(MetadataStoreError) {
    _ = try await execute(
      Statement(
        "DELETE FROM hdb_catalog.hdb_action_log WHERE action_name = $1",
        [action.value]
      )
    )
  }

  private static func text(_ json: [UInt8]) -> String { String(decoding: json, as: UTF8.self) }
}
