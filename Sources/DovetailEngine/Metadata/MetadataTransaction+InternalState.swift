import DovetailCatalog
import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  // MARK: Kinds of sources

  /// `list_source_kinds`.
  var sourceKinds: JSONValue {
    [
      "sources": .array(
        connector.kinds.map {
          [
            "available": true, "builtin": true, "display_name": .string($0.name.value),
            "kind": .string($0.name.value),
          ]
        }
      )
    ]
  }

  /// `get_source_kind_capabilities`.
  func capabilities(ofKind name: String) throws(EngineError) -> JSONValue {
    guard let kind = connector.kinds.first(where: { $0.name.value == name }) else {
      throw EngineError(
        code: "not-exists",
        message: "there is no kind of source \"\(name)\"; the kinds are "
          + connector.kinds.map(\.name.value).joined(separator: ", "),
        path: "$.args.name"
      )
    }
    let capabilities = kind.capabilities
    return [
      "kind": .string(name),
      "comparisons": names(capabilities.comparisons.map(\.rawValue)),
      "aggregates": names(capabilities.aggregates.map(\.rawValue)),
      "default_schema": capabilities.defaultSchema.map { .string($0) } ?? .null,
    ]
  }

  // MARK: Internal state

  /// `dump_internal_state`: what the engine made of metadata, without connections and secrets.
  func internalState(health: (SourceName) -> SourceHealth?) -> JSONValue {
    [
      "resource_version": .int(base.resourceVersion),
      "sources": .object(
        members: metadata.sources.keys.sorted().map { ($0.value, state(ofSource: $0, health($0))) }
      ),
      "remote_schemas": .object(
        members: metadata.remoteSchemas.keys.sorted().map { ($0.value, state(ofSchema: $0)) }
      ),
      "inherited_roles": .object(
        members: catalog.inheritedRoles.sorted { $0.key < $1.key }.map {
          ($0.key.value, names($0.value.map(\.value)))
        }
      ),
      "rest_endpoints": names(catalog.endpoints.keys),
      "inconsistent_objects": .array(catalog.inconsistencies.map { metadata.describe($0) }),
      "settings_without_effect": .array(metadata.settingsWithoutEffect.map(\.json)),
    ]
  }

  private func state(ofSource name: SourceName, _ health: SourceHealth?) -> JSONValue {
    guard let catalog = catalog.sources[name] else {
      return [
        "status": status(upstreams.sources[name]?.facts.failure ?? "not connected"),
        "health": health?.json ?? .null,
      ]
    }
    return [
      "kind": .string(catalog.kind),
      "status": status(upstreams.sources[name]?.facts.failure),
      "health": health?.json ?? .null,
      "tables": .object(
        members: catalog.tables.values.map { ($0.name.description, state(of: $0, in: catalog)) }
      ),
      "functions": names(catalog.functions.keys.map(\.description)),
    ]
  }

  private func state(of table: Table, in source: SourceCatalog) -> JSONValue {
    [
      "graphql_name": .string(table.naming.rowType),
      "roles": names(source.permissions.roles(on: table).map(\.value)),
    ]
  }

  private func state(ofSchema name: RemoteSchemaName) -> JSONValue {
    [
      "status": status(upstreams.remoteSchemas[name]?.facts.failure),
      "roles": names((metadata.remoteSchemas[name]?.permissions.keys ?? []).map(\.value)),
    ]
  }

  private func status(_ failure: String?) -> JSONValue {
    failure.map { .string($0) } ?? "connected"
  }

  private func names(_ names: some Sequence<String>) -> JSONValue {
    .array(names.sorted().map { .string($0) })
  }
}
