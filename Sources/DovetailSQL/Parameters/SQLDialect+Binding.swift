package import DovetailSource

extension SQLDialect {
  /// The values of a statement's placeholders in this request.
  package func parameterValues(
    of statement: SQLStatement,
    in context: ExecutionContext
  ) throws(SourceError) -> [ParameterValue] {
    try statement.bindings.mapThrowing { binding throws(SourceError) in
      try encode(context.value(of: binding.operand), as: binding)
    }
  }

  /// The values of a lookup statement's placeholders for these keys in this request.
  package func parameterValues(
    of statement: SQLLookupStatement,
    keys: LookupKeys,
    in context: ExecutionContext
  ) throws(SourceError) -> [ParameterValue] {
    try statement.bindings.mapThrowing { binding throws(SourceError) in
      if binding.encoding == .keys { return .text(keyList(keys)) }
      return try encode(context.value(of: binding.operand), as: binding)
    }
  }
}

/// All keys as one JSON list of lists: `[[1,"a"],[2,"b"]]`.
private func keyList(_ keys: LookupKeys) -> [UInt8] {
  var bytes: [UInt8] = [UInt8(ascii: "[")]
  for key in 0..<keys.count {
    bytes.append(contentsOf: key == 0 ? "[".utf8 : ",[".utf8)
    for part in 0..<keys.partCount {
      if part > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: keys.part(part, of: key))
    }
    bytes.append(UInt8(ascii: "]"))
  }
  bytes.append(UInt8(ascii: "]"))
  return bytes
}

extension Array {
  /// `map` that keeps the type of the error.
  fileprivate func mapThrowing<Result, Failure: Error>(
    _ transform: (Element) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for element in self {
      results.append(try transform(element))
    }
    return results
  }
}
