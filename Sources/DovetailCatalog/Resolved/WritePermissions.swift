package import DovetailMetadata
package import OrderedCollections

/// What a role may insert into a table.
package struct InsertPermission: Sendable, Hashable {
  /// The columns that clients may set; those with presets are not among them.
  package var columns: Set<ColumnName>
  /// Columns that the engine sets.
  package var presets: OrderedDictionary<ColumnName, PermissionOperand>
  /// What must hold for each new row.
  package var check: PermissionFilter
  package var isBackendOnly: Bool
  /// The webhook that must agree before anything is written.
  package var validation: InputValidation?

  package init(
    columns: Set<ColumnName>,
    presets: OrderedDictionary<ColumnName, PermissionOperand> = [:],
    check: PermissionFilter = .always,
    isBackendOnly: Bool = false,
    validation: InputValidation? = nil
  ) {
    self.columns = columns
    self.presets = presets
    self.check = check
    self.isBackendOnly = isBackendOnly
    self.validation = validation
  }
}

/// What a role may update in a table.
package struct UpdatePermission: Sendable, Hashable {
  /// The columns that clients may set; those with presets are not among them.
  package var columns: Set<ColumnName>
  /// Columns that the engine sets.
  package var presets: OrderedDictionary<ColumnName, PermissionOperand>
  /// Which rows.
  package var filter: PermissionFilter
  /// What must hold for each row afterwards.
  package var check: PermissionFilter
  package var isBackendOnly: Bool
  /// The webhook that must agree before anything is written.
  package var validation: InputValidation?

  package init(
    columns: Set<ColumnName>,
    presets: OrderedDictionary<ColumnName, PermissionOperand> = [:],
    filter: PermissionFilter = .always,
    check: PermissionFilter = .always,
    isBackendOnly: Bool = false,
    validation: InputValidation? = nil
  ) {
    self.columns = columns
    self.presets = presets
    self.filter = filter
    self.check = check
    self.isBackendOnly = isBackendOnly
    self.validation = validation
  }
}

/// Which rows of a table a role may delete.
package struct DeletePermission: Sendable, Hashable {
  package var filter: PermissionFilter
  package var isBackendOnly: Bool
  /// The webhook that must agree before anything is written.
  package var validation: InputValidation?

  package init(
    filter: PermissionFilter = .always,
    isBackendOnly: Bool = false,
    validation: InputValidation? = nil
  ) {
    self.filter = filter
    self.isBackendOnly = isBackendOnly
    self.validation = validation
  }
}
