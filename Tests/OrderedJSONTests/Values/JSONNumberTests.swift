import OrderedJSON
import Testing

@Suite("Numbers")
struct JSONNumberTests {
  @Test(
    "A number is an integer by its value, not by its spelling",
    arguments: [
      ("0", 0), ("-7", -7), ("2.0", 2), ("-2.00", -2), ("2e0", 2), ("1e3", 1_000), ("1E+3", 1_000),
      ("12.5e1", 125), ("1200e-2", 12), ("0.0", 0), ("0e99", 0), ("-0.0", 0),
      ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
      ("922337203685477580.7e1", Int64.max),
    ] as [(String, Int64)]
  )
  func integers(text: String, value: Int64) {
    #expect(JSONNumber(unchecked: text).integer == value)
  }

  @Test(
    "What has a fraction or does not fit is no integer",
    arguments: [
      "2.5", "1e-1", "9223372036854775808", "1e19", "1e400", "1e999999999999999999999", "-1e19",
      "0.1e0",
    ]
  )
  func others(text: String) {
    #expect(JSONNumber(unchecked: text).integer == nil)
  }
}
