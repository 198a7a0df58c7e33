import DovetailDemo
import Testing

@Suite("A timestamp")
struct TimestampTests {
  @Test(
    "Is written as ISO 8601 has it",
    arguments: [
      (0, "1970-01-01T00:00:00"),
      (951_782_399, "2000-02-28T23:59:59"),
      (951_782_400, "2000-02-29T00:00:00"),
      (951_868_800, "2000-03-01T00:00:00"),
      (1_709_210_096, "2024-02-29T12:34:56"),
      (1_767_225_599, "2025-12-31T23:59:59"),
      (1_782_820_800, "2026-06-30T12:00:00"),
    ]
  )
  func text(seconds: Int, text: String) {
    #expect("\(Timestamp(seconds: seconds))" == text)
  }

  @Test("Its date is the day alone")
  func date() {
    #expect(Timestamp.now.date == "2026-06-30")
  }
}
