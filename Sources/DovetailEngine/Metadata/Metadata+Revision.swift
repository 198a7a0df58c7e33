import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON

extension Metadata {
  /// The metadata for a store that has `stored`: what did not change is known by its identity.
  func revision(since stored: Metadata) -> MetadataRevision {
    var changed: [MetadataPart] = []
    var removed: [MetadataPart.Key] = []
    for (name, source) in sources {
      let before = stored.sources[name]?.tables ?? [:]
      for table in source.tables.values
      where before[table.name]?.identity !== table.identity {
        changed.append(table.part(of: name))
      }
    }
    for (name, source) in stored.sources {
      let after = sources[name]?.tables ?? [:]
      for table in source.tables.keys where after[table] == nil {
        removed.append(table.key(in: name))
      }
    }
    return MetadataRevision(
      whole: { serialized() },
      parts: MetadataRevision.Parts(
        frame: serializedWithoutTables(),
        changed: changed,
        removed: removed,
        all: {
          sources.flatMap { name, source in source.tables.values.map { $0.part(of: name) } }
        }
      )
    )
  }
}

extension TableMetadata {
  fileprivate func part(of source: SourceName) -> MetadataPart {
    MetadataPart(key: name.key(in: source), content: serialized())
  }
}

extension TableName {
  fileprivate func key(in source: SourceName) -> MetadataPart.Key {
    MetadataPart.Key(source: source.value, table: json.description)
  }
}
