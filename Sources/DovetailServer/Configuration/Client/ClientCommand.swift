/// The commands that work with a project directory or ask a running engine.
package enum ClientCommand: String, Sendable, Hashable, CaseIterable {
  case metadataExport = "metadata export"
  case metadataApply = "metadata apply"
  case metadataDiff = "metadata diff"
  case metadataValidate = "metadata validate"
  case metadataReload = "metadata reload"
  case migrateApply = "migrate apply"
  case migrateStatus = "migrate status"
  case explain

  /// The first words of the commands.
  static let groups: Set<String> = Set(
    allCases.compactMap { $0.rawValue.split(separator: " ").first.map(String.init) }
  )

  /// What `dovetail help` says of the command.
  package var help: String {
    switch self {
    case .metadataExport: "write the metadata of an engine into the project"
    case .metadataApply: "replace the metadata of an engine by that of the project"
    case .metadataDiff: "show what applying the metadata would change"
    case .metadataValidate: "check the metadata of the project; needs no engine"
    case .metadataReload: "let an engine look at its databases and services again"
    case .migrateApply: "run the migrations that a database does not have, or take some back"
    case .migrateStatus: "list the migrations of the project and of the databases"
    case .explain: "show how an operation would be run"
    }
  }
}
