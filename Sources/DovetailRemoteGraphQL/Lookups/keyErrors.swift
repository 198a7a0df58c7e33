import DovetailSource
import OrderedJSON

/// The errors of a service beside its data, each with the key that it concerns, if it says so.
///
/// An error at `["f3", "account", 0, "total"]` of a lookup with the path `customer.account` belongs to
/// key 3, and there to `[0, "total"]`.
func keyErrors(_ errors: [JSONValue], path: [[UInt8]]) -> [SourceError] {
  errors.map { error in
    SourceError(
      code: .unexpected,
      message: error["message"]?.stringValue ?? "Errors from remote server",
      detail: ["errors": [error]],
      upstreamErrors: [error],
      place: place(error["path"]?.arrayValue ?? [], path: path)
    )
  }
}

private func place(_ steps: [JSONValue], path: [[UInt8]]) -> SourceError.Place? {
  guard let alias = steps.first?.stringValue, alias.hasPrefix("f"), let key = Int(alias.dropFirst())
  else { return nil }
  // The fields on the way to the leaf are no part of the value; lists on the way are.
  var onTheWay = path[...].dropFirst()
  var rest: [SourceError.Place.Step] = []
  for step in steps.dropFirst() {
    if let index = step.intValue {
      rest.append(.index(index))
    } else if let name = step.stringValue {
      if let next = onTheWay.first, next.elementsEqual(name.utf8) {
        onTheWay.removeFirst()
      } else {
        rest.append(.key(name))
      }
    }
  }
  return SourceError.Place(key: key, path: rest)
}
