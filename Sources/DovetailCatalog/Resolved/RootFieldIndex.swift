package import DovetailMetadata

/// Where root fields come from, so that one can be found by name without listing all.
package struct RootFieldIndex: Sendable {
  /// Fields of `query_root`.
  package var query: [String: Origin]
  /// Fields of `mutation_root`.
  package var mutation: [String: Origin]
  /// Fields of `query_root` in the schema for Relay.
  package var relay: [String: Origin]
  /// Namespace fields of sources: the root fields below each.
  package var namespaces: [String: Namespace]

  /// What a root field stands for.
  package enum Origin: Sendable, Hashable {
    case table(SourceName, TableName, TableNaming.RootField)
    case function(SourceName, FunctionName, TrackedFunction.Field)
    case action(ActionName)
    /// What became of a call of an asynchronous action.
    case actionResult(ActionName)
    /// Rows of a table, or those that a function gives, page by page.
    case connection(SourceName, TableName)
    case functionConnection(SourceName, FunctionName)
    /// The rows of a native query.
    case nativeQuery(SourceName, String)
    /// A field of a remote schema by its original name.
    case remote(RemoteSchemaName, field: String)
    /// The namespace field of a source or of a remote schema.
    case namespace(String)
    case remoteNamespace(RemoteSchemaName)
  }

  /// The root fields of a source that stand under a field of their own.
  package struct Namespace: Sendable {
    package var source: SourceName
    package var query: [String: Origin]
    package var mutation: [String: Origin]
    package var relay: [String: Origin]

    package init(
      source: SourceName,
      query: [String: Origin] = [:],
      mutation: [String: Origin] = [:],
      relay: [String: Origin] = [:]
    ) {
      self.source = source
      self.query = query
      self.mutation = mutation
      self.relay = relay
    }
  }

  package init(
    query: [String: Origin] = [:],
    mutation: [String: Origin] = [:],
    relay: [String: Origin] = [:],
    namespaces: [String: Namespace] = [:]
  ) {
    self.query = query
    self.mutation = mutation
    self.relay = relay
    self.namespaces = namespaces
  }
}
