package import OrderedJSON

/// A role that has what other roles have.
package struct InheritedRole: MetadataValue {
  package var name: RoleName
  package var parents: [RoleName]

  package init(name: RoleName, parents: [RoleName]) {
    self.name = name
    self.parents = parents
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "InheritedRole")
    name = try object.required("role_name")
    parents = []
    for role in try object.required("role_set", as: [RoleName].self) where !parents.contains(role) {
      parents.append(role)
    }
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    ["role_name": name.json, "role_set": parents.json]
  }
}
