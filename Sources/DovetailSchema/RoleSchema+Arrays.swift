import DovetailCatalog
import GraphQLLanguage

extension RoleSchema {
  /// The scalar that stands for an array, such as `_int4`; nil if arrays are lists.
  func arrayScalar(of type: ColumnType) -> String? {
    guard catalog.options.hasArrayScalars, type.elementType != nil, isGraphQLName(type.name) else {
      return nil
    }
    return type.name
  }
}
