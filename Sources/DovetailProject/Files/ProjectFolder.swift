import FoundationEssentials
import Glibc

/// The folder of a project on disk; nothing outside of it is read or written.
package struct ProjectFolder: Sendable {
  /// The path of the folder, as it was given.
  package let path: String
  /// The same path without symbolic links.
  private let realPath: String

  /// How many bytes a file may have.
  package static let maximumFileSize = 16 << 20

  /// Opens a folder, which must exist.
  package init(_ path: String) throws(ProjectError) {
    guard let realPath = Self.resolve(path) else {
      throw ProjectError("the project directory \"\(path)\" does not exist")
    }
    guard Self.isFolder(realPath) else {
      throw ProjectError("the project directory \"\(path)\" is a file")
    }
    self.path = path
    self.realPath = realPath
  }

  // MARK: Reading

  /// What is at a path.
  package enum Kind: Sendable {
    case file
    case folder
  }

  /// What is at a path; nil if nothing is.
  package func kind(of path: RelativePath) -> Kind? {
    let full = fullPath(path)
    guard access(full, F_OK) == 0 else { return nil }
    return Self.isFolder(full) ? .folder : .file
  }

  /// The text of a file.
  package func text(of path: RelativePath) throws(ProjectError) -> String {
    let full = fullPath(path)
    guard let real = Self.resolve(full) else {
      throw ProjectError("the file does not exist", file: "\(path)")
    }
    guard isInside(real) else {
      throw ProjectError("the file is a link that leaves the project", file: "\(path)")
    }
    guard !Self.isFolder(real) else {
      throw ProjectError("expected a file, but this is a folder", file: "\(path)")
    }
    let data: Data
    do {
      let size = try FileManager.default.attributesOfItem(atPath: real)[.size] as? Int ?? 0
      guard size <= Self.maximumFileSize else {
        throw ProjectError(
          "the file has \(size) bytes; \(Self.maximumFileSize) are allowed",
          file: "\(path)"
        )
      }
      data = try Data(contentsOf: URL(filePath: real))
    } catch let error as ProjectError {
      throw error
    } catch {
      throw ProjectError("the file cannot be read: \(Self.reason())", file: "\(path)")
    }
    guard data.count <= Self.maximumFileSize, let text = String(validating: data, as: UTF8.self)
    else { throw ProjectError("the file is not UTF-8 text", file: "\(path)") }
    // A byte order mark is no part of the text.
    return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// The names in a folder, in order, hidden ones left out; empty if there is no such folder.
  package func names(in path: RelativePath) throws(ProjectError) -> [String] {
    guard let kind = kind(of: path) else { return [] }
    guard kind == .folder else {
      throw ProjectError("expected a folder, but this is a file", file: "\(path)")
    }
    guard let real = Self.resolve(fullPath(path)), isInside(real) else {
      throw ProjectError("the folder is a link that leaves the project", file: "\(path)")
    }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: real)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw ProjectError("the folder cannot be read: \(Self.reason())", file: "\(path)")
    }
  }

  // MARK: Writing

  /// Writes a file, and the folders that it needs, unless it has that text already.
  ///
  /// - Returns: whether the file changed.
  @discardableResult
  package func write(_ text: String, to path: RelativePath) throws(ProjectError) -> Bool {
    if kind(of: path) == .file, let existing = try? self.text(of: path), existing == text {
      return false
    }
    do {
      let folder = fullPath(path.parent)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      guard let real = Self.resolve(folder), isInside(real) else {
        throw ProjectError("the folder is a link that leaves the project", file: "\(path.parent)")
      }
      try Data(text.utf8).write(to: URL(filePath: fullPath(path)), options: .atomic)
      return true
    } catch let error as ProjectError {
      throw error
    } catch {
      throw ProjectError("the file cannot be written: \(Self.reason())", file: "\(path)")
    }
  }

  /// Removes a file.
  package func remove(_ path: RelativePath) throws(ProjectError) {
    guard unlink(fullPath(path)) == 0 else {
      throw ProjectError("the file cannot be removed: \(Self.reason())", file: "\(path)")
    }
  }

  // MARK: Paths

  private func fullPath(_ path: RelativePath) -> String {
    path.parts.isEmpty ? realPath : "\(realPath)/\(path)"
  }

  /// Whether a path without symbolic links is the project's folder or in it.
  private func isInside(_ real: String) -> Bool {
    realPath == "/" || real == realPath || real.hasPrefix(realPath + "/")
  }

  private static func resolve(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
