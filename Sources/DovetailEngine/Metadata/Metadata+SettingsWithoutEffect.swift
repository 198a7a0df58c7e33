import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension Metadata {
  /// The settings that are kept in the document and that the engine does not obey yet.
  ///
  /// What makes one, a command or a whole document, is answered with a warning; the start logs it, and
  /// `dump_internal_state` lists it.
  var settingsWithoutEffect: [MetadataDiagnostic] {
    var found: [MetadataDiagnostic] = []
    func report(_ setting: String, at path: [JSONPath.Component]) {
      found.append(
        MetadataDiagnostic(
          code: .noEffect,
          message: "\(setting) is not supported yet: it is kept and has no effect",
          path: JSONPath(path)
        )
      )
    }
    if metrics != MetricsConfiguration() {
      report("metrics_config", at: [.key("metrics_config")])
    }
    if openTelemetry.status == .enabled { report("opentelemetry", at: [.key("opentelemetry")]) }
    if let configurations = backendConfigurations?.objectValue, !configurations.isEmpty {
      report("backend_configs", at: [.key("backend_configs")])
    }
    for source in sources.values {
      let path: [JSONPath.Component] = [.key("sources"), .key(source.name.value)]
      if !source.storedProcedures.isEmpty {
        report("stored_procedures", at: path + [.key("stored_procedures")])
      }
      for table in source.tables.values where table.logicalModel != nil {
        report(
          "logical_model of a table",
          at: path + [.key("tables"), .key("\(table.name)"), .key("logical_model")]
        )
      }
    }
    return found
  }
}
