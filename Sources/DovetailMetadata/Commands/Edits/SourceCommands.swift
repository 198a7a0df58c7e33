import OrderedCollections
import OrderedJSON

/// `pg_add_source`: adds a source, or replaces its configuration and keeps what is tracked.
struct AddSource: MetadataEditCommand {
  static let sourceKey: String? = nil

  var source: SourceMetadata
  var replaces: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "AddSource")
    let kind = try object.optional("kind", default: arguments.context.kind)
    source = SourceMetadata(
      name: try object.required("name"),
      kind: kind,
      configuration: try readObject(object.requiredReader("configuration")),
      customization: try object.optional("customization", default: .none),
      healthCheck: try object.optional("health_check")
    )
    replaces = try object.optional("replace_configuration", default: false)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    if var existing = metadata.sources[source.name] {
      guard replaces else {
        throw MetadataError(
          .alreadyExists,
          "source with name \"\(source.name)\" already exists"
        )
      }
      existing.configuration = source.configuration
      existing.customization = source.customization
      existing.healthCheck = source.healthCheck
      metadata.sources[source.name] = existing
    } else {
      metadata.sources[source.name] = source
    }
    return .touching(.source(source.name), reload: .source(source.name))
  }
}

/// `pg_update_source`: changes the parts of a source that are given.
struct UpdateSource: MetadataEditCommand {
  static let sourceKey: String? = "name"

  var name: SourceName
  var configuration: JSONValue?
  var customization: SourceCustomization?
  var healthCheck: HealthCheck?

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "UpdateSource")
    name = try object.required("name")
    if let reader = object.reader("configuration"), !reader.value.isNull {
      configuration = try readObject(reader)
    }
    customization = try object.optional("customization")
    healthCheck = try object.optional("health_check")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    var source = try metadata.requireSource(name)
    if let configuration { source.configuration = configuration }
    if let customization { source.customization = customization }
    if let healthCheck { source.healthCheck = healthCheck }
    metadata.sources[name] = source
    return .touching(.source(name), reload: configuration == nil ? .nothing : .source(name))
  }
}

/// `pg_drop_source`: drops a source with all that is tracked of it.
struct DropSource: MetadataEditCommand {
  static let sourceKey: String? = "name"

  var name: SourceName
  var cascades: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropSource")
    name = try object.required("name")
    cascades = try object.optional("cascade", default: false)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireSource(name)
    try metadata.releaseDependents(of: .source(name), cascade: cascades, facts: context.facts)
    metadata.remove(.source(name))
    var edit = MetadataEdit.wholeMetadata
    if let failure = context.facts.failure(name) {
      let object = MetadataObject.source(name)
      let warning: JSONValue = [
        "code": "source-cleanup-failed",
        "message": .string("nothing was cleaned up in the source: \(failure)"),
        "name": .string(object.displayName), "type": .string(object.typeName),
      ]
      edit.result = ["message": "success", "warnings": [warning]]
    }
    return edit
  }
}

/// `rename_source`: gives a source a new name, also in the relationships that lead to it.
struct RenameSource: MetadataEditCommand {
  static let sourceKey: String? = "name"

  var name: SourceName
  var newName: SourceName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "RenameSource")
    name = try object.required("name")
    newName = try object.required("new_name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard var source = metadata.sources[name] else {
      throw MetadataError(.notExists, "Could not find source with name \"\(name)\"")
    }
    guard metadata.sources[newName] == nil else {
      throw MetadataError(.alreadyExists, "Source with name \"\(newName)\" already exists")
    }
    source.name = newName
    metadata.sources[name] = nil
    metadata.sources[newName] = source
    metadata.mapRemoteDefinitions { definition in
      guard case .toSource(var target) = definition, target.source == name else {
        return definition
      }
      target.source = newName
      return .toSource(target)
    }
    for object in metadata.customTypes.objects.indices {
      for index in metadata.customTypes.objects[object].relationships.indices
      where metadata.customTypes.objects[object].relationships[index].source == name {
        metadata.customTypes.objects[object].relationships[index].source = newName
      }
    }
    return .touching(.source(newName), reload: .source(newName))
  }
}

/// `set_query_tags`: sets the comment that statements carry.
struct SetQueryTags: MetadataEditCommand {
  static let sourceKey: String? = "source_name"

  var source: SourceName
  var tags: QueryTags

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SetQueryTagsConfig")
    source = try object.required("source_name")
    tags = try object.required("tags")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.sources[source] != nil else {
      throw MetadataError(.notExists, "source with name: \"\(source)\" does not exist")
    }
    metadata.sources[source]?.queryTags = tags
    return .touching(.source(source))
  }
}
