import OrderedCollections
package import OrderedJSON

/// Headers of the client that a remote schema gets under another name:
/// `{"x-crm-token": "Authorization"}`.
///
/// An additive key of a remote schema's definition: `client_header_mapping`. What it names travels
/// whether or not `forward_client_headers` is on, and under the new name only.
package struct ClientHeaderMapping: MetadataValue {
  package var headers: [Entry]

  /// A header of the client and its name in the request to the service.
  package struct Entry: Sendable, Hashable {
    package var clientName: String
    package var remoteName: String

    package init(clientName: String, remoteName: String) {
      self.clientName = clientName
      self.remoteName = remoteName
    }
  }

  package init(_ headers: [Entry] = []) {
    self.headers = headers
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    guard case .object(let members) = reader.value else {
      throw reader.mismatch(type: "HashMap", expected: "Object")
    }
    headers = []
    var remoteNames: Set<String> = []
    var clientNames: Set<String> = []
    for (name, value) in members {
      let member = reader.child(value, at: name)
      let remoteName = try String(member)
      if let reason = Self.refusal(ofClientName: name) ?? Self.refusal(ofRemoteName: remoteName) {
        throw member.error(reason)
      }
      guard clientNames.insert(name.lowercased()).inserted else {
        throw member.error("the client's header \"\(name)\" is mapped twice")
      }
      guard remoteNames.insert(remoteName.lowercased()).inserted else {
        throw member.error("two headers of the client are mapped to \"\(remoteName)\"")
      }
      headers.append(Entry(clientName: name, remoteName: remoteName))
    }
  }

  package var json: JSONValue {
    .object(
      JSONObject(
        headers.map { ($0.clientName, .string($0.remoteName)) },
        uniquingKeysWith: { first, _ in first }
      )
    )
  }

  /// Why a client's header may not be mapped.
  private static func refusal(ofClientName name: String) -> String? {
    guard isHeaderName(name) else { return "\"\(name)\" is not the name of a header" }
    // What authentication made of them travels; the headers themselves may hold secrets and lies.
    guard !name.lowercased().hasPrefix("x-hasura-") else {
      return "\"\(name)\" is for authentication and cannot be mapped"
    }
    return nil
  }

  /// Why a header of the request to the service may not be set.
  private static func refusal(ofRemoteName name: String) -> String? {
    guard isHeaderName(name) else { return "\"\(name)\" is not the name of a header" }
    let lowercased = name.lowercased()
    guard !lowercased.hasPrefix("x-hasura-") else {
      return "\"\(name)\" is a session variable, which clients cannot set"
    }
    guard !reserved.contains(lowercased) else {
      return "\"\(name)\" is set by the engine and cannot be the name of a mapped header"
    }
    return nil
  }

  private static let reserved: Set<String> = [
    "accept", "accept-encoding", "connection", "content-encoding", "content-length",
    "content-type", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding",
    "upgrade", "user-agent",
  ]

  /// A token of RFC 9110 §5.6.2.
  private static func isHeaderName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}
