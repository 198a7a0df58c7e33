/// The first option of `pg_dump` that may not be used, if there is one.
///
/// Options are allowed one by one. Those that write files, connect elsewhere (which would give the
/// password to another server), or change the form of the output are not among them, nor are
/// abbreviations and names of databases, by which `pg_dump` could be made to do the same.
func refusedDumpOption(in options: [String]) -> String? {
  var rest = options[...]
  while let option = rest.popFirst() {
    if option.hasPrefix("--") {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts.first ?? "")
      if longOptionsWithValue.contains(name) {
        if parts.count == 1, rest.popFirst() == nil { return option }
      } else if parts.count > 1 || !longOptions.contains(name) {
        return name
      }
    } else if option.hasPrefix("-"), option.count > 1 {
      var letters = option.dropFirst()
      while let letter = letters.popFirst() {
        if shortOptionsWithValue.contains(letter) {
          if letters.isEmpty, rest.popFirst() == nil { return option }
          break
        }
        guard shortOptions.contains(letter) else { return "-\(letter)" }
      }
    } else {
      return option
    }
  }
  return nil
}

private let shortOptions = Set("abBcCOsx")
private let shortOptionsWithValue = Set("nNtTeS")

private let longOptions: Set<String> = [
  "--data-only", "--blobs", "--large-objects", "--no-blobs", "--no-large-objects", "--clean",
  "--create", "--no-owner", "--schema-only", "--no-privileges", "--no-acl", "--column-inserts",
  "--attribute-inserts", "--disable-dollar-quoting", "--disable-triggers",
  "--enable-row-security", "--if-exists", "--inserts", "--no-comments", "--no-publications",
  "--no-security-labels", "--no-subscriptions", "--no-table-access-method", "--no-tablespaces",
  "--no-toast-compression", "--no-unlogged-table-data", "--on-conflict-do-nothing",
  "--quote-all-identifiers", "--serializable-deferrable", "--strict-names",
  "--use-set-session-authorization", "--load-via-partition-root",
]

private let longOptionsWithValue: Set<String> = [
  "--schema", "--exclude-schema", "--table", "--exclude-table", "--extension", "--superuser",
  "--exclude-table-data", "--extra-float-digits", "--lock-wait-timeout", "--role",
  "--rows-per-insert", "--section", "--table-and-children", "--exclude-table-and-children",
  "--exclude-table-data-and-children",
]
