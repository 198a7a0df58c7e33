/// A pattern of `LIKE` (with its escape `\`) as a pattern of `GLOB`, which heeds case.
func globPattern(like pattern: String) -> String {
  var result = ""
  var isEscaped = false
  for scalar in pattern.unicodeScalars {
    switch (scalar, isEscaped) {
    case ("\\", false):
      isEscaped = true
      continue
    case ("%", false): result += "*"
    case ("_", false): result += "?"
    case ("*", _), ("?", _), ("[", _): result += "[\(scalar)]"
    default: result.unicodeScalars.append(scalar)
    }
    isEscaped = false
  }
  return result
}
