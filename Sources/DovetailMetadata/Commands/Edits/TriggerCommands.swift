import OrderedCollections
import OrderedJSON

/// `pg_create_event_trigger`: with `replace` it changes an existing one.
struct CreateEventTrigger: MetadataEditCommand {
  private var source: SourceName
  private var table: TableName?
  private var trigger: EventTriggerMetadata
  private var replaces: Bool

  /// PostgreSQL's limit on identifiers, less what is put around the name.
  private static let longestName = 42

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "CreateEventTriggerQuery")
    let name = try object.required("name", as: TriggerName.self)
    guard name.value.utf8.count <= Self.longestName else {
      throw object.error(
        "event trigger name can be at most \(Self.longestName) characters"
      )
    }
    source = try object.source()
    replaces = try object.optional("replace", default: false)
    table = replaces ? try object.optional("table") : try object.required("table")
    trigger = EventTriggerMetadata(
      name: name,
      operations: try .init(object, enablesManualByDefault: true),
      webhook: try WebhookSetting(object),
      headers: try object.optional("headers", default: []),
      retry: try object.optional("retry_conf", default: RetryConfiguration()),
      requestTransform: try object.optional("request_transform"),
      responseTransform: try object.optional("response_transform"),
      cleanup: try object.optional("cleanup_config"),
      firesOnReplication: try object.optional("trigger_on_replication", default: false)
    )
    let operations = trigger.operations
    if operations.insert == nil, operations.update == nil, operations.delete == nil,
      !operations.enablesManual
    {
      throw object.error(
        "atleast one amongst insert/update/delete/enable_manual spec must be provided"
      )
    }
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let owner = try metadata.requireSource(source).tableOfTrigger(trigger.name)
    if replaces {
      guard let owner else {
        throw MetadataError(
          .notExists,
          "event trigger with name \"\(trigger.name)\" does not exist"
        )
      }
      metadata.sources[source]?.tables[owner]?.eventTriggers[trigger.name] = trigger
      return .touching(.eventTrigger(source, owner, trigger.name))
    }
    guard owner == nil else {
      throw MetadataError(
        .alreadyExists,
        "event trigger with name \"\(trigger.name)\" already exists"
      )
    }
    guard let table else { throw MetadataError(.parseFailed, "key \"table\" not found") }
    _ = try metadata.requireTable(table, in: source)
    metadata.sources[source]?.tables[table]?.eventTriggers[trigger.name] = trigger
    return .touching(.eventTrigger(source, table, trigger.name))
  }
}

/// `pg_delete_event_trigger`.
struct DeleteEventTrigger: MetadataEditCommand {
  private var source: SourceName
  private var name: TriggerName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DeleteEventTriggerQuery")
    source = try object.source()
    name = try object.required("name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard let table = try metadata.requireSource(source).tableOfTrigger(name) else {
      throw MetadataError(.notExists, "event trigger with name \"\(name)\" does not exist")
    }
    metadata.remove(.eventTrigger(source, table, name))
    return .wholeMetadata
  }
}

extension SourceMetadata {
  /// The table that has an event trigger; names of triggers are unique in a source.
  package func tableOfTrigger(_ name: TriggerName) -> TableName? {
    tables.first { $0.value.eventTriggers[name] != nil }?.key
  }
}

/// `create_cron_trigger`: with `replace` it changes an existing one.
struct CreateCronTrigger: MetadataEditCommand {
  private var trigger: CronTrigger
  private var replaces: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "CreateCronTrigger")
    trigger = try CronTrigger(object)
    replaces = try object.optional("replace", default: false)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard replaces || metadata.cronTriggers[trigger.name] == nil else {
      throw MetadataError(
        .alreadyExists,
        "cron trigger with name: \(trigger.name) already exists"
      )
    }
    metadata.cronTriggers[trigger.name] = trigger
    return .touching(.cronTrigger(trigger.name))
  }
}

/// `delete_cron_trigger`.
struct DeleteCronTrigger: MetadataEditCommand {
  private var name: TriggerName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "ScheduledTriggerName")
    name = try object.required("name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.cronTriggers[name] != nil else {
      throw MetadataError(
        .notExists,
        "cron trigger with name: \"\(name)\" does not exist"
      )
    }
    metadata.remove(.cronTrigger(name))
    return .wholeMetadata
  }
}
