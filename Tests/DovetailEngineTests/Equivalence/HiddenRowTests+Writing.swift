import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

extension HiddenRowTests {
  /// Lets the role write all rows, without changing one: what it then sees of others is what it sees
  /// of them in queries, and conditions tell it no more.
  ///
  /// The rows that are written show themselves, whatever may be read.
  func write(
    _ test: TestEngine,
    _ database: GeneratedDatabase,
    allowed: Set<String>,
    hidden: Set<String>,
    _ session: Session
  ) async throws {
    for table in database.tables {
      try await test.run([
        "type": "pg_create_update_permission",
        "args": [
          "table": .string(table.name), "role": "user",
          "permission": ["columns": "*", "filter": [:]],
        ],
      ])
      try await test.run([
        "type": "pg_create_delete_permission",
        "args": ["table": .string(table.name), "role": "user", "permission": ["filter": [:]]],
      ])
    }
    var shown: Set<String> = []
    for text in database.tables.indices.flatMap({ updates(database, $0) }) {
      shown.formUnion(try await answer(test, text, session))
    }
    #expect(!shown.isEmpty)
    #expect(shown.isSubset(of: allowed), "updates show \(shown.subtracting(allowed))")
    for text in database.tables.indices.flatMap({ guesses(database, $0, hidden) }) {
      let count = try await test.query(text, session: session)["answer"]?["affected_rows"]
      #expect(count == 0, "\(text) tells of a hidden row")
    }
    guard let leaf = database.tables.indices.last(where: { database.children(of: $0).isEmpty })
    else { return }
    let fields = related(database, leaf).joined(separator: " ")
    let deletion =
      "mutation { delete_\(database.tables[leaf].name)(where: {}) { returning { \(fields) } } }"
    let last = try await answer(test, deletion, session)
    #expect(last.isSubset(of: allowed), "\(deletion) shows \(last.subtracting(allowed))")
  }

  /// Updates that change nothing and show what is beside the rows.
  private func updates(_ database: GeneratedDatabase, _ number: Int) -> [String] {
    let name = database.tables[number].name
    let fields = related(database, number).joined(separator: " ")
    let nothing = "_inc: {id: 0}"
    return [
      "mutation { update_\(name)(where: {}, \(nothing)) { returning { \(fields) } } }",
      """
      mutation { update_\(name)_many(updates: [{where: {}, \(nothing)}]) {
        returning { \(fields) } } }
      """,
      "mutation { update_\(name)_by_pk(pk_columns: {id: 1}, \(nothing)) { \(fields) } }",
    ]
  }

  /// Updates of rows beside rows with hidden marks.
  private func guesses(
    _ database: GeneratedDatabase,
    _ number: Int,
    _ hidden: Set<String>
  ) -> [String] {
    let name = database.tables[number].name
    func update(_ table: String, _ condition: String) -> String {
      """
      mutation { answer: update_\(table)(where: \(condition), _inc: {id: 0}) { affected_rows } }
      """
    }
    return hidden.filter { $0.hasPrefix("mark-\(name)-") }.flatMap { mark -> [String] in
      let own = "{mark: {_eq: \"\(mark)\"}}"
      var texts = [update(name, "{kin: \(own)}")]
      for child in database.children(of: number) {
        texts.append(update(database.tables[child].name, "{parent: \(own)}"))
      }
      if let parent = database.tables[number].parent {
        let other = database.tables[parent].name
        texts.append(update(other, "{\(name)s: \(own)}"))
        texts.append(
          update(other, "{\(name)s_aggregate: {count: {filter: \(own), predicate: {_gt: 0}}}}")
        )
      }
      return texts
    }
  }
}
