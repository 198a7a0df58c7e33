import OrderedCollections
import OrderedJSON

/// The schema which messages leave out, and which a bare name means in PostgreSQL.
let publicSchema = "public"

/// Reads `"name"` or `{"schema": …, "name": …}` in the schema that the context assumes.
func readQualifiedName(
  _ reader: ValueReader
) throws(MetadataError) -> (schema: String?, name: String) {
  let defaultSchema = reader.context.kind.defaultSchema
  if case .string = reader.value {
    return (defaultSchema, try reader.nonEmptyString())
  }
  let object = try reader.object(of: "QualifiedObject")
  let name = try object.required("name", as: NonEmptyText.self).text
  let schema = try object.optional("schema", as: String.self)
  object.reportUnknownKeys()
  return (schema ?? defaultSchema, name)
}

/// Writes a name in the form of its source kind.
func qualifiedNameJSON(schema: String?, name: String) -> JSONValue {
  guard let schema else { return .string(name) }
  return ["name": .string(name), "schema": .string(schema)]
}
