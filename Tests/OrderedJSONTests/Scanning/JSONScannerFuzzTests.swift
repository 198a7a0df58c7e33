import OrderedJSON
import SeededRandom
import Testing

@Suite("Scanning malformed JSON")
struct JSONScannerFuzzTests {
  @Test("Parser and scanner accept the same texts", arguments: 0..<30)
  func sameLanguage(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let guarded = try #require(GuardedBuffer(capacity: 1 << 16))
    var accepted = 0
    for _ in 0..<300 {
      let value = generator.value()
      let bytes = generator.below(2) == 0 ? value.serialized() : value.prettySerialized()
      let mutated = generator.mutate(bytes)
      let parsed = try? JSONValue(parsing: mutated)
      let scanned = guarded.withBytes(mutated) { (try? JSONScanner($0).validate()) != nil }
      #expect((parsed != nil) == scanned, "\(mutated)")
      accepted += parsed == nil ? 0 : 1
    }
    // Both outcomes must occur, or the comparison shows nothing.
    #expect(accepted > 5 && accepted < 295)
  }

  @Test("No prefix of a valid object is valid, and none is read past its end", arguments: 0..<20)
  func prefixes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 1_000 + seed)
    let guarded = try #require(GuardedBuffer(capacity: 1 << 16))
    let value: JSONValue = [
      "a": generator.value(), "b": .string(generator.string()), "c": generator.value(),
    ]
    let bytes = value.serialized()
    for length in 0..<bytes.count {
      let prefix = bytes.prefix(length)
      let isValid = guarded.withBytes(prefix) { (try? JSONScanner($0).validate()) != nil }
      #expect(isValid == false)
      #expect((try? JSONValue(parsing: prefix)) == nil)
      _ = guarded.withBytes(prefix) { walk(JSONScanner($0)) }
    }
    #expect(guarded.withBytes(bytes) { (try? JSONScanner($0).validate()) != nil } == true)
  }

  @Test("Walking through malformed text ends and stays inside", arguments: 0..<30)
  func malformed(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 2_000 + seed)
    let guarded = try #require(GuardedBuffer(capacity: 1 << 16))
    for _ in 0..<200 {
      let mutated = generator.mutate(generator.value().serialized())
      let isInside = guarded.withBytes(mutated) { buffer in
        let scanner = JSONScanner(buffer)
        return walk(scanner)
          && (0..<scanner.count).allSatisfy { offset in
            (offset...scanner.count).contains(scanner.skipValue(at: offset))
              && (offset...scanner.count).contains(scanner.skipString(at: offset))
          }
      }
      #expect(isInside == true, "\(mutated)")
      var slices = [JSONSlice(trusting: mutated)]
      var visited = 0
      while let slice = slices.popLast() {
        visited += 1
        slices += slice.elements
        slices += slice.members.map(\.value)
      }
      #expect(visited <= mutated.count + 1)
    }
  }

  /// Visits all that looks like a value; whether all ranges were inside the text and not empty.
  private func walk(_ scanner: JSONScanner) -> Bool {
    var pending = [scanner.skipWhitespace(at: 0)]
    var isInside = true
    var steps = 0
    while let offset = pending.popLast() {
      var members = scanner.members(at: offset)
      while let member = members.next() {
        isInside = isInside && member.value.upperBound <= scanner.count && !member.value.isEmpty
        pending.append(member.value.lowerBound)
        steps += 1
      }
      var elements = scanner.elements(at: offset)
      while let element = elements.next() {
        isInside = isInside && element.upperBound <= scanner.count && !element.isEmpty
        pending.append(element.lowerBound)
        steps += 1
      }
    }
    return isInside && steps <= scanner.count
  }
}
