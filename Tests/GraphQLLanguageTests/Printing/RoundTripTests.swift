import GraphQLLanguage
import SeededRandom
import Testing

@Suite("Parsing what was printed")
struct RoundTripTests {
  @Test("A random document is read back equal from both layouts", arguments: 0..<60)
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      let document = generator.document()
      let lines = Printer.print(document)
      #expect(try Document(parsing: lines) == document, "\(lines)")
      let compact = Printer.compact(document)
      #expect(try Document(parsing: compact) == document, "\(compact)")
      #expect(compact.utf8.count <= lines.utf8.count)
    }
  }

  @Test("Printing again yields the same text", arguments: 100..<110)
  func stable(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let lines = Printer.print(generator.document())
      #expect(Printer.print(try Document(parsing: lines)) == lines)
    }
  }

  @Test("A damaged document is refused or read back equal", arguments: 200..<240)
  func damaged(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = Array("{}()[]:!$@|&=\"\\#,.-01aé \n".utf8) + [0x80, 0xFF, 0x00]
    var refused = 0
    for _ in 0..<40 {
      var bytes = Array(Printer.print(generator.document()).utf8)
      for _ in 0...generator.below(2) {
        let index = generator.below(bytes.count)
        switch generator.below(4) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(pieces[generator.below(pieces.count)], at: index)
        case 2: bytes[index] = pieces[generator.below(pieces.count)]
        default: bytes = Array(bytes[..<max(1, index)])
        }
        if bytes.isEmpty { bytes = [UInt8(ascii: "{")] }
      }
      do throws(SyntaxError) {
        let document = try Document(parsing: bytes)
        #expect(try Document(parsing: Printer.print(document)) == document)
        #expect(try Document(parsing: Printer.compact(document)) == document)
      } catch {
        refused += 1
        #expect((0...bytes.count).contains(error.offset))
        #expect(error.line >= 1 && error.column >= 1)
      }
    }
    #expect(refused > 0)
  }

  @Test(
    "A query after a definition without braces is not read as part of it",
    arguments: [
      "type T", "extend type T @d", "interface I", "enum E", "input I", "extend schema @d",
      "union U", "scalar S", "directive @d on FIELD",
    ]
  )
  func queryAfterDefinition(definition: String) throws {
    let document = Document(
      definitions: try Document(parsing: definition).definitions
        + Document(parsing: "{ a }").definitions
    )
    #expect(try Document(parsing: Printer.print(document)) == document)
    #expect(try Document(parsing: Printer.compact(document)) == document)
  }

  @Test(
    "A published schema is read back equal",
    .enabled(if: RealDocument.areAvailable, "needs ../shared/real/graphql"),
    arguments: RealDocument.allCases
  )
  func published(file: RealDocument) throws {
    let bytes = try #require(file.read())
    let document = try Document(parsing: bytes, limits: .typeSystem)
    #expect(document.definitions.count > 50)
    #expect(document.operations.isEmpty)
    #expect(try Document(parsing: Printer.print(document), limits: .typeSystem) == document)
    #expect(
      try Document(parsing: Printer.compactBytes(document), limits: .typeSystem) == document
    )
  }
}
