import OrderedCollections
package import OrderedJSON

/// A command that needs more than metadata: databases, remotes, the catalog.
package enum EngineCommand: Sendable, Hashable {
  // SQL and the older language of data.
  case runSQL(RunSQL)
  case select(JSONValue)
  case insert(JSONValue)
  case update(JSONValue)
  case delete(JSONValue)
  case count(JSONValue)

  // Metadata as a whole.
  case exportMetadata(version: Int)
  case reloadMetadata(ReloadMetadata)
  case getInconsistentMetadata
  case dropInconsistentMetadata
  case dumpInternalState
  case getCatalogState
  case setCatalogState(JSONValue)

  // What upstreams have.
  case getSourceTables(SourceName)
  case getSourceTrackables(SourceName)
  case getTableInfo(SourceName, TableName)
  case suggestRelationships(SuggestRelationships)
  case getNativeQuery(SourceName)
  case getLogicalModel(SourceName)
  case introspectRemoteSchema(RemoteSchemaName)
  case reloadRemoteSchema(RemoteSchemaName)
  case listSourceKinds
  case getSourceKindCapabilities(String)

  // Events and times.
  case invokeEventTrigger(SourceName, TriggerName, payload: JSONValue)
  case redeliverEvent(SourceName, eventID: String)
  case getEventLogs(JSONValue)
  case getEventInvocationLogs(JSONValue)
  case getEventByID(JSONValue)
  case getCronTriggers
  case createScheduledEvent(JSONValue)
  case deleteScheduledEvent(JSONValue)
  case getScheduledEvents(JSONValue)
  case getScheduledEventInvocations(JSONValue)
  case testWebhookTransform(JSONValue)
}

/// The arguments of `reload_metadata`.
package struct ReloadMetadata: Sendable, Hashable {
  package var remoteSchemas: Selection<RemoteSchemaName>
  package var sources: Selection<SourceName>
  package var recreatedEventTriggers: Selection<SourceName>

  /// All, none or some.
  package enum Selection<Name: MetadataName>: Sendable, Hashable {
    case all
    case none
    case some([Name])

    init(_ reader: ValueReader?, default fallback: Self) throws(MetadataError) {
      guard let reader, !reader.value.isNull else {
        self = fallback
        return
      }
      if case .bool(let flag) = reader.value {
        self = flag ? .all : .none
      } else {
        self = .some(try [Name](reader))
      }
    }
  }

  init(_ arguments: ValueReader) throws(MetadataError) {
    guard !arguments.value.isNull else {
      (remoteSchemas, sources, recreatedEventTriggers) = (.all, .all, .none)
      return
    }
    let object = try arguments.object(of: "ReloadMetadata")
    remoteSchemas = try Selection(object.reader("reload_remote_schemas"), default: .all)
    sources = try Selection(object.reader("reload_sources"), default: .all)
    recreatedEventTriggers = try Selection(
      object.reader("recreate_event_triggers"),
      default: .none
    )
    // There are no data connectors here; the flag is common and asks for nothing.
    _ = object.has("reload_data_connectors")
    object.reportUnknownKeys()
  }

  /// Refuses names that metadata does not have.
  package func validate(in metadata: Metadata) throws(MetadataError) {
    if case .some(let names) = remoteSchemas {
      for name in names where metadata.remoteSchemas[name] == nil {
        throw MetadataError(
          .notExists,
          "Remote schema with name \"\(name)\" not found in metadata"
        )
      }
    }
    for selection in [sources, recreatedEventTriggers] {
      guard case .some(let names) = selection else { continue }
      for name in names where metadata.sources[name] == nil {
        throw MetadataError(.notExists, "Source with name \"\(name)\" not found in metadata")
      }
    }
  }
}
