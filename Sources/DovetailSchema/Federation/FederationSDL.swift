import DovetailCatalog
import GraphQLLanguage
import GraphQLTypeSystem

extension RoleSchema {
  /// The schema as a federation gateway reads it: what the role sees, with the keys of entities, and
  /// without what makes a subgraph of it.
  package func federationSDL() -> String {
    let queryRoot = rootTypeName(for: .query)
    let keys = Dictionary(
      entityViews.map { view in
        (
          view.table.naming.rowType,
          view.table.primaryKey.map(\.fieldName).joined(separator: " ")
        )
      },
      uniquingKeysWith: { first, _ in first }
    )
    var definitions: [Definition] = []
    for definition in schemaDocument(of: self).definitions {
      switch definition {
      case .directive:
        // They are for operations, which the gateway doesn't pass on as they are.
        continue
      case .type(var type):
        let name = type.name.value
        guard !FederationName.types.contains(name) else { continue }
        if let key = keys[name] { type.directives.append(keyDirective(key)) }
        if name == queryRoot, case .object(let interfaces, let fields) = type.kind {
          let own = fields.filter { !isFederationField($0) }
          type.kind = .object(interfaces: interfaces, fields: own)
        }
        definitions.append(.type(type))
      default:
        definitions.append(definition)
      }
    }
    return Printer.print(Document(definitions: definitions)) + "\n"
  }

  private func isFederationField(_ field: FieldDefinition) -> Bool {
    field.name.value == FederationName.service || field.name.value == FederationName.entities
  }

  private func keyDirective(_ fields: String) -> Directive {
    Directive(
      name: Name("key"),
      arguments: [Argument(name: Name("fields"), value: .string(StringValue(fields)))]
    )
  }
}
