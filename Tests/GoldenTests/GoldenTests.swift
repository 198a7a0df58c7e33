import OrderedCollections
import OrderedJSON
import Testing

/// One request a folder: what is sent to the database for it, and what the client gets.
///
/// `make goldens` rewrites the expected files; the difference is to be reviewed as code.
@Suite("Goldens")
struct GoldenTests {
  @Test("A request gives what its folder says", arguments: GoldenCase.all)
  func golden(_ golden: GoldenCase) async throws {
    let outcome = try await golden.run()
    if GoldenCase.isUpdating {
      try golden.write(outcome)
      return
    }
    for (file, text) in outcome {
      #expect(golden.text(of: file) == text, "\(golden)/\(file) differs; see `make goldens`")
    }
    #expect(golden.expectedFiles == Set(outcome.keys))
  }

  @Test("There are cases")
  func cases() {
    #expect(GoldenCase.all.count > 20)
  }
}
