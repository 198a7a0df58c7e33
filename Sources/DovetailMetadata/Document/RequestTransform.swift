package import OrderedCollections
package import OrderedJSON

/// How the request to a webhook is changed before it is sent: `request_transform`.
///
/// The texts are templates of the Kriti language; whoever resolves metadata parses them.
package struct RequestTransform: MetadataValue {
  package var version: Version
  package var method: String?
  /// A template of text.
  package var url: String?
  package var body: Body?
  package var contentType: String?
  package var queryParameters: QueryParameters?
  /// Names with templates of text.
  package var addedHeaders: OrderedDictionary<String, String>
  package var removedHeaders: [String]
  /// The transform as it was given, which is how export writes it.
  package let json: JSONValue

  /// The version of the format.
  package enum Version: Int, Sendable, Hashable {
    case one = 1
    case two = 2
  }

  /// What becomes of the body.
  package enum Body: Sendable, Hashable {
    /// A template of JSON gives another one.
    case template(String)
    /// None is sent.
    case remove
    /// A form of fields, whose values are templates of text.
    case form(OrderedDictionary<String, String>)
  }

  /// What becomes of the query string.
  package enum QueryParameters: Sendable, Hashable {
    /// A template of text gives another one.
    case template(String)
    /// Parameters are added or replaced; names and values are templates of text.
    case parameters(OrderedDictionary<String, String?>)
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RequestTransform")
    json = reader.value
    version = try readVersion(object)
    method = try object.optional("method")
    url = try object.optional("url")
    body = try readBody(object, version)
    contentType = try object.optional("content_type")
    queryParameters = try readQueryParameters(object)
    addedHeaders = [:]
    removedHeaders = []
    if let reader = object.reader("request_headers"), !reader.value.isNull {
      let headers = try reader.object(of: "TransformHeaders")
      if let added = headers.reader("add_headers"), !added.value.isNull {
        addedHeaders = try readTemplates(added)
      }
      removedHeaders = try headers.optional("remove_headers", default: [])
      headers.reportUnknownKeys()
    }
    object.reportUnknownKeys()
  }
}

/// How the answer of a webhook is changed before it is looked at: `response_transform`.
package struct ResponseTransform: MetadataValue {
  package var body: RequestTransform.Body?
  /// The transform as it was given, which is how export writes it.
  package let json: JSONValue

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "MetadataResponseTransform")
    json = reader.value
    body = try readBody(object, try readVersion(object))
    if case .form? = body {
      throw object.error("a response cannot be transformed to \"x_www_form_urlencoded\"")
    }
    object.reportUnknownKeys()
  }
}

private func readVersion(
  _ object: ObjectReader
) throws(MetadataError) -> RequestTransform.Version {
  let number = try object.optional("version", default: 1)
  guard let version = RequestTransform.Version(rawValue: number) else {
    throw object.error("expected 1 or 2 for the version of a transform")
  }
  let engine = try object.optional("template_engine", default: "Kriti")
  guard engine == "Kriti" else {
    throw object.error("expected \"Kriti\" for the template engine of a transform")
  }
  return version
}

private func readBody(
  _ object: ObjectReader,
  _ version: RequestTransform.Version
) throws(MetadataError) -> RequestTransform.Body? {
  guard let reader = object.reader("body"), !reader.value.isNull else { return nil }
  guard version == .two else { return .template(try String(reader)) }
  let body = try reader.object(of: "BodyTransform")
  defer { body.reportUnknownKeys() }
  switch try body.required("action", as: String.self) {
  case "transform":
    return .template(try body.required("template"))
  case "remove":
    return .remove
  case "x_www_form_urlencoded":
    return .form(try readTemplates(try body.requiredReader("form_template")))
  case let action:
    throw body.error(
      "expected one of \"transform\", \"remove\", \"x_www_form_urlencoded\" for the action of a "
        + "body transform, but found \"\(action)\""
    )
  }
}

private func readQueryParameters(
  _ object: ObjectReader
) throws(MetadataError) -> RequestTransform.QueryParameters? {
  guard let reader = object.reader("query_params"), !reader.value.isNull else { return nil }
  if case .string(let template) = reader.value { return .template(template) }
  guard case .object(let members) = reader.value else {
    throw reader.mismatch(type: "QueryParams", expected: "Object")
  }
  var parameters: OrderedDictionary<String, String?> = [:]
  for (name, value) in members {
    let value: String? = value.isNull ? nil : try String(reader.child(value, at: name))
    parameters.updateValue(value, forKey: name)
  }
  return .parameters(parameters)
}

private func readTemplates(
  _ reader: ValueReader
) throws(MetadataError) -> OrderedDictionary<String, String> {
  guard case .object(let members) = reader.value else {
    throw reader.mismatch(type: "HashMap", expected: "Object")
  }
  var templates: OrderedDictionary<String, String> = [:]
  for (name, value) in members { templates[name] = try String(reader.child(value, at: name)) }
  return templates
}
