import OrderedCollections

/// `set_custom_types`: replaces all types of actions.
struct SetCustomTypes: MetadataEditCommand {
  private var types: CustomTypes

  init(_ arguments: ValueReader) throws(MetadataError) {
    types = try CustomTypes(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    metadata.customTypes = metadata.normalized(types)
    return .touching(.customTypes)
  }
}

/// `create_action`.
struct CreateAction: MetadataEditCommand {
  private var action: ActionMetadata

  init(_ arguments: ValueReader) throws(MetadataError) {
    action = try readAction(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.actions[action.name] == nil else {
      throw MetadataError(
        .alreadyExists,
        "action with name \"\(action.name)\" already exists"
      )
    }
    metadata.actions[action.name] = action
    return .touching(.action(action.name))
  }
}

/// `update_action`: keeps the permissions.
struct UpdateAction: MetadataEditCommand {
  private var action: ActionMetadata

  init(_ arguments: ValueReader) throws(MetadataError) {
    action = try readAction(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    var existing = try metadata.requireAction(action.name)
    existing.definition = action.definition
    existing.comment = action.comment
    metadata.actions[action.name] = existing
    return .touching(.action(action.name))
  }
}

private func readAction(_ arguments: ValueReader) throws(MetadataError) -> ActionMetadata {
  let object = try arguments.object(of: "CreateAction")
  let action = try ActionMetadata.read(object)
  object.reportUnknownKeys()
  return action
}

/// `drop_action`: the engine clears the log of an asynchronous one.
struct DropAction: MetadataEditCommand {
  private var name: ActionName
  private var clearsData: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropAction")
    name = try object.required("name")
    clearsData = try object.optional("clear_data", default: true)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let action = try metadata.requireAction(name)
    metadata.remove(.action(name))
    var edit = MetadataEdit.wholeMetadata
    if clearsData, action.definition.kind == .mutation(isAsynchronous: true) {
      edit.clearedLog = name
    }
    return edit
  }
}

/// `create_action_permission`.
struct CreateActionPermission: MetadataEditCommand {
  private var action: ActionName
  private var permission: ActionPermission

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "CreateActionPermission")
    action = try object.required("action")
    permission = ActionPermission(
      role: try object.required("role"),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireAction(action).permissions[permission.role] == nil else {
      throw MetadataError(
        .alreadyExists,
        "permission for role \"\(permission.role)\" is already defined on \"\(action)\""
      )
    }
    metadata.actions[action]?.permissions[permission.role] = permission
    return .touching(.actionPermission(action, permission.role))
  }
}

/// `drop_action_permission`.
struct DropActionPermission: MetadataEditCommand {
  private var action: ActionName
  private var role: RoleName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropActionPermission")
    action = try object.required("action")
    role = try object.required("role")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireAction(action).permissions[role] != nil else {
      throw MetadataError(
        .notExists,
        "permission for role \"\(role)\" is not defined on \"\(action)\""
      )
    }
    metadata.remove(.actionPermission(action, role))
    return .wholeMetadata
  }
}

extension Metadata {
  fileprivate func requireAction(_ name: ActionName) throws(MetadataError) -> ActionMetadata {
    guard let action = actions[name] else {
      throw MetadataError(.notExists, "action with name \"\(name)\" does not exist")
    }
    return action
  }
}
