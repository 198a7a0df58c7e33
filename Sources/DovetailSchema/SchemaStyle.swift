/// Which of the two GraphQL schemas of a role is meant.
package enum SchemaStyle: Sendable, Hashable {
  /// Lists of rows, remote schemas, everything.
  case standard
  /// Connections and nodes, for Relay clients (contract 03 §15).
  case relay
}
