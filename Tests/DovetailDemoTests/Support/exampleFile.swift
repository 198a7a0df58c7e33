import FoundationEssentials

/// The text of a file of `Examples/shop`.
func exampleFile(_ name: String) throws -> String {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  let repository = tests.appendingPathComponent("../../..").standardized
  return try String(
    contentsOfFile: repository.appendingPathComponent("Examples/shop/\(name)").path,
    encoding: .utf8
  )
}
