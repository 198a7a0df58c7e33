import CSQLite
import Glibc

/// What a connection is for.
enum ConnectionRole: Sendable {
  case reading
  case writing
}

/// Opens a connection to the database of the settings.
///
/// Blocks.
///
/// The file is put into WAL mode, in which readers and the writer do not wait for each other.
func openConnection(
  _ settings: SQLiteSettings,
  role: ConnectionRole
) throws(SQLiteFailure) -> SQLiteConnection {
  if case .file(let path) = settings.location { try check(path, createsFile: settings.createsFile) }
  var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
  if settings.createsFile || settings.location == .memory { flags |= SQLITE_OPEN_CREATE }
  var handle: OpaquePointer?
  let status = sqlite3_open_v2(settings.name, &handle, flags, nil)
  guard status == SQLITE_OK, let handle else {
    defer { sqlite3_close_v2(handle) }
    throw openingFailure(settings, status: status, database: handle)
  }
  let connection = SQLiteConnection(
    handle,
    watch: StatementWatch(busyTimeout: settings.busyTimeout),
    cacheSize: settings.statementCacheSize
  )
  do throws(SQLiteFailure) {
    // The first access to the file: shows whether it is a database.
    try connection.execute("PRAGMA schema_version")
    if settings.location != .memory && sqlite3_db_readonly(handle, "main") == 0 {
      try connection.execute("PRAGMA journal_mode = WAL")
    }
    try connection.execute("PRAGMA foreign_keys = ON")
    try connection.execute("PRAGMA cache_size = -8192")
    try addFunctions(to: connection)
    if role == .reading { try connection.execute("PRAGMA query_only = ON") }
  } catch {
    throw openingFailure(settings, status: error.code, database: handle)
  }
  return connection
}

/// Finds the usual mistakes, for which SQLite has only "unable to open database file".
private func check(_ path: String, createsFile: Bool) throws(SQLiteFailure) {
  var information = stat()
  if stat(path, &information) == 0 {
    guard information.st_mode & S_IFMT != S_IFDIR else {
      throw SQLiteFailure(
        .connection,
        "\"\(path)\" is a folder, not a SQLite database",
        code: SQLITE_CANTOPEN
      )
    }
    return
  }
  if errno == ENOENT && !createsFile {
    throw SQLiteFailure(
      .connection,
      "the database file \"\(path)\" does not exist, and its source has \"create\": false",
      code: SQLITE_CANTOPEN
    )
  }
  let folder = folder(of: path)
  let isThere = stat(folder, &information) == 0
  if !isThere || information.st_mode & S_IFMT != S_IFDIR {
    let reason = String(cString: strerror(isThere ? ENOTDIR : errno))
    throw SQLiteFailure(
      .connection,
      "the database file \"\(path)\" cannot be opened: \"\(folder)\": \(reason)",
      code: SQLITE_CANTOPEN
    )
  }
}

private func openingFailure(
  _ settings: SQLiteSettings,
  status: Int32,
  database: OpaquePointer?
) -> SQLiteFailure {
  let name = settings.name
  let reason = database.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "no memory"
  switch status & 0xFF {
  case SQLITE_NOTADB:
    return SQLiteFailure(.connection, "\"\(name)\" is not a SQLite database", code: status)
  case SQLITE_CORRUPT:
    return SQLiteFailure(
      .connection,
      "the SQLite database \"\(name)\" is damaged: \(reason)",
      code: status
    )
  case SQLITE_BUSY, SQLITE_LOCKED:
    return SQLiteFailure(.busy, reason, code: status)
  case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM:
    let system = database.map { sqlite3_system_errno($0) } ?? 0
    let cause = system == 0 ? reason : String(cString: strerror(system))
    return SQLiteFailure(
      .connection,
      "the database file \"\(name)\" cannot be opened: \(cause). SQLite must be able to write "
        + "both the file and its folder",
      code: status
    )
  default:
    return SQLiteFailure(
      .connection,
      "the database file \"\(name)\" cannot be opened: \(reason)",
      code: status
    )
  }
}

/// The folder part of a path; the current folder for a bare name.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
