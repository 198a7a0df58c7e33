package import OrderedJSON

/// What metrics look at.
package struct MetricsConfiguration: MetadataValue {
  package var analyzesQueryVariables: Bool
  package var analyzesResponseBody: Bool

  package init(analyzesQueryVariables: Bool = false, analyzesResponseBody: Bool = false) {
    self.analyzesQueryVariables = analyzesQueryVariables
    self.analyzesResponseBody = analyzesResponseBody
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "MetricsConfig")
    self.init(
      analyzesQueryVariables: try object.optional("analyze_query_variables", default: false),
      analyzesResponseBody: try object.optional("analyze_response_body", default: false)
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    [
      "analyze_query_variables": .bool(analyzesQueryVariables),
      "analyze_response_body": .bool(analyzesResponseBody),
    ]
  }
}
