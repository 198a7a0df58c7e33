import Glibc
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Upstreams that go and come back",
  .serialized,
  .timeLimit(.minutes(3))
)
struct OutageTests {
  /// Waits until something is so; the time limit of the suite ends a wait in vain.
  private func wait(until condition: () throws -> Bool) rethrows {
    while try !condition() { usleep(20_000) }
  }

  @Test(
    "Under load, a service and a database that restart cost errors while they are away, no more"
  )
  func load() throws {
    let deployment = try Deployment()
    let engine = try #require(deployment.engine)
    let load = JoinLoad(engine, query: Deployment.query, expecting: Deployment.answer)
    defer { load.stop() }
    wait { load.current.right >= 40 }
    let healthy = load.take()
    #expect(healthy.failed == 0, "\(healthy.lastFailure)")

    deployment.killService()
    wait { load.current.failed >= 40 }
    let away = load.take()
    #expect(away.wrong == [] && away.unanswered == [], "\(away)")
    // What the database knows is there all the same.
    #expect(away.lastFailure.contains(#""id":4,"album":null"#), "\(away.lastFailure)")
    try deployment.startService()
    try checkRecovery(load)

    try deployment.database.stop()
    wait { load.current.failed >= 40 }
    let down = load.take()
    #expect(down.wrong == [] && down.unanswered == [], "\(down)")
    try deployment.database.start()
    try checkRecovery(load)
    #expect(try engine.request("GET", "/healthz").body == "OK")
  }

  /// Waits for right answers, and expects that nothing fails after them.
  private func checkRecovery(_ load: JoinLoad) throws {
    _ = load.take()
    wait { load.current.right >= 20 }
    // Requests that had begun before may still end in errors.
    usleep(300_000)
    let recovering = load.take()
    #expect(recovering.wrong == [] && recovering.unanswered == [])
    wait { load.current.right >= 40 }
    let healthy = load.take()
    #expect(healthy.failed == 0, "\(healthy.lastFailure)")
    #expect(healthy.wrong == [] && healthy.unanswered == [])
  }

  @Test("With everything down the engine starts, says what is missing, and takes it up by itself")
  func start() throws {
    let deployment = try Deployment()
    deployment.killEngine()
    deployment.killService()
    try deployment.database.stop()

    try deployment.startEngine()
    let engine = try #require(deployment.engine)
    #expect(try engine.request("GET", "/healthz").body == "OK")
    #expect(
      try engine.request("GET", "/healthz?upstreams=true").body
        == "WARN: 2 of 2 upstreams not available"
    )
    #expect(try engine.request("GET", "/healthz?upstreams=true&strict=true").status == 500)
    #expect(try reasons(engine).count == 2)
    #expect(try reasons(engine).allSatisfy { $0.contains("using stale introspection: ") })
    // The schema is there; what has to be asked for is an error of its upstream.
    let schema = try engine.graphql(#"{ __type(name: "note") { fields { name } } }"#)
    #expect(
      schema.body["data"]?["__type"]?["fields"]?.arrayValue?.contains(["name": "album"]) == true
    )
    #expect(try engine.graphql("{ note { id } }").error?.code == "postgres-error")
    #expect(
      try engine.graphql("{ music { album { id } } }").error?.code == "remote-schema-error"
    )

    try deployment.database.start()
    try wait { try engine.graphql("{ note { id } }").error == nil }
    try deployment.startService()
    try wait { try engine.graphql(Deployment.query).body == Deployment.answer }
    try wait { try reasons(engine) == [] }
    #expect(try engine.request("GET", "/healthz?upstreams=true&strict=true").body == "OK")
    let upstreams = try engine.request("GET", "/v1alpha1/upstreams").body["upstreams"]
    #expect(upstreams?.arrayValue?.map { $0["introspection"] } == ["known", "known"])
  }

  /// Why objects are inconsistent.
  private func reasons(_ engine: Program) throws -> [String] {
    let answer = try engine.metadata(["type": "get_inconsistent_metadata", "args": [:]])
    let objects = answer.body["inconsistent_objects"]?.arrayValue
    return objects?.compactMap { $0["reason"]?.stringValue } ?? ["\(answer.body)"]
  }

  @Test("A service whose schema changes is read again, and the difference is told")
  func change() throws {
    let deployment = try Deployment()
    let engine = try #require(deployment.engine)
    let service = try #require(deployment.service)
    for command: JSONValue in [
      [
        "type": "run_sql",
        "args": ["source": "default", "sql": "ALTER TABLE album ADD COLUMN year INTEGER"],
      ],
      ["type": "reload_metadata", "args": [:]],
    ] {
      let path = command["type"] == "run_sql" ? "/v2/query" : "/v1/metadata"
      #expect(try service.metadata(command, path: path).status == 200)
    }
    let reload: JSONValue = ["type": "reload_remote_schema", "args": ["name": "music"]]
    let answer = try engine.metadata(reload).body
    #expect(answer["message"] == "success")
    let changes = answer["schema_changes"]?.arrayValue ?? []
    #expect(
      changes.contains([
        "kind": "field_added", "breaking": false, "coordinate": "album.year",
        "message": "the field \"album.year\" was added",
      ]),
      "\(answer)"
    )
    #expect(changes.allSatisfy { $0["breaking"] == false })
    #expect(try engine.metadata(reload).body == ["message": "success"])
    #expect(engine.output.contains("a remote schema has changed"))
  }

  @Test("The explain header shows the calls of a join, and with analyze what they brought")
  func explain() throws {
    let deployment = try Deployment()
    let engine = try #require(deployment.engine)
    let plan = try engine.graphql(Deployment.query, headers: ["X-Dovetail-Explain: plan"]).body
    #expect(plan["data"] == .null)
    let fetch = plan["extensions"]?["explain"]?["fetches"]?.arrayValue?.first
    #expect(fetch?["fields"] == ["note"])
    #expect(fetch?["sql"]?.stringValue?.contains("SELECT") == true)
    #expect(fetch?["calls"] == nil)
    let join = fetch?["joins"]?.arrayValue?.first
    #expect(join?["relationship"] == "album")
    #expect(join?["remote_schema"] == "music")
    #expect(join?["strategy"] == "batch")
    #expect(join?["reason"]?.stringValue?.isEmpty == false)
    #expect(join?["graphql"]?.stringValue?.contains("album(") == true)

    let answer = try engine.graphql(Deployment.query, headers: ["X-Dovetail-Explain: analyze"]).body
    #expect(answer["data"] == Deployment.answer["data"])
    let run = answer["extensions"]?["explain"]?["fetches"]?.arrayValue?.first
    #expect(run?["calls"]?.arrayValue?.first?["rows"] == 4)
    let call = run?["joins"]?.arrayValue?.first?["calls"]?.arrayValue?.first
    #expect(call?["keys"] == 3)
    #expect(call?["rows"] == 3)
    let wrong = try engine.graphql(Deployment.query, headers: ["X-Dovetail-Explain: maybe"])
    #expect(wrong.error?.code == "bad-request")
    let user = try engine.graphql(
      Deployment.query,
      headers: ["X-Dovetail-Explain: plan", "X-Hasura-Role: user"]
    )
    #expect(user.error?.code == "access-denied")
  }
}
