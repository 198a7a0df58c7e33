import GraphQLLanguage

/// The definition language text of a schema, less what every schema has.
package func printSchema(_ schema: some TypeSchema) -> String {
  Printer.print(schemaDocument(of: schema)) + "\n"
}
