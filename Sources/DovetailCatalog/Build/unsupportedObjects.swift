import DovetailMetadata
import OrderedCollections

/// The objects of metadata that the engine keeps but cannot serve yet.
///
/// They are reported as inconsistent, so that a command that makes one is refused and nobody believes
/// that it works; a document that holds them is taken with `allow_inconsistent_metadata`.
func unsupportedObjects(in metadata: Metadata) -> [Inconsistency] {
  var found: [Inconsistency] = []
  func report(_ object: MetadataObject, _ what: String) {
    found.append(
      Inconsistency(
        object: object,
        reason: "\(what) are not supported yet",
        code: .notSupported
      )
    )
  }
  for (source, sourceMetadata) in metadata.sources {
    for (table, tableMetadata) in sourceMetadata.tables {
      for trigger in tableMetadata.eventTriggers.keys {
        report(.eventTrigger(source, table, trigger), "event triggers")
      }
    }
  }
  for trigger in metadata.cronTriggers.keys { report(.cronTrigger(trigger), "cron triggers") }
  return found
}
