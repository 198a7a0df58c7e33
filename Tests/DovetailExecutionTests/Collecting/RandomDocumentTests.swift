import DovetailExecution
import DovetailPlan
import DovetailSource
import OrderedJSON
import SeededRandom
import Testing

@Suite("Random documents")
struct RandomDocumentTests {
  private let joins = [edge(0, "j", key: ["k", "id"], in: "u")]

  private func source(_ json: [UInt8], _ shape: DocumentShape) -> MemorySource {
    let rows = FetchResult.rows(
      RowSet(
        columnCount: 1,
        rowCount: 1,
        bytes: json,
        cells: [.init(offset: 0, length: json.count)]
      )
    )
    return MemorySource([
      "t": .init(shape: .json(shape)) { _ async throws(SourceError) in rows },
      "u": .lookup { keys async throws(SourceError) in answer(keys) { "[\($0)]" } },
    ])
  }

  @Test("Documents come out as a slow and obvious implementation has them", arguments: 0..<400)
  func equivalence(seed: Int) async throws {
    var random = RandomDocument(seed: UInt64(seed))
    let shape = random.shape()
    let value = JSONValue.array([random.value(), random.value(), random.value()])
    let result = try await run(
      [root("r", fetch("t", joins: joins))],
      on: source(value.serialized(), shape)
    )
    let expected = expected(value, shape) { .array($0) }
    #expect(result.text == #"{"r":\#(expected.description)}"#)
    #expect(result.errors == [])
  }

  @Test("Damaged documents end in an error or a value, never in a crash", arguments: 0..<200)
  func damage(seed: Int) async throws {
    var random = RandomDocument(seed: UInt64(seed))
    var generator = SeededGenerator(seed: UInt64(seed))
    let shape = random.shape()
    var bytes = JSONValue.array([random.value(), random.value()]).serialized()
    for _ in 0..<Int.random(in: 1...3, using: &generator) where bytes.count > 1 {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes.removeSubrange(index...)
      case 1: bytes[index] = Array(#"{}[]",:\0n"#.utf8).randomElement(using: &generator) ?? 0
      default: bytes.insert(.random(in: 0...255, using: &generator), at: index)
      }
    }
    let result = try await run(
      [root("r", fetch("t", joins: joins))],
      on: source(bytes, shape)
    )
    #expect((result.data == nil) == !result.errors.isEmpty)
  }
}
