import DovetailEngine
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

extension SchemaWalk {
  /// Finds each row by its key, and writes to it what it holds.
  func rewrite(_ list: SchemaField, _ rows: [JSONObject]) async throws {
    guard let find = query(list.name + "_by_pk") else { return }
    let columns = selection(list.type.namedType, depth: 0)
    for row in rows {
      var declarations: [String] = []
      var arguments: [String] = []
      var key: JSONObject = [:]
      for argument in find.arguments.values {
        declarations.append("$\(argument.name): \(argument.type)")
        arguments.append("\(argument.name): $\(argument.name)")
        key[argument.name] = row[argument.name]
      }
      let found = try await test.query(
        "query(\(declarations.joined(separator: ", "))) "
          + "{ \(find.name)(\(arguments.joined(separator: ", "))) { \(columns) } }",
        variables: key,
        session: session
      )
      #expect(found[find.name]?.objectValue == row, "\(find.name) \(key)")
      try await update(list, row, key: key)
    }
  }

  private func update(_ list: SchemaField, _ row: JSONObject, key: JSONObject) async throws {
    guard let update = mutation("update_\(list.name)_by_pk"),
      let set = update.arguments["_set"]?.type.nullable.description,
      let keyType = update.arguments["pk_columns"]?.type.description,
      let settable = schema.type(named: set)?.inputFields
    else { return }
    let values = row.filter { column, value in
      settable[column].map { value.isOperand(of: $0.type.namedType) } ?? false
    }
    guard !values.isEmpty else { return }
    let answer = try await test.query(
      "mutation($k: \(keyType), $s: \(set)) { \(update.name)(pk_columns: $k, _set: $s) "
        + "{ \(selection(list.type.namedType, depth: 1)) } }",
      variables: ["k": .object(key), "s": .object(values)],
      session: session
    )
    for (column, value) in values {
      #expect(answer[update.name]?[column] == value, "\(update.name) \(column)")
    }
  }

  /// Deletes all rows of a table and inserts them again, unless other tables refer to them.
  ///
  /// - Returns: whether it could be done.
  func replace(_ list: SchemaField, _ rows: [JSONObject]) async throws -> Bool {
    guard let insert = mutation("insert_\(list.name)"), mutation("delete_\(list.name)") != nil,
      let objects = insert.arguments["objects"]?.type,
      let settable = schema.type(named: objects.namedType)?.inputFields
    else { return false }
    let columns = selection(list.type.namedType, depth: 0)
    let isWritable = rows.allSatisfy { row in
      row.allSatisfy { column, value in
        settable[column].map { value.isOperand(of: $0.type.namedType) } ?? true
      }
    }
    guard isWritable else { return false }
    let new = rows.map { row in
      JSONValue.object(
        row.filter { column, _ in
          settable[column].map {
            schema.type(named: $0.type.namedType)?.inputFields.isEmpty ?? false
          } ?? false
        }
      )
    }
    let response = await test.execute(
      """
      mutation($o: \(objects)) {
        delete_\(list.name)(where: {}) { affected_rows returning { \(columns) } }
        insert_\(list.name)(objects: $o) { affected_rows returning { \(columns) } }
      }
      """,
      variables: ["o": .array(new)],
      session: session
    )
    if let error = response.errors.first {
      let isRefusedByDatabase = error.code == "constraint-violation"
      #expect(isRefusedByDatabase, "\(list.name): \(error.message) \(error.path)")
      return false
    }
    let data = try response.data.map { try JSONValue(parsing: $0) } ?? .null
    for field in ["delete_\(list.name)", "insert_\(list.name)"] {
      #expect(data[field]?["affected_rows"] == .int(rows.count), "\(field)")
      #expect(data[field]?["returning"]?.arrayValue?.count == rows.count, "\(field)")
    }
    return true
  }
}
