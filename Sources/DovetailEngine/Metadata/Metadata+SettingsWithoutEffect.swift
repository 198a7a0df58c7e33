import DovetailMetadata
import OrderedCollections

extension Metadata {
  /// The settings that are kept in the document and that the engine does not obey yet.
  ///
  /// A command that makes one is refused by name, since limits that do not limit are worse than none;
  /// a whole document that holds one is taken with a warning, and the start logs it.
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
    for source in sources.values {
      let path: [JSONPath.Component] = [.key("sources"), .key(source.name.value)]
      if let tags = source.queryTags, !tags.isDisabled {
        report("query_tags", at: path + [.key("query_tags")])
      }
    }
    return found
  }
}
