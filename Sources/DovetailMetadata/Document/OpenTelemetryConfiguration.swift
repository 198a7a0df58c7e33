import OrderedCollections
package import OrderedJSON

/// Where traces, metrics and logs are sent.
package struct OpenTelemetryConfiguration: MetadataValue {
  package var status: Status
  /// Some of `traces`, `metrics`, `logs`.
  package var dataTypes: [String]
  /// The exporter's settings as written.
  package var exporter: JSONValue
  /// The batch processor's settings as written.
  package var batchSpanProcessor: JSONValue

  /// Whether anything is sent.
  package enum Status: String, MetadataValue {
    case enabled
    case disabled

    package init(_ reader: ValueReader) throws(MetadataError) {
      guard let status = Status(rawValue: try String(reader)) else {
        throw reader.error("expected one of: \"enabled\", \"disabled\"")
      }
      self = status
    }

    package var json: JSONValue { .string(rawValue) }
  }

  package init() {
    status = .disabled
    dataTypes = []
    exporter = [:]
    batchSpanProcessor = [:]
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    self.init()
    let object = try reader.object(of: "OpenTelemetryConfig")
    status = try object.optional("status", default: .disabled)
    if let types = object.reader("data_types"), !types.value.isNull {
      dataTypes = try [String](types)
      for element in try types.elements()
      where !["traces", "metrics", "logs"].contains(element.value.stringValue) {
        throw element.error("expected one of: \"traces\", \"metrics\", \"logs\"")
      }
    }
    if let exporter = object.reader("exporter_otlp"), !exporter.value.isNull {
      self.exporter = try readExporter(exporter)
    }
    if let processor = object.reader("batch_span_processor"), !processor.value.isNull {
      let members = try processor.object(of: "OtelBatchSpanProcessorConfig")
      _ = try members.optional("max_export_batch_size", as: Int.self)
      members.reportUnknownKeys()
      batchSpanProcessor = processor.value
    }
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("status", status)
    writer.write("data_types", dataTypes)
    writer.write("exporter_otlp", exporter)
    writer.write("batch_span_processor", batchSpanProcessor)
    return writer.json
  }
}

private func readExporter(_ reader: ValueReader) throws(MetadataError) -> JSONValue {
  let object = try reader.object(of: "OtelExporterConfig")
  for key in ["otlp_traces_endpoint", "otlp_metrics_endpoint", "otlp_logs_endpoint"] {
    _ = try object.optional(key, as: String.self)
  }
  if let transport = object.reader("protocol"), !transport.value.isNull {
    guard transport.value == "http/protobuf" else {
      throw transport.error("expected one of: \"http/protobuf\"")
    }
  }
  _ = try object.optional("headers", as: [HeaderSetting].self)
  _ = try object.optional("resource_attributes", as: [JSONValue].self)
  _ = try object.optional("traces_propagators", as: [String].self)
  object.reportUnknownKeys()
  return reader.value
}
