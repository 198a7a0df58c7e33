package import GraphQLLanguage

/// What a GraphQL service offers: named types, root types and directives.
///
/// A schema may be made at once from a document (`StaticTypeSchema`) or be derived on demand, type
/// by type, as the schema of a role is. Validation, coercion and introspection work on any schema,
/// and only introspection asks for all names.
package protocol TypeSchema: Sendable {
  /// The type of that name, built-in scalars and introspection types included.
  func type(named name: String) -> SchemaType?

  /// The name of the root object type for a kind of operation; `nil` where it is not supported.
  func rootTypeName(for kind: OperationKind) -> String?

  /// The names of all types that introspection lists, in the order in which it lists them.
  var typeNames: [String] { get }

  /// The directives that documents may use, `skip` and `include` among them.
  var directives: [SchemaDirective] { get }

  /// The description of the schema itself.
  var description: String? { get }

  /// The names of the object types that a value of the abstract type may have.
  ///
  /// Empty for a type that is not abstract.
  func possibleTypes(of name: String) -> [String]

  /// The names that may be suggested for a misspelt type name; empty where listing is costly.
  ///
  /// Has a default that is empty: a schema derived on demand is not enumerated for a suggestion.
  var suggestibleTypeNames: [String] { get }
}
