package import DovetailMetadata
package import Kriti
package import OrderedJSON

/// A response transform with its template parsed.
package struct ResponseTransformer: Sendable, Hashable {
  private let template: KritiTemplate?
  private let removesBody: Bool

  package init(_ definition: ResponseTransform) throws(KritiError) {
    switch definition.body {
    case .template(let text):
      template = try KritiTemplate(parsing: text)
      removesBody = false
    case .remove:
      template = nil
      removesBody = true
    case .form, nil:
      template = nil
      removesBody = false
    }
  }

  /// What counts as the webhook's answer.
  package func apply(
    to body: JSONValue,
    status: Int,
    _ context: TransformContext
  ) throws(TransformError) -> JSONValue {
    if removesBody { return .null }
    guard let template else { return body }
    do {
      return try template.evaluate(context.variables(status: status, response: body))
    } catch {
      throw .template(error)
    }
  }
}
