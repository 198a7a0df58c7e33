import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

/// Asks for everything that a role's schema offers.
struct SchemaWalk {
  let test: TestEngine
  let session: Session
  let schema: StaticTypeSchema
  /// Scalars whose values the database itself cannot compare or sort.
  private static let unordered: Set<String> = ["json", "xml", "point", "box", "circle"]
  private static let incomparable: Set<String> = ["json", "xml", "point"]

  /// Reads the schema by introspection; it must be valid.
  init(_ test: TestEngine, session: Session = .admin) async throws {
    self.test = test
    self.session = session
    let answer = try await test.query(IntrospectionQuery.standard, session: session)
    let built = StaticTypeSchema.build(introspection: answer)
    schema = built.schema
    #expect(built.diagnostics.isEmpty)
    #expect(validateSchema(built.schema).isEmpty)
  }

  /// The root fields that list the rows of a table.
  var lists: [SchemaField] {
    queries.filter { field in
      let requiresArguments = field.arguments.values.contains(where: \.isRequired)
      return field.arguments["where"] != nil && !requiresArguments
        && field.type.nullable != .named(.init(field.type.namedType))
    }
  }

  private var queries: [SchemaField] {
    schema.rootTypeName(for: .query).flatMap { schema.type(named: $0) }
      .map { Array($0.fields.values) } ?? []
  }

  func mutation(_ name: String) -> SchemaField? {
    schema.rootTypeName(for: .mutation).flatMap { schema.type(named: $0) }?.fields[name]
  }

  func query(_ name: String) -> SchemaField? { queries.first { $0.name == name } }

  /// The fields of a type that need no argument, with those of their types down to a depth.
  func selection(_ typeName: String, depth: Int) -> String {
    var fields: [String] = []
    for field in schema.type(named: typeName).map({ Array($0.fields.values) }) ?? []
    where !field.arguments.values.contains(where: \.isRequired) {
      if schema.type(named: field.type.namedType)?.isComposite != true {
        fields.append(field.name)
      } else if depth > 0 {
        let limit = field.arguments["limit"] == nil ? "" : "(limit: 3)"
        fields.append(
          "\(field.name)\(limit) { \(selection(field.type.namedType, depth: depth - 1)) }"
        )
      }
    }
    return fields.isEmpty ? "__typename" : fields.joined(separator: " ")
  }

  // MARK: Reading

  /// All rows of a list with their own columns.
  func rows(of list: SchemaField) async throws -> [JSONObject] {
    let data = try await test.query(
      "{ \(list.name) { \(selection(list.type.namedType, depth: 0)) } }",
      session: session
    )
    return data[list.name]?.arrayValue?.compactMap(\.objectValue) ?? []
  }

  /// Asks for columns, related rows and aggregates, filters and orders by every column.
  func read(_ list: SchemaField) async throws {
    let name = list.name
    let row = list.type.namedType
    _ = try await test.query("{ \(name)(limit: 3) { \(selection(row, depth: 2)) } }")
    if let aggregate = query(name + "_aggregate") {
      let type = aggregate.type.namedType
      _ = try await test.query("{ \(aggregate.name) { \(selection(type, depth: 2)) } }")
    }
    var orders: [String] = []
    var tests: [String] = []
    var relatives: [String] = []
    for input in inputs(of: list, "order_by")
    where input.type.namedType == "order_by" && !isUnordered(input.name, of: row) {
      orders.append("{\(input.name): desc_nulls_last}")
    }
    for input in inputs(of: list, "where") where !["_and", "_or", "_not"].contains(input.name) {
      let isColumn =
        schema.type(named: input.type.namedType)?.inputFields["_is_null"] != nil
      if isColumn {
        tests.append("{\(input.name): {_is_null: true}}")
      } else if !input.type.namedType.hasSuffix("_aggregate_bool_exp") {
        relatives.append(
          "r\(relatives.count): \(name)(where: {\(input.name): {}}) { __typename }"
        )
      }
    }
    let condition = "{_not: {_and: [\(tests.joined(separator: ", "))]}}"
    _ = try await test.query(
      "{ \(name)(order_by: [\(orders.joined(separator: ", "))], where: \(condition)) { __typename } }"
    )
    if !relatives.isEmpty {
      _ = try await test.query("{ \(relatives.joined(separator: " ")) }")
    }
  }

  /// Finds rows by the values that they have.
  func findByValues(_ list: SchemaField, _ rows: [JSONObject]) async throws {
    for input in inputs(of: list, "where") {
      let row = list.type.namedType
      guard let field = schema.type(named: row)?.fields[input.name],
        !Self.incomparable.contains(field.type.namedType),
        schema.type(named: input.type.namedType)?.inputFields["_in"] != nil
      else { continue }
      let values = rows.compactMap { $0[input.name] }.filter { !$0.isNull }
      guard let first = values.first, first.isOperand(of: field.type.namedType) else { continue }
      let type = list.arguments["where"]?.type.nullable.description ?? ""
      func count(_ comparison: String, _ operand: JSONValue) async throws -> Int? {
        try await test.query(
          "query($w: \(type)) { \(list.name)(where: $w) { __typename } }",
          variables: [
            "w": .object(members: [(input.name, .object(members: [(comparison, operand)]))])
          ],
          session: session
        )[list.name]?.arrayValue?.count
      }
      let all = try await count("_in", .array(values))
      #expect(all == values.count, "\(list.name).\(input.name) _in \(values)")
      let equal = try await count("_eq", first)
      #expect((equal ?? 0) > 0, "\(list.name).\(input.name) _eq \(first)")
      let none = try await count("_nin", .array(values))
      #expect(none == 0, "\(list.name).\(input.name) _nin \(values)")
    }
  }

  // MARK: Helpers

  private func inputs(of list: SchemaField, _ argument: String) -> [SchemaInputValue] {
    guard let type = list.arguments[argument]?.type.namedType else { return [] }
    return schema.type(named: type).map { Array($0.inputFields.values) } ?? []
  }

  private func isUnordered(_ column: String, of row: String) -> Bool {
    let type = schema.type(named: row)?.fields[column]?.type.namedType ?? ""
    return Self.unordered.contains(type)
  }
}

extension JSONValue {
  /// Whether the value can be given back as it was read.
  ///
  /// Composite values are read as texts only, and GraphQL's lists for arrays hold no nulls.
  func isOperand(of scalar: String) -> Bool {
    if scalar == "json" || scalar == "jsonb" { return true }
    return objectValue == nil
      && arrayValue?.allSatisfy { !$0.isNull && $0.objectValue == nil } != false
  }
}
