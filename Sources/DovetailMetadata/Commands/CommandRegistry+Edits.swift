extension CommandRegistry {
  /// Changes of metadata about a source.
  static var sourceCommands: [String: Entry] {
    [
      "add_source": .source(AddSource.self),
      "update_source": .source(UpdateSource.self),
      "drop_source": .source(DropSource.self),

      "track_table": .source(TrackTable.self),
      "add_existing_table_or_view": .source(TrackTable.self),
      "track_tables": .source(TrackTables.self),
      "untrack_table": .source(UntrackTable.self),
      "untrack_tables": .source(UntrackTables.self),
      "set_table_is_enum": .source(SetTableIsEnum.self),
      "set_table_customization": .source(SetTableCustomization.self),
      "set_table_custom_fields": .source(SetTableCustomFields.self),
      "set_apollo_federation_config": .source(SetFederationConfig.self),

      "create_object_relationship": .source(CreateObjectRelationship.self, isAtomic: true),
      "create_array_relationship": .source(CreateArrayRelationship.self, isAtomic: true),
      "drop_relationship": .source(DropRelationship.self, isAtomic: true),
      "rename_relationship": .source(RenameRelationship.self),
      "set_relationship_comment": .source(SetRelationshipComment.self),

      "create_insert_permission": .source(CreatePermission<InsertPermissionDefinition>.self),
      "create_select_permission": .source(CreatePermission<SelectPermissionDefinition>.self),
      "create_update_permission": .source(CreatePermission<UpdatePermissionDefinition>.self),
      "create_delete_permission": .source(CreatePermission<DeletePermissionDefinition>.self),
      "drop_insert_permission": .source(DropPermission<InsertPermissionDefinition>.self),
      "drop_select_permission": .source(DropPermission<SelectPermissionDefinition>.self),
      "drop_update_permission": .source(DropPermission<UpdatePermissionDefinition>.self),
      "drop_delete_permission": .source(DropPermission<DeletePermissionDefinition>.self),
      "set_permission_comment": .source(SetPermissionComment.self),

      "add_computed_field": .source(AddComputedField.self),
      "drop_computed_field": .source(DropComputedField.self),

      "track_function": .source(TrackFunction.self),
      "untrack_function": .source(UntrackFunction.self),
      "set_function_customization": .source(SetFunctionCustomization.self),
      "create_function_permission": .source(CreateFunctionPermission.self),
      "drop_function_permission": .source(DropFunctionPermission.self),

      "create_remote_relationship": .source(CreateRemoteRelationship.self, isAtomic: true),
      "update_remote_relationship": .source(UpdateRemoteRelationship.self),
      "delete_remote_relationship": .source(DeleteRemoteRelationship.self, isAtomic: true),

      "create_event_trigger": .source(CreateEventTrigger.self),
      "delete_event_trigger": .source(DeleteEventTrigger.self),

      "track_native_query": .source(TrackNativeQuery.self, isAtomic: true),
      "untrack_native_query": .source(UntrackNativeQuery.self, isAtomic: true),
      "track_logical_model": .source(TrackLogicalModel.self, isAtomic: true),
      "untrack_logical_model": .source(UntrackLogicalModel.self, isAtomic: true),
      "create_logical_model_select_permission": .source(CreateLogicalModelPermission.self),
      "drop_logical_model_select_permission": .source(DropLogicalModelPermission.self),
    ]
  }

  /// Other changes of metadata.
  static var agnosticCommands: [String: Entry] {
    [
      "rename_source": .edit(RenameSource.self),
      "set_query_tags": .edit(SetQueryTags.self),

      "add_remote_schema": .edit(AddRemoteSchema.self),
      "update_remote_schema": .edit(UpdateRemoteSchema.self),
      "remove_remote_schema": .edit(RemoveRemoteSchema.self),
      "add_remote_schema_permissions": .edit(AddRemoteSchemaPermissions.self, on: [.metadata]),
      "drop_remote_schema_permissions": .edit(DropRemoteSchemaPermissions.self, on: [.metadata]),
      "create_remote_schema_remote_relationship":
        .edit(CreateRemoteSchemaRemoteRelationship.self),
      "update_remote_schema_remote_relationship":
        .edit(UpdateRemoteSchemaRemoteRelationship.self),
      "delete_remote_schema_remote_relationship":
        .edit(DeleteRemoteSchemaRemoteRelationship.self),

      "create_cron_trigger": .edit(CreateCronTrigger.self),
      "delete_cron_trigger": .edit(DeleteCronTrigger.self),

      "set_custom_types": .edit(SetCustomTypes.self),
      "create_action": .edit(CreateAction.self),
      "update_action": .edit(UpdateAction.self),
      "drop_action": .edit(DropAction.self),
      "create_action_permission": .edit(CreateActionPermission.self),
      "drop_action_permission": .edit(DropActionPermission.self),

      "create_query_collection": .edit(CreateQueryCollection.self),
      "rename_query_collection": .edit(RenameQueryCollection.self),
      "drop_query_collection": .edit(DropQueryCollection.self),
      "add_query_to_collection": .edit(AddQueryToCollection.self),
      "drop_query_from_collection": .edit(DropQueryFromCollection.self),
      "add_collection_to_allowlist": .edit(AddCollectionToAllowlist.self),
      "update_scope_of_collection_in_allowlist":
        .edit(UpdateScopeOfCollectionInAllowlist.self),
      "drop_collection_from_allowlist": .edit(DropCollectionFromAllowlist.self),
      "create_rest_endpoint": .edit(CreateRestEndpoint.self),
      "drop_rest_endpoint": .edit(DropRestEndpoint.self),

      "add_inherited_role": .edit(AddInheritedRole.self),
      "drop_inherited_role": .edit(DropInheritedRole.self),

      "set_api_limits": .edit(SetAPILimits.self),
      "remove_api_limits": .edit(RemoveAPILimits.self, takesNoArguments: true),
      "set_metrics_config": .edit(SetMetricsConfig.self),
      "remove_metrics_config": .edit(RemoveMetricsConfig.self, takesNoArguments: true),
      "set_graphql_schema_introspection_options": .edit(SetIntrospectionOptions.self),
      "add_host_to_tls_allowlist": .edit(AddHostToTLSAllowlist.self),
      "drop_host_from_tls_allowlist": .edit(DropHostFromTLSAllowlist.self),
      "set_opentelemetry_config": .edit(SetOpenTelemetryConfig.self),
      "set_opentelemetry_status": .edit(SetOpenTelemetryStatus.self),

      "replace_metadata": replaceMetadata,
      "clear_metadata": .edit(ClearMetadata.self, takesNoArguments: true),
    ]
  }

  private static var replaceMetadata: Entry {
    Entry { (arguments, version, kind) throws(MetadataError) in
      .edit(
        version == 2
          ? try EditCall(
            ReplaceMetadataV2.self,
            arguments: arguments.value,
            path: arguments.path,
            kind: kind
          )
          : try EditCall(
            ReplaceMetadata.self,
            arguments: arguments.value,
            path: arguments.path,
            kind: kind
          )
      )
    }
  }
}
