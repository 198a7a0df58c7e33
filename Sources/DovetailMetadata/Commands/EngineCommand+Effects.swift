import OrderedJSON

extension EngineCommand {
  /// Whether the command can change metadata.
  package var modifiesMetadata: Bool {
    switch self {
    case .runSQL(let arguments): arguments.mayChangeMetadata
    case .reloadMetadata, .dropInconsistentMetadata, .reloadRemoteSchema: true
    default: false
    }
  }

  /// Whether the command changes nothing, neither metadata nor data.
  package var isReadOnly: Bool {
    switch self {
    case .runSQL(let arguments): arguments.isReadOnly
    case .insert, .update, .delete, .setCatalogState, .invokeEventTrigger, .redeliverEvent,
      .createScheduledEvent, .deleteScheduledEvent:
      false
    default: !modifiesMetadata
    }
  }

  /// Whether the permissions of tables decide, and not the role alone.
  package var isOpenToAllRoles: Bool {
    switch self {
    case .select, .insert, .update, .delete, .count: true
    default: false
    }
  }

  /// The source that the command is about; nil if it is about none in particular.
  var source: SourceName? {
    switch self {
    case .runSQL(let arguments): arguments.source
    case .select(let arguments), .insert(let arguments), .update(let arguments),
      .delete(let arguments), .count(let arguments), .getEventLogs(let arguments),
      .getEventInvocationLogs(let arguments), .getEventByID(let arguments):
      arguments["source"]?.stringValue.map { SourceName($0) } ?? .default
    case .suggestRelationships(let arguments): arguments.source
    case .getSourceTables(let source), .getSourceTrackables(let source),
      .getTableInfo(let source, _), .getNativeQuery(let source), .getLogicalModel(let source),
      .invokeEventTrigger(let source, _, _), .redeliverEvent(let source, _):
      source
    default: nil
    }
  }
}
