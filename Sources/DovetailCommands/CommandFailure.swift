package import DovetailProject

/// Why a command did not do what it was asked for, in words for whoever called it.
package struct CommandFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package var message: String
  /// The exit status of the program.
  package var status: Int32

  package init(_ message: String, status: Int32 = 1) {
    self.message = message
    self.status = status
  }

  /// What a project says.
  package init(_ error: ProjectError) {
    self.init("\(error)")
  }

  /// What an engine said.
  package init(_ error: EngineRefusal) {
    self.init("\(error)")
  }

  package var description: String { message }
}
