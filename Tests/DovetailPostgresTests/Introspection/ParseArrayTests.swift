import DovetailPostgres
import Testing

@Suite("Array texts")
struct ParseArrayTests {
  @Test(
    "The elements of an array text are found",
    arguments: [
      ("{}", []), ("{1,3}", ["1", "3"]),
      (#"{"a b","c\"d",NULL,"NULL",""}"#, ["a b", "c\"d", nil, "NULL", ""]),
      (#"{"x,y",z}"#, ["x,y", "z"]), ("", []), ("{", []), (#"{"open"#, ["ope"]),
    ] as [(String, [String?])]
  )
  func elements(text: String, expected: [String?]) {
    #expect(parseArray(text) == expected)
  }
}
