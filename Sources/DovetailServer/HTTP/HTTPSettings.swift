/// How the HTTP side of the server behaves.
package struct HTTPSettings: Sendable {
  /// The host name or address to listen on; `*` for all addresses.
  package var host = "*"
  /// The port to listen on; 0 for any that is free.
  package var port = 8080
  /// How long a client may do nothing while it is its turn.
  package var clientTimeout: Duration = .seconds(30)
  /// How long requests may go on when the server shuts down.
  package var shutdownTimeout: Duration = .seconds(60)
  /// How many bytes the headers of a request may have in all.
  package var maximumHeaderLength = 1_048_576
  /// How many bytes the body of a request may have, compressed and decompressed.
  package var maximumBodyLength = 64 << 20
  /// Which web pages of other origins may use the server.
  package var cors = CORSPolicy.everybody

  /// The settings that hold without configuration.
  package init() {}
}
