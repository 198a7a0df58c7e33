package import DovetailMetadata
package import DovetailSource
package import Kriti
import OrderedCollections
package import OrderedJSON

/// A request transform with its templates parsed: made once, applied to each request.
package struct RequestTransformer: Sendable, Hashable {
  private let method: String?
  private let url: KritiTemplate?
  private let body: Body?
  private let contentType: String?
  private let query: Query?
  private let addedHeaders: [(name: String, value: KritiTemplate)]
  private let removedHeaders: Set<String>
  private let definition: RequestTransform

  /// What becomes of the body.
  private enum Body {
    case template(KritiTemplate)
    case remove
    case form([(name: String, value: KritiTemplate)])
  }

  private enum Query {
    case template(KritiTemplate)
    case parameters([(name: KritiTemplate, value: KritiTemplate?)])
  }

  /// Parses the templates.
  ///
  /// - Throws: what is wrong with the first one that cannot be parsed.
  package init(_ definition: RequestTransform) throws(KritiError) {
    self.definition = definition
    method = definition.method?.uppercased()
    url = try text(definition.url)
    switch definition.body {
    case .template(let template): body = .template(try KritiTemplate(parsing: template))
    case .remove: body = .remove
    case .form(let fields): body = .form(try texts(fields))
    case nil: body = nil
    }
    contentType = definition.contentType
    switch definition.queryParameters {
    case .template(let template): query = .template(try KritiTemplate(parsingText: template))
    case .parameters(let parameters):
      var parsed: [(KritiTemplate, KritiTemplate?)] = []
      for (name, value) in parameters {
        parsed.append((try KritiTemplate(parsingText: name), try text(value)))
      }
      query = .parameters(parsed)
    case nil: query = nil
    }
    addedHeaders = try texts(definition.addedHeaders)
    removedHeaders = Set(definition.removedHeaders.map { $0.lowercased() })
  }

  package static func == (one: RequestTransformer, other: RequestTransformer) -> Bool {
    one.definition == other.definition
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(definition)
  }

  /// A request and what its body says.
  package struct Result: Sendable, Hashable {
    package var request: WebhookRequest
    /// The body as JSON; a string for a form, nil if there is none.
    package var body: JSONValue?
  }

  /// The request as it is sent; every template sees the original one.
  package func apply(
    to request: WebhookRequest,
    _ context: TransformContext
  ) throws(TransformError) -> Result {
    let variables = context.variables
    var result = Result(request: request, body: context.body)
    if let method { result.request.method = method }
    if let url { result.request.url = try string(url, variables) }
    try applyQuery(to: &result.request, variables)
    for name in removedHeaders {
      result.request.headers.removeAll { $0.name.lowercased() == name }
    }
    if let contentType { result.request.set("Content-Type", contentType) }
    try applyBody(to: &result, variables)
    for (name, value) in addedHeaders {
      result.request.set(name, try string(value, variables))
    }
    return result
  }

  private func applyQuery(
    to request: inout WebhookRequest,
    _ variables: [String: JSONValue]
  ) throws(TransformError) {
    switch query {
    case nil:
      break
    case .template(let template):
      var url = QueryString(of: request.url)
      url.parameters = QueryString.parse(try string(template, variables))
      request.url = url.url
    case .parameters(let parameters):
      var url = QueryString(of: request.url)
      for (name, template) in parameters {
        let name = try string(name, variables)
        var value: String?
        if let template {
          // A parameter whose value is null is left out.
          guard let text = try optionalString(template, variables) else {
            url.parameters.removeValue(forKey: name)
            continue
          }
          value = text
        }
        url.parameters.updateValue(value, forKey: name)
      }
      request.url = url.url
    }
  }

  private func applyBody(
    to result: inout Result,
    _ variables: [String: JSONValue]
  ) throws(TransformError) {
    switch body {
    case nil:
      break
    case .template(let template):
      let value = try evaluate(template, variables)
      result.body = value
      result.request.body = value.serialized()
    case .remove:
      result.body = nil
      result.request.body = nil
    case .form(let fields):
      var pairs: [String] = []
      for (name, template) in fields {
        guard let value = try optionalString(template, variables) else { continue }
        pairs.append("\(percentEncoded(name))=\(percentEncoded(value))")
      }
      let form = pairs.joined(separator: "&")
      result.body = .string(form)
      result.request.body = Array(form.utf8)
      result.request.set("Content-Type", "application/x-www-form-urlencoded")
    }
  }

  // MARK: Templates

  private func evaluate(
    _ template: KritiTemplate,
    _ variables: [String: JSONValue]
  ) throws(TransformError) -> JSONValue {
    do {
      return try template.evaluate(variables)
    } catch {
      throw .template(error)
    }
  }

  private func string(
    _ template: KritiTemplate,
    _ variables: [String: JSONValue]
  ) throws(TransformError) -> String {
    try evaluate(template, variables).stringValue ?? ""
  }

  /// The text of a template; nil if all of it is one expression whose value is null.
  private func optionalString(
    _ template: KritiTemplate,
    _ variables: [String: JSONValue]
  ) throws(TransformError) -> String? {
    if let only = template.onlyExpression {
      do {
        if try only.evaluate(variables).isNull { return nil }
      } catch {
        throw .template(error)
      }
    }
    return try string(template, variables)
  }
}

private func text(_ template: String?) throws(KritiError) -> KritiTemplate? {
  guard let template else { return nil }
  return try KritiTemplate(parsingText: template)
}

private func texts(
  _ templates: OrderedDictionary<String, String>
) throws(KritiError) -> [(name: String, value: KritiTemplate)] {
  var parsed: [(String, KritiTemplate)] = []
  for (name, template) in templates {
    parsed.append((name, try KritiTemplate(parsingText: template)))
  }
  return parsed
}

extension WebhookRequest {
  /// Sets a header in the place of those of the same name.
  package mutating func set(_ name: String, _ value: String) {
    let header = ExecutionContext.Header(name: name, value: value)
    let lowercased = name.lowercased()
    guard let index = headers.firstIndex(where: { $0.name.lowercased() == lowercased }) else {
      headers.append(header)
      return
    }
    headers[index] = header
    headers.removeAll { $0 != header && $0.name.lowercased() == lowercased }
  }
}
