import GraphQLLanguage

extension Document {
  /// The document without the fields `__typename`, which clients add as they like.
  var withoutTypeNames: Document {
    Document(
      definitions: definitions.map { definition in
        switch definition {
        case .operation(var operation):
          operation.selectionSet = operation.selectionSet.withoutTypeNames
          return .operation(operation)
        case .fragment(var fragment):
          fragment.selectionSet = fragment.selectionSet.withoutTypeNames
          return .fragment(fragment)
        default: return definition
        }
      }
    )
  }
}

extension SelectionSet {
  /// Recursive as deep as the parser lets selection sets be nested.
  fileprivate var withoutTypeNames: SelectionSet {
    SelectionSet(
      selections: selections.compactMap { selection in
        switch selection {
        case .field(var field):
          guard field.name.value != "__typename" else { return nil }
          field.selectionSet = field.selectionSet?.withoutTypeNames
          return .field(field)
        case .inlineFragment(var fragment):
          fragment.selectionSet = fragment.selectionSet.withoutTypeNames
          return .inlineFragment(fragment)
        case .fragmentSpread: return selection
        }
      }
    )
  }
}
