/// A parsed GraphQL document: executable definitions, type-system definitions, or both.
///
/// Equality of syntax nodes ignores where they stood in the text (`Location` compares equal to any
/// other), so that `parse(print(document)) == document` holds.
package struct Document: Sendable, Hashable {
  /// The definitions in the order of the text.
  package var definitions: [Definition]

  package init(definitions: [Definition]) {
    self.definitions = definitions
  }

  /// The operations in the order of the text.
  package var operations: [OperationDefinition] {
    definitions.compactMap { if case .operation(let operation) = $0 { operation } else { nil } }
  }

  /// The fragments in the order of the text.
  package var fragments: [FragmentDefinition] {
    definitions.compactMap { if case .fragment(let fragment) = $0 { fragment } else { nil } }
  }
}

/// A definition at the top level of a document.
package enum Definition: Sendable, Hashable {
  case operation(OperationDefinition)
  case fragment(FragmentDefinition)
  case schema(SchemaDefinition)
  case type(TypeDefinition)
  case directive(DirectiveDefinition)
  case schemaExtension(SchemaDefinition)
  case typeExtension(TypeDefinition)
}
