import DovetailMetadata
import Kriti
import OrderedCollections

extension RequestTransform {
  /// Throws what is wrong with the first template that cannot be parsed.
  func parseTemplates() throws(KritiError) {
    if let url { _ = try KritiTemplate(parsingText: url) }
    try body?.parseTemplates()
    switch queryParameters {
    case .template(let template): _ = try KritiTemplate(parsingText: template)
    case .parameters(let parameters):
      for (name, value) in parameters {
        _ = try KritiTemplate(parsingText: name)
        if let value { _ = try KritiTemplate(parsingText: value) }
      }
    case nil: break
    }
    for template in addedHeaders.values { _ = try KritiTemplate(parsingText: template) }
  }
}

extension ResponseTransform {
  /// Throws what is wrong with the template if it cannot be parsed.
  func parseTemplates() throws(KritiError) {
    try body?.parseTemplates()
  }
}

extension RequestTransform.Body {
  fileprivate func parseTemplates() throws(KritiError) {
    switch self {
    case .template(let template): _ = try KritiTemplate(parsing: template)
    case .remove: break
    case .form(let fields):
      for template in fields.values { _ = try KritiTemplate(parsingText: template) }
    }
  }
}
