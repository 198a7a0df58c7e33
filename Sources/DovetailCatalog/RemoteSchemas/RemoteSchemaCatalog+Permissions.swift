import GraphQLLanguage
import GraphQLTypeSystem

extension RemoteSchemaCatalog {
  /// What a role sees whose permission is the given SDL document.
  ///
  /// - Throws: all reasons for which the document is no subset of the schema, as one message.
  package func makePermissionView(_ sdl: String) throws(RemoteSchemaError) -> RemoteSchemaView {
    let document: Document
    do {
      document = try Document(parsing: sdl, limits: .typeSystem)
    } catch {
      throw RemoteSchemaError(.parseFailed, "the schema document cannot be parsed: \(error)")
    }
    var checker = RemotePermissionChecker(upstream: schema)
    let listed = checker.check(document)
    guard checker.reasons.isEmpty else {
      throw RemoteSchemaError(.validationFailed, Self.message(checker.reasons))
    }
    try RemoteSchemaStructure.check(listed)
    let permitted = checker.hideFullPresets(listed)
    return RemoteSchemaView(
      schema: permitted,
      names: names,
      presets: checker.presets,
      presetTypes: checker.presetTypes,
      entityKeys: full.entityKeys
    )
  }

  private static func message(_ reasons: [String]) -> String {
    let start = "validation for the given role-based schema failed "
    if reasons.count == 1 { return start + "because " + reasons.joined() }
    return start + "for the following reasons:\n" + reasons.map { " • \($0)\n" }.joined()
  }
}
