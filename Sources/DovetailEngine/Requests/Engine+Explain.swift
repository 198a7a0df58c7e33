import DovetailExecution
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import DovetailSource
import GraphQLLanguage
import OrderedCollections
package import OrderedJSON

extension Engine {
  /// Answers an explain request: `{"query": {query, variables, operationName}, "user": {…}}`.
  ///
  /// Each root field comes with its SQL or GraphQL and, for databases, the database's plan; lookups of
  /// joins are listed below the field that needs them.
  package func explanation(of body: JSONValue) async throws(EngineError) -> JSONValue {
    let request = try explainedRequest(body)
    let pipeline = RequestPipeline(snapshot: snapshot, options: options)
    let plan = try pipeline.preparedPlan(for: request)
    guard plan.plan.kind == .query else {
      throw EngineError(code: "invalid-params", message: "only queries can be explained")
    }
    let context = ExecutionContext(
      session: request.session,
      variables: request.variables.merging(plan.defaults) { given, _ in given },
      prefetched: Dictionary(
        uniqueKeysWithValues: plan.plan.prefetches.map { ($0.id, JSONValue.array([])) }
      )
    )
    let prefetches = plan.prepared.prefetchOutline.map(describe)
    let outlines = plan.prepared.outline
    var fields: [JSONValue] = []
    for root in plan.plan.roots {
      var field = try await explain(root, path: [root.key], outlines, context)
      if !prefetches.isEmpty, case .object(var members) = field {
        members["reads_keys_first"] = .array(prefetches)
        field = .object(members)
      }
      fields.append(field)
    }
    return .array(fields)
  }

  private func explainedRequest(
    _ body: JSONValue
  ) throws(EngineError) -> GraphQLOperationRequest {
    guard let query = body["query"], let text = query["query"]?.stringValue else {
      throw EngineError(code: "parse-failed", message: "key \"query\" not found", path: "$")
    }
    var variables: [String: String] = [:]
    for (name, value) in body["user"]?.objectValue ?? [:] {
      guard let text = value.stringValue else {
        throw EngineError(
          code: "parse-failed",
          message: "session variables are strings",
          path: "$.user.\(name)"
        )
      }
      variables[name.lowercased()] = text
    }
    let isRelay: Bool
    switch body["is_relay"] {
    case nil, .null: isRelay = false
    case .bool(let value): isRelay = value
    default:
      throw EngineError(code: "parse-failed", message: "expected a boolean", path: "$.is_relay")
    }
    let role = variables["x-hasura-role"].map { RoleName($0) } ?? .admin
    return GraphQLOperationRequest(
      text: text,
      operationName: query["operationName"]?.stringValue,
      variables: query["variables"]?.objectValue ?? [:],
      schema: isRelay ? .relay : .standard,
      session: Session(role: role, variables: variables)
    )
  }

  private func explain(
    _ root: RootField,
    path: [String],
    _ outlines: [PreparedPlan.Outline],
    _ context: ExecutionContext
  ) async throws(EngineError) -> JSONValue {
    switch root.value {
    case .constant:
      return ["field": .string(root.key), "sql": .null, "plan": .null]
    case .object(let members):
      var fields: [JSONValue] = []
      for member in members {
        fields.append(try await explain(member, path: path + [member.key], outlines, context))
      }
      return ["field": .string(root.key), "fields": .array(fields)]
    case .fetch, .part:
      guard let outline = outlines.first(where: { $0.roots.contains(path) }) else {
        return ["field": .string(root.key), "sql": .null, "plan": .null]
      }
      return try await explain(outline, field: root.key, root, context)
    }
  }

  private func explain(
    _ outline: PreparedPlan.Outline,
    field: String,
    _ root: RootField,
    _ context: ExecutionContext
  ) async throws(EngineError) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [("field", .string(field))]
    switch outline.target {
    case .source:
      members.append(("sql", .string(outline.text)))
      members.append(("plan", try await databasePlan(of: root, context)))
    case .remoteSchema(let name):
      members.append(("remote_schema", .string(name.value)))
      members.append(("graphql", .string(outline.text)))
    case .action(let name):
      members.append(("action", .string(name.value)))
      members.append(("request", .string(outline.text)))
    case .request:
      members.append(("sql", .null))
      members.append(("plan", .null))
    }
    if !outline.joins.isEmpty {
      members.append(("joins", .array(outline.joins.map(describe))))
    }
    return .object(members: members)
  }

  private func databasePlan(
    of root: RootField,
    _ context: ExecutionContext
  ) async throws(EngineError) -> JSONValue {
    guard case .fetch(let fetch) = root.value, let source = snapshot.source(of: fetch.target) else {
      return .null
    }
    do {
      guard let explain = try source.prepare(fetch).explain else { return .null }
      return .array(try await explain(context).map { .string($0) })
    } catch {
      throw EngineError(error)
    }
  }

  private func describe(_ outline: PreparedPlan.Outline) -> JSONValue {
    var members = outline.descriptiveMembers
    if !outline.joins.isEmpty {
      members.append(("joins", .array(outline.joins.map(describe))))
    }
    return .object(members: members)
  }
}
