import CPostgres
package import DovetailSource
import Glibc
import OrderedJSON

extension PostgresSource {
  /// How long a dump may be, in bytes.
  private static let dumpLimit = 1 << 30

  /// Runs `pg_dump` on the database; its password is in the environment, where other users of the
  /// machine do not see it.
  package func dump(_ request: DumpRequest) async throws(SourceError) -> [UInt8] {
    if let option = refusedDumpOption(in: request.options) {
      throw SourceError(
        code: .notSupported,
        message: "the option \"\(option)\" of pg_dump cannot be used here",
        path: "$.opts"
      )
    }
    let environment = try dumpEnvironment()
    let process = ChildProcess()
    let arguments = ["--encoding=utf8"] + request.options
    let outcome: Result<ChildProcess.Outcome, Errno> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        HelperThreads.dumping.run {
          let outcome = process.run(
            "pg_dump",
            arguments,
            environment: environment,
            outputLimit: Self.dumpLimit
          )
          continuation.resume(returning: outcome.map { .success($0) } ?? .failure(Errno(errno)))
        }
      }
    } onCancel: {
      process.terminate()
    }
    return try output(of: outcome, isCleaned: request.isCleaned)
  }

  private func output(
    of result: Result<ChildProcess.Outcome, Errno>,
    isCleaned: Bool
  ) throws(SourceError) -> [UInt8] {
    switch result {
    case .failure(let error):
      throw failure("pg_dump cannot be started: \(error)")
    case .success(let outcome) where outcome.isTooLong:
      throw failure("the dump is larger than \(Self.dumpLimit) bytes")
    case .success(let outcome):
      guard outcome.status == 0 else {
        throw failure(String(decoding: outcome.errors, as: UTF8.self))
      }
      guard isCleaned else { return outcome.output }
      return Array(cleanDump(String(decoding: outcome.output, as: UTF8.self)).utf8)
    }
  }

  private func failure(_ reason: String) -> SourceError {
    SourceError(
      code: .unexpected,
      message: "error while executing pg_dump",
      detail: .string(reason)
    )
  }

  /// Our environment, with the connection's parameters in libpq's variables.
  private func dumpEnvironment() throws(SourceError) -> [String: String] {
    var environment = currentEnvironment()
    let parameters: [(keyword: String, value: String)]
    do {
      parameters = try pool.target.parameters()
    } catch {
      throw SourceError(error)
    }
    let variables = variablesByKeyword()
    for (keyword, value) in parameters {
      let parts = keyword == "dbname" ? parse(connection: value) : [keyword: value]
      for (keyword, value) in parts {
        if let variable = variables[keyword] { environment[variable] = value }
      }
    }
    environment["PGCLIENTENCODING"] = "UTF8"
    return environment
  }

  /// The parts of a connection string; a text that is none is a database's name.
  private func parse(connection: String) -> [String: String] {
    guard let options = PQconninfoParse(connection, nil) else { return ["dbname": connection] }
    defer { PQconninfoFree(options) }
    var parts: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { parts[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    return parts
  }

  /// The environment variables of libpq's keywords.
  private func variablesByKeyword() -> [String: String] {
    guard let options = PQconndefaults() else { return [:] }
    defer { PQconninfoFree(options) }
    var variables: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let variable = option.pointee.envvar {
        variables[String(cString: keyword)] = String(cString: variable)
      }
      option += 1
    }
    return variables
  }

  private func currentEnvironment() -> [String: String] {
    var environment: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(
        separator: "=",
        maxSplits: 1,
        omittingEmptySubsequences: false
      )
      if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return environment
  }
}

/// A number of an error of the system, in words.
private struct Errno: Error, CustomStringConvertible {
  let number: Int32

  init(_ number: Int32) {
    self.number = number
  }

  var description: String { String(cString: strerror(number)) }
}
