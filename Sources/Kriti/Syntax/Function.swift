/// A function of the language.
enum Function: String, Sendable, Hashable, CaseIterable {
  case concat
  case empty
  case escapeUri
  case fromPairs
  case head
  case inverse
  case last
  case not
  case parameterize
  case removeNulls
  case size
  case tail
  case toCaseFold
  case toLower
  case toPairs
  case toTitle
  case toUpper
}
