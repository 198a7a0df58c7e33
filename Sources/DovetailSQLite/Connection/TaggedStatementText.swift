import DovetailPlan
import DovetailSource

/// The text of a statement with the comment of its fetch.
///
/// One text for all requests, which can stay prepared, unless the comment has the id of the request.
struct TaggedStatementText: Sendable {
  private let sql: String
  private let tag: StatementTag?
  /// The text if it is the same for all requests.
  private let constant: StatementText?

  init(_ sql: String, tag: StatementTag?) {
    self.sql = sql
    self.tag = tag
    switch tag {
    case nil: constant = StatementText(sql)
    case let tag? where tag.hasRequestID: constant = nil
    case let tag?: constant = StatementText("\(sql) \(tag.comment(requestID: ""))")
    }
  }

  /// The text for a request.
  func text(in context: ExecutionContext) -> StatementText {
    if let constant { return constant }
    let comment = tag?.comment(requestID: context.requestID) ?? ""
    return StatementText("\(sql) \(comment)", isUnique: true)
  }
}
