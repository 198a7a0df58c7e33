package import OrderedJSON

/// The name of a table or view, with its schema where the source kind has schemas.
///
/// In JSON either text or an object: `"author"`, `{"schema": "public", "name": "author"}`.
package struct TableName: MetadataValue, Comparable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  /// The schema; nil in source kinds that have none.
  package var schema: String?
  package var name: String

  package init(schema: String?, name: String) {
    self.schema = schema
    self.name = name
  }

  package init(stringLiteral value: String) {
    self.init(schema: nil, name: value)
  }

  /// The name as messages show it: `author` for schema `public`, else `s.author`.
  package var description: String {
    if let schema, schema != publicSchema { "\(schema).\(name)" } else { name }
  }

  package static func < (left: TableName, right: TableName) -> Bool {
    (left.schema ?? "", left.name) < (right.schema ?? "", right.name)
  }

  /// The name with the schema that a source kind assumes where none is given.
  package func normalized(for kind: SourceKindName) -> TableName {
    schema == nil ? TableName(schema: kind.defaultSchema, name: name) : self
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let (schema, name) = try readQualifiedName(reader)
    self.init(schema: schema, name: name)
  }

  package var json: JSONValue { qualifiedNameJSON(schema: schema, name: name) }
}
