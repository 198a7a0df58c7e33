package import OrderedJSON

/// A host whose certificate is trusted although nobody known signed it.
package struct TLSAllowlistEntry: MetadataValue {
  package var host: String
  /// The port to which the entry is restricted, with or without a colon before it.
  package var suffix: String?
  package var permissions: [String]?

  package init(host: String, suffix: String? = nil, permissions: [String]? = nil) {
    self.host = host
    self.suffix = suffix
    self.permissions = permissions
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "TlsAllow")
    host = try object.required("host")
    suffix = try object.optional("suffix")
    if let list = object.reader("permissions"), !list.value.isNull {
      permissions = try [String](list)
      for element in try list.elements() where element.value != "self-signed" {
        throw element.error("expecting one of: \"self-signed\"")
      }
    }
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("host", host)
    writer.write(ifPresent: "permissions", permissions)
    writer.write(ifPresent: "suffix", suffix)
    return writer.json
  }
}

extension [TLSAllowlistEntry] {
  /// Whether the certificate of a server may be one that it signed itself.
  package func allows(host: String, port: Int) -> Bool {
    contains { entry in
      guard entry.host.lowercased() == host.lowercased(), entry.permissions?.isEmpty != true else {
        return false
      }
      guard let suffix = entry.suffix, !suffix.isEmpty else { return true }
      return suffix == String(port) || suffix == ":\(port)"
    }
  }
}
