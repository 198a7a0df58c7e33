import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// The entities that a federation subgraph resolves by `_entities(representations:)`.
struct RemoteEntities {
  let view: RemoteSchemaView

  static let field = "_entities"
  static let argument = "representations"

  /// Whether the role sees `_entities` with all that it needs.
  var areOffered: Bool {
    guard let root = view.schema.rootTypeName(for: .query) else { return false }
    let field = view.schema.type(named: root)?.fields[Self.field]
    return field?.arguments[Self.argument] != nil
      && field?.type.namedType == "_Entity" && view.schema.type(named: "_Any") != nil
  }

  /// Whether the service resolves objects of the type.
  func include(_ type: String) -> Bool {
    view.schema.possibleTypes(of: "_Entity").contains(type)
  }

  /// The sets of fields by which entities of the type are known, as far as they are plain fields.
  func keys(of type: String) -> [[String]] { view.entityKeys[type] ?? [] }

  /// The entity type that a call of `_entities` names; nil for other calls.
  func type(namedBy call: RemoteFieldStep) throws(RemoteSchemaError) -> SchemaType? {
    guard call.name == Self.field, areOffered else { return nil }
    guard case .array(let items)? = call.arguments[Self.argument], items.count == 1,
      let name = items.first?["__typename"]?.stringValue
    else {
      throw RemoteSchemaError(
        .invalidConfiguration,
        "\"representations\" must be a list of one object with a \"__typename\""
      )
    }
    guard include(name), let type = view.schema.type(named: name) else {
      throw RemoteSchemaError(
        .invalidConfiguration,
        "type \"\(name)\" is no entity of the remote schema"
      )
    }
    return type
  }

  /// Reads the keys of entities from a subgraph's SDL: of each `@key(fields: "a b")` the names, where
  /// it has no fields of fields and is resolvable.
  static func keys(inSDL text: String) -> [String: [[String]]] {
    guard let document = try? Document(parsing: text, limits: .typeSystem) else {
      return [:]
    }
    var keys: [String: [[String]]] = [:]
    for definition in document.definitions {
      let type: TypeDefinition
      switch definition {
      case .type(let definition), .typeExtension(let definition): type = definition
      default: continue
      }
      guard case .object = type.kind else { continue }
      for directive in type.directives where directive.name.value == "key" {
        if let fields = plainFields(of: directive) {
          keys[type.name.value, default: []].append(fields)
        }
      }
    }
    return keys
  }

  private static func plainFields(of directive: Directive) -> [String]? {
    var fields: [String]?
    for argument in directive.arguments {
      switch (argument.name.value, argument.value) {
      case ("fields", .string(let text)):
        let names = text.value.split { $0.isWhitespace || $0 == "," }.map { String($0) }
        guard !names.isEmpty, names.allSatisfy({ GraphQLLanguage.isGraphQLName($0) }) else {
          return nil
        }
        fields = names
      case ("resolvable", .boolean(false, _)):
        return nil
      default: break
      }
    }
    return fields
  }
}
