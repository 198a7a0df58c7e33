import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailPlanner
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// Remote schemas in a catalog, on which operations are planned.
struct RemotePlanFixture {
  /// By name: the service's SDL.
  var services: OrderedDictionary<String, String>
  /// `remote_schemas` of the metadata, without definitions' addresses.
  var metadata: JSONValue
  var options = CatalogOptions()

  /// A single service without metadata of note.
  init(
    _ sdl: String,
    customization: JSONValue? = nil,
    permission: String? = nil,
    skipsNulls: Bool = false
  ) {
    services = ["crm": sdl]
    var definition: JSONObject = ["url": "http://localhost/"]
    definition["customization"] = customization
    var schema: JSONObject = ["name": "crm", "definition": .object(definition)]
    if let permission {
      schema["permissions"] = [["role": "user", "definition": ["schema": .string(permission)]]]
    }
    metadata = [.object(schema)]
    options.enforcesRemoteSchemaPermissions = permission != nil
    options.skipsRemoteNulls = skipsNulls
  }

  init(services: OrderedDictionary<String, String>, metadata: String) throws {
    self.services = services
    self.metadata = try JSONValue(parsing: metadata)
  }

  func catalog() throws -> Catalog {
    let document = try Metadata(
      json: ["version": 3, "sources": [], "remote_schemas": metadata])
    var facts: [RemoteSchemaName: CatalogInput.Introspected<RemoteSchemaFacts>] = [:]
    for (name, sdl) in services {
      let name = RemoteSchemaName(name)
      let (schema, _) = StaticTypeSchema.build(document: try Document(parsing: sdl))
      facts[name] = .known(
        RemoteSchemaFacts(
          catalog: try RemoteSchemaCatalog(
            name: name,
            schema: schema,
            customization: document.remoteSchemas[name]?.definition.customization
          )
        )
      )
    }
    let catalog = buildCatalog(
      CatalogInput(metadata: document, remoteSchemas: facts, options: options)
    )
    guard catalog.inconsistencies.isEmpty else {
      throw InconsistentFixture(reasons: catalog.inconsistencies.map(\.reason))
    }
    return catalog
  }

  struct InconsistentFixture: Error {
    var reasons: [String]
  }

  /// The plan of an operation.
  func plan(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin
  ) throws -> OperationPlan {
    let planner = Planner(schema: RoleSchema(catalog: try catalog(), role: role))
    return try planner.plan(
      try Document(parsing: text),
      operationName: nil,
      variables: try JSONValue(parsing: variables).objectValue ?? [:]
    ).plan
  }

  /// The operations that are sent, described.
  func operations(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin
  ) throws -> [String] {
    var seen: Set<Int> = []
    return try plan(text, variables: variables, role: role).remoteParts.compactMap { part in
      guard seen.insert(part.group).inserted else { return nil }
      return part.fetch.request.operation.map(describe)
    }
  }

  /// The error that planning throws; `nil` if it throws none.
  func error(
    _ text: String,
    variables: String = "{}",
    role: RoleName = .admin
  ) throws -> PlannerError? {
    do {
      _ = try plan(text, variables: variables, role: role)
      return nil
    } catch let error as PlannerError {
      return error
    }
  }
}

extension OperationPlan {
  /// The remote root fields, those in namespaces included.
  var remoteParts: [RemoteFetchReference] { Self.parts(roots) }

  private static func parts(_ roots: [RootField]) -> [RemoteFetchReference] {
    roots.flatMap { root -> [RemoteFetchReference] in
      switch root.value {
      case .part(let reference): [reference]
      case .object(let inner): parts(inner)
      case .constant, .fetch: []
      }
    }
  }
}

extension Fetch.Request {
  /// The operation of a remote fetch.
  var operation: RemoteOperation? {
    if case .operation(let operation) = self { operation } else { nil }
  }
}

extension Lookup {
  /// The lookup of a remote field.
  var remote: RemoteLookup? {
    if case .remote(let remote) = request { remote } else { nil }
  }
}
