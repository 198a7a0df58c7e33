/// Keys read from another source before the fetches run, for a condition or an order across sources.
///
/// `customer(where: {invoices: {total: {_gt: 9}}})` with `invoices` in another source first asks that
/// source for the `customer_id` of such invoices; the condition on customers is then
/// `.prefetched(PrefetchedKeys(prefetch: 0, columns: [id]))`. The rows are what the role may see.
package struct Prefetch: Sendable, Hashable {
  /// The number by which conditions refer to the keys; unique in the plan.
  package var id: Int
  /// The relationship's name, for errors and explain.
  package var relationship: String
  package var target: FetchTarget
  /// Distinct rows of `keyMembers` and, for an order, `valueMember`.
  package var rows: RowSelection
  /// The members of each row that are the key's parts, in order.
  package var keyMembers: [String]
  /// The member whose value the rows are sorted by; nil for a condition.
  package var valueMember: String?
  /// How many keys are allowed; the selection's limit is one more.
  package var limit: Int
  /// Prefetches of a wave run concurrently, and may refer to the keys of earlier waves.
  package var wave: Int
  /// Where the relationship stands in the request, as a JSONPath.
  package var path: String

  package init(
    id: Int,
    relationship: String,
    target: FetchTarget,
    rows: RowSelection,
    keyMembers: [String],
    valueMember: String?,
    limit: Int,
    wave: Int,
    path: String
  ) {
    self.id = id
    self.relationship = relationship
    self.target = target
    self.rows = rows
    self.keyMembers = keyMembers
    self.valueMember = valueMember
    self.limit = limit
    self.wave = wave
    self.path = path
  }
}

/// The keys of a prefetch, compared with columns of a row.
package struct PrefetchedKeys: Sendable, Hashable {
  /// The prefetch's `id`.
  package var prefetch: Int
  /// The columns that must equal the key's parts, in order.
  package var columns: [ColumnReference]

  package init(prefetch: Int, columns: [ColumnReference]) {
    self.prefetch = prefetch
    self.columns = columns
  }
}
