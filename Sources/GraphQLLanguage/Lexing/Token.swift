/// A lexical token: its kind and where it stands in the text.
struct Token {
  /// The kinds of tokens.
  enum Kind: UInt8 {
    case endOfDocument
    case exclamationMark
    case dollar
    case ampersand
    case leftParenthesis
    case rightParenthesis
    case spread
    case colon
    case equals
    case at
    case leftBracket
    case rightBracket
    case leftBrace
    case pipe
    case rightBrace
    case name
    case int
    case float
    /// A string in single quotes without escape sequences.
    case plainString
    /// A string in single quotes with escape sequences.
    case escapedString
    case blockString

    /// The kind as an error message names it.
    var description: String {
      switch self {
      case .endOfDocument: "the end of the document"
      case .exclamationMark: "\"!\""
      case .dollar: "\"$\""
      case .ampersand: "\"&\""
      case .leftParenthesis: "\"(\""
      case .rightParenthesis: "\")\""
      case .spread: "\"...\""
      case .colon: "\":\""
      case .equals: "\"=\""
      case .at: "\"@\""
      case .leftBracket: "\"[\""
      case .rightBracket: "\"]\""
      case .leftBrace: "\"{\""
      case .pipe: "\"|\""
      case .rightBrace: "\"}\""
      case .name: "a name"
      case .int, .float: "a number"
      case .plainString, .escapedString, .blockString: "a string"
      }
    }
  }

  /// What the token is.
  let kind: Kind
  /// The offset of its first byte.
  let start: Int
  /// The offset after its last byte.
  let end: Int
}
