package import GraphQLLanguage
package import OrderedJSON

extension StaticTypeSchema {
  /// Makes a schema of the definitions and extensions of a document.
  ///
  /// Throws all the problems that the strictness does not tolerate.
  package init(
    document: Document,
    strictness: SchemaStrictness = .specification
  ) throws(TypeSystemError) {
    let (schema, diagnostics) = Self.build(document: document)
    try Self.throwIntolerable(diagnostics, strictness)
    self = schema
  }

  /// Makes a schema of an introspection result: `{"__schema": …}`, or that as `data`.
  ///
  /// Throws all the problems that the strictness does not tolerate.
  package init(
    introspection: JSONValue,
    strictness: SchemaStrictness = .remote
  ) throws(TypeSystemError) {
    let (schema, diagnostics) = Self.build(introspection: introspection)
    try Self.throwIntolerable(diagnostics, strictness)
    self = schema
  }

  /// Makes what can be made of a document, and lists all that is wrong with it.
  package static func build(
    document: Document
  ) -> (schema: StaticTypeSchema, diagnostics: [Diagnostic]) {
    var diagnostics = validateDefinitions(document)
    let schema = DocumentSchemaBuilder(document).makeSchema()
    // What follows from an error in the text would be reported twice.
    if diagnostics.isEmpty { diagnostics = validateSchema(schema) }
    return (schema, diagnostics)
  }

  /// Makes what can be made of an introspection result, and lists all that is wrong with it.
  package static func build(
    introspection: JSONValue
  ) -> (schema: StaticTypeSchema, diagnostics: [Diagnostic]) {
    var reader = IntrospectionReader()
    let schema = reader.readSchema(introspection)
    return (schema, reader.diagnostics + validateSchema(schema))
  }

  private static func throwIntolerable(
    _ diagnostics: [Diagnostic],
    _ strictness: SchemaStrictness
  ) throws(TypeSystemError) {
    let intolerable = diagnostics.filter { diagnostic in
      if case .schema(let problem) = diagnostic.problem {
        !strictness.tolerates(problem)
      } else {
        true
      }
    }
    if !intolerable.isEmpty { throw .invalidSchema(intolerable) }
  }
}
