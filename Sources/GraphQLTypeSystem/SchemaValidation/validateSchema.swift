/// The problems of a schema as a whole (specification §3); none if it is valid.
///
/// Looks at every type, and so is not meant for schemas that are derived on demand.
package func validateSchema(_ schema: some TypeSchema) -> [Diagnostic] {
  var validator = SchemaValidator(schema: schema)
  validator.checkRootTypes()
  validator.checkDirectives()
  validator.checkTypes()
  return validator.problems.map { Diagnostic(.schema($0)) }
}
