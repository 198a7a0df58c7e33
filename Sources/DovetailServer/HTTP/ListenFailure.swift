import Glibc
import NIOCore

/// What the operating system says when an address cannot be listened on.
package enum ListenFailure: Sendable, Hashable {
  case portTaken
  case noPermission
  case addressNotOfThisMachine
  case other(String)

  init(_ error: any Error) {
    guard let error = error as? IOError else {
      self = .other("\(error)")
      return
    }
    switch error.errnoCode {
    case EADDRINUSE: self = .portTaken
    case EACCES, EPERM: self = .noPermission
    case EADDRNOTAVAIL: self = .addressNotOfThisMachine
    default: self = .other(String(cString: strerror(error.errnoCode)))
    }
  }

  /// What is wrong, and what to do about it.
  var text: String {
    switch self {
    case .portTaken:
      """
      another process is using the port; stop it, or choose another port \
      (--server-port, HASURA_GRAPHQL_SERVER_PORT)
      """
    case .noPermission:
      """
      the operating system does not allow it (ports below 1024 need privileges); choose another \
      port (--server-port, HASURA_GRAPHQL_SERVER_PORT)
      """
    case .addressNotOfThisMachine:
      """
      this machine has no such address; use one of its addresses or * \
      (--server-host, HASURA_GRAPHQL_SERVER_HOST)
      """
    case .other(let reason): reason
    }
  }
}
