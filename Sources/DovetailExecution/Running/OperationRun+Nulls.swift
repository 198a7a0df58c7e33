import DovetailSource
import OrderedJSON

extension OperationRun {
  /// Whether an error has made a root field null that must not be null: then all of `data` is.
  ///
  /// Only root fields of services whose errors stand beside their data are looked at. A null without
  /// an error is passed on, as all that services answer.
  func lacksRequiredRoot(_ outcomes: [FetchOutcome?]) -> Bool {
    guard outcomes.contains(where: { $0.map { !$0.problems.isEmpty } ?? false }) else {
      return false
    }
    return lacksRequired(plan.roots, outcomes)
  }

  private func lacksRequired(
    _ members: [PreparedPlan.RootMember],
    _ outcomes: [FetchOutcome?]
  ) -> Bool {
    members.contains { member in
      switch member.value {
      case .constant, .fetch:
        false
      case .object(let members):
        lacksRequired(members, outcomes)
      case .part(let fetch, let part):
        member.isNonNull && (outcomes[fetch]?.isNull(part: part) ?? false)
      }
    }
  }
}

extension FetchOutcome {
  /// Whether an error came, and the root field is null.
  fileprivate func isNull(part: Int) -> Bool {
    let parts = tapes.shape.program.parts
    guard !problems.isEmpty, parts.indices.contains(part), case .document(let document) = result
    else { return false }
    return document.bytes.withUnsafeBytes { bytes in
      let scanner = JSONScanner(bytes)
      var members = scanner.members(at: document.data.lowerBound)
      while let member = members.next() {
        if scanner.matches(member.key, parts[part].name) {
          return scanner.kind(at: member.value.lowerBound) == .null
        }
      }
      return true
    }
  }
}
