import DovetailSource
import OrderedCollections
import OrderedJSON

extension FetchNode {
  /// The errors that the client sees of one that came beside the data of the fetch.
  ///
  /// Those of a service are passed on with their paths in the client's names, and without locations,
  /// which lie in a document that the client does not know.
  func errors(of problem: SourceError) -> [ExecutionError] {
    guard !problem.upstreamErrors.isEmpty else {
      return [error(problem, path: roots.first.map { $0.path.map { .key($0) } } ?? [])]
    }
    return problem.upstreamErrors.map { upstream in
      let path = clientPath(of: upstream["path"]?.arrayValue)
      guard let members = upstream.objectValue else { return error(problem, path: path) }
      var result: [(key: String, value: JSONValue)] = [
        ("message", .string(members["message"]?.stringValue ?? problem.message))
      ]
      if !path.isEmpty { result.append(("path", .array(path.map(\.json)))) }
      for (key, value) in members where !["message", "path", "locations"].contains(key) {
        result.append((key, value))
      }
      var error = error(problem, path: path)
      error.message = members["message"]?.stringValue ?? problem.message
      error.upstream = .object(members: result)
      return error
    }
  }

  private func error(_ problem: SourceError, path: [ExecutionError.PathStep]) -> ExecutionError {
    ExecutionError(
      code: problem.code,
      message: problem.message,
      detail: problem.detail,
      requestPath: problem.path,
      path: path,
      source: target.name,
      status: problem.status,
      extensions: problem.extensions
    )
  }

  /// The client's path for one of the service; empty where it concerns nothing that the client knows.
  ///
  /// An error without a path concerns the only root field, if there is but one.
  private func clientPath(of upstream: [JSONValue]?) -> [ExecutionError.PathStep] {
    guard let upstream, let first = upstream.first else {
      return roots.count == 1 ? roots[0].path.map { .key($0) } : []
    }
    guard let root = roots.firstIndex(where: { $0.member == first.stringValue }) else { return [] }
    let program = shape.program
    let level = program.parts.indices.contains(root) ? program.parts[root].level : -1
    var steps: [SourceError.Place.Step] = []
    for step in upstream.dropFirst() {
      if let key = step.stringValue {
        steps.append(.key(key))
      } else if let index = step.intValue {
        steps.append(.index(index))
      } else {
        break
      }
    }
    return roots[root].path.map { .key($0) } + program.clientPath(ofSteps: steps, level: level)
  }
}

extension ShapeProgram {
  /// The client's path for steps in a value of a lookup.
  func clientPath(ofSteps steps: [SourceError.Place.Step]) -> [ExecutionError.PathStep] {
    if case .document(let level) = root { return clientPath(ofSteps: steps, level: level) }
    return clientPath(ofSteps: steps, level: -1)
  }

  /// The client's path for steps in a value of a level; it ends where the client sees nothing more.
  func clientPath(
    ofSteps steps: [SourceError.Place.Step],
    level: Int32
  ) -> [ExecutionError.PathStep] {
    var level = level
    var path: [ExecutionError.PathStep] = []
    for step in steps {
      switch step {
      case .index(let index):
        path.append(.index(index))
      case .key(let name):
        let index = Array(name.utf8).withUnsafeBytes { bytes -> Int in
          guard level >= 0, Int(level) < levels.count else { return -1 }
          return withView { $0.member(named: bytes, at: levels[Int(level)]) }
        }
        guard index >= 0 else {
          path.append(.key(name))
          level = -1
          continue
        }
        if case .hide = members[index].action { return path }
        path.append(.key(responseKeys[index]))
        level = members[index].level
      }
    }
    return path
  }
}
