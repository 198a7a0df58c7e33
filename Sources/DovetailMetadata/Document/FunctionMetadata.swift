package import OrderedCollections
package import OrderedJSON

/// A tracked function.
package struct FunctionMetadata: MetadataValue {
  package var name: FunctionName
  package var configuration: Configuration
  /// The roles that may call it, with the comment of each permission.
  package var permissions: OrderedDictionary<RoleName, FunctionPermission>
  package var comment: String?

  /// How a function is exposed.
  package struct Configuration: MetadataValue {
    package var customName: String?
    package var customRootFields: CustomRootFields
    /// `query` or `mutation`; nil to go by the function's volatility.
    package var exposedAs: Exposure?
    /// The argument that takes the session variables as JSON.
    package var sessionArgument: String?
    /// The table whose rows the function returns, if the database doesn't say so; kept as written.
    package var response: JSONValue?

    /// The root that has the function's field.
    package enum Exposure: String, Sendable, Hashable {
      case query
      case mutation
    }

    /// Names of the function's root fields.
    package struct CustomRootFields: Sendable, Hashable {
      package var function: String?
      package var functionAggregate: String?

      package init(function: String? = nil, functionAggregate: String? = nil) {
        self.function = function
        self.functionAggregate = functionAggregate
      }
    }

    package init(
      customName: String? = nil,
      customRootFields: CustomRootFields = CustomRootFields(),
      exposedAs: Exposure? = nil,
      sessionArgument: String? = nil,
      response: JSONValue? = nil
    ) {
      self.customName = customName
      self.customRootFields = customRootFields
      self.exposedAs = exposedAs
      self.sessionArgument = sessionArgument
      self.response = response
    }
  }

  package init(
    name: FunctionName,
    configuration: Configuration = Configuration(),
    permissions: OrderedDictionary<RoleName, FunctionPermission> = [:],
    comment: String? = nil
  ) {
    self.name = name
    self.configuration = configuration
    self.permissions = permissions
    self.comment = comment
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "FunctionMetadata")
    self.init(
      name: try object.required("function"),
      configuration: try object.optional("configuration", default: Configuration()),
      permissions: try object.keyed(
        "permissions",
        kind: "function permissions",
        by: \FunctionPermission.role
      ),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("function", name)
    if configuration != Configuration() { writer.write("configuration", configuration) }
    writer.write(nonEmpty: "permissions", sorted(permissions))
    writer.write(ifPresent: "comment", comment)
    return writer.json
  }
}

/// The permission of a role to call a function.
package struct FunctionPermission: MetadataValue {
  package var role: RoleName

  package init(role: RoleName) {
    self.role = role
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "FunctionPermissionInfo")
    role = try object.required("role")
    object.reportUnknownKeys()
  }

  package var json: JSONValue { ["role": role.json] }
}

extension FunctionMetadata.Configuration {
  package init(_ reader: ValueReader) throws(MetadataError) {
    self.init()
    let object = try reader.object(of: "FunctionConfig")
    customName = try object.optional("custom_name", as: GraphQLNameText.self)?.text
    if let fields = object.reader("custom_root_fields"), !fields.value.isNull {
      let members = try fields.object(of: "FunctionCustomRootFields")
      customRootFields.function =
        try members.optional("function", as: GraphQLNameText.self)?.text
      customRootFields.functionAggregate =
        try members.optional("function_aggregate", as: GraphQLNameText.self)?.text
      members.reportUnknownKeys()
    }
    if let exposure = object.reader("exposed_as"), !exposure.value.isNull {
      exposedAs = Exposure(rawValue: try String(exposure))
      guard exposedAs != nil else {
        throw exposure.error("expected one of: \"query\", \"mutation\"")
      }
    }
    sessionArgument = try object.optional("session_argument")
    response = try object.optional("response")
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write(ifPresent: "custom_name", customName)
    if customRootFields != CustomRootFields() {
      var fields = ObjectWriter()
      fields.write(ifPresent: "function", customRootFields.function)
      fields.write(ifPresent: "function_aggregate", customRootFields.functionAggregate)
      writer.write("custom_root_fields", fields.json)
    }
    writer.write(ifPresent: "exposed_as", exposedAs?.rawValue)
    writer.write(ifPresent: "session_argument", sessionArgument)
    writer.write(ifPresent: "response", response)
    return writer.json
  }
}
