import OrderedJSON

extension CommandRegistry {
  /// The endpoints for SQL and the language of data.
  private static let dataEndpoints: Set<MetadataCommand.Endpoint> = [.query, .sourceQuery]

  /// Commands that need the engine, and those that Dovetail refuses.
  static var engineCommands: [String: Entry] {
    var commands = dataCommands
    commands.merge(wholeCommands) { first, _ in first }
    commands.merge(upstreamCommands) { first, _ in first }
    commands.merge(eventCommands) { first, _ in first }
    for name in refusedCommands { commands[name] = .unsupported(name) }
    for name in refusedSourceCommands {
      commands[name] = .unsupported(name, isSourceCommand: true)
    }
    return commands
  }

  private static var dataCommands: [String: Entry] {
    [
      "run_sql": .engine(on: dataEndpoints, isSourceCommand: true) {
        (arguments) throws(MetadataError) in .runSQL(try RunSQL(arguments))
      },
      "select": .engine(on: dataEndpoints, isSourceCommand: true) {
        (arguments) throws(MetadataError) in
        try DataCommandShape.checkSelect(arguments)
        return .select(arguments.value)
      },
      "insert": .engine(on: dataEndpoints, isSourceCommand: true) {
        (arguments) throws(MetadataError) in
        try DataCommandShape.checkInsert(arguments)
        return .insert(arguments.value)
      },
      "update": .engine(on: dataEndpoints, isSourceCommand: true) {
        (arguments) throws(MetadataError) in
        try DataCommandShape.checkUpdate(arguments)
        return .update(arguments.value)
      },
      "delete": .engine(on: dataEndpoints, isSourceCommand: true) {
        (arguments) throws(MetadataError) in
        try DataCommandShape.checkDelete(arguments)
        return .delete(arguments.value)
      },
      "count": .engine(on: dataEndpoints, isSourceCommand: true) {
        (arguments) throws(MetadataError) in
        try DataCommandShape.checkCount(arguments)
        return .count(arguments.value)
      },
    ]
  }

  private static var wholeCommands: [String: Entry] {
    [
      "export_metadata": Entry(takesNoArguments: true) {
        (_, version, _) throws(MetadataError) in .engine(.exportMetadata(version: version))
      },
      "reload_metadata": .engine(takesNoArguments: true) {
        (arguments) throws(MetadataError) in .reloadMetadata(try ReloadMetadata(arguments))
      },
      "get_inconsistent_metadata": .engine(takesNoArguments: true) { _ in
        .getInconsistentMetadata
      },
      "drop_inconsistent_metadata": .engine(takesNoArguments: true) { _ in
        .dropInconsistentMetadata
      },
      "dump_internal_state": .engine(takesNoArguments: true) { _ in .dumpInternalState },
      "get_catalog_state": .engine(takesNoArguments: true) { _ in .getCatalogState },
      "set_catalog_state": .engine { (arguments) throws(MetadataError) in
        .setCatalogState(try readObject(arguments))
      },
    ]
  }

  private static var upstreamCommands: [String: Entry] {
    [
      "get_source_tables": .engine(isSourceCommand: true) {
        (arguments) throws(MetadataError) in .getSourceTables(try readSource(arguments))
      },
      "get_source_trackables": .engine(isSourceCommand: true) {
        (arguments) throws(MetadataError) in .getSourceTrackables(try readSource(arguments))
      },
      "get_table_info": .engine(isSourceCommand: true) { (arguments) throws(MetadataError) in
        let object = try arguments.object(of: "GetTableInfo")
        return .getTableInfo(try object.source(), try object.required("table"))
      },
      "suggest_relationships": .engine(isSourceCommand: true) {
        (arguments) throws(MetadataError) in
        .suggestRelationships(try SuggestRelationships(arguments))
      },
      "get_native_query": .engine(isSourceCommand: true) {
        (arguments) throws(MetadataError) in .getNativeQuery(try readSource(arguments))
      },
      "get_logical_model": .engine(isSourceCommand: true) {
        (arguments) throws(MetadataError) in .getLogicalModel(try readSource(arguments))
      },
      "introspect_remote_schema": .engine { (arguments) throws(MetadataError) in
        .introspectRemoteSchema(try arguments.object(of: "RemoteSchemaNameQuery").required("name"))
      },
      "reload_remote_schema": .engine { (arguments) throws(MetadataError) in
        .reloadRemoteSchema(try arguments.object(of: "RemoteSchemaNameQuery").required("name"))
      },
      "list_source_kinds": .engine(takesNoArguments: true) { _ in .listSourceKinds },
      "get_source_kind_capabilities": .engine { (arguments) throws(MetadataError) in
        .getSourceKindCapabilities(
          try arguments.object(of: "GetSourceKindCapabilities").required("name")
        )
      },
    ]
  }

  private static var eventCommands: [String: Entry] {
    [
      "invoke_event_trigger": .engine(isSourceCommand: true) {
        (arguments) throws(MetadataError) in
        let object = try arguments.object(of: "InvokeEventTriggerQuery")
        return .invokeEventTrigger(
          try object.source(),
          try object.required("name"),
          payload: try object.required("payload")
        )
      },
      "redeliver_event": .engine(isSourceCommand: true) { (arguments) throws(MetadataError) in
        let object = try arguments.object(of: "RedeliverEventQuery")
        return .redeliverEvent(try object.source(), eventID: try object.required("event_id"))
      },
      "get_event_logs": .engine(isSourceCommand: true) { .getEventLogs($0.value) },
      "get_event_invocation_logs": .engine(isSourceCommand: true) {
        .getEventInvocationLogs($0.value)
      },
      "get_event_by_id": .engine(isSourceCommand: true) { .getEventByID($0.value) },
      "get_cron_triggers": .engine(takesNoArguments: true) { _ in .getCronTriggers },
      "create_scheduled_event": .engine { .createScheduledEvent($0.value) },
      "delete_scheduled_event": .engine { .deleteScheduledEvent($0.value) },
      "get_scheduled_events": .engine { .getScheduledEvents($0.value) },
      "get_scheduled_event_invocations": .engine { .getScheduledEventInvocations($0.value) },
      "test_webhook_transform": .engine { .testWebhookTransform($0.value) },
    ]
  }

  private static let refusedCommands = [
    "cleanup_event_trigger_logs", "resume_event_trigger_cleanups", "pause_event_trigger_cleanups",
    "dc_add_agent", "dc_delete_agent",
  ]

  private static let refusedSourceCommands = [
    "test_connection_template", "track_stored_procedure", "untrack_stored_procedure",
    "get_stored_procedure",
  ]

  private static func readSource(_ arguments: ValueReader) throws(MetadataError) -> SourceName {
    try arguments.object(of: "SourceQuery").source()
  }
}
