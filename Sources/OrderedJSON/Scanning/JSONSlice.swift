/// A value inside a valid JSON text, not decoded: the bytes of the text and a range of them.
///
/// This is the view for everyone who isn't on the hottest path: it can be kept, sent and indexed
/// without care. Slices of one text share its bytes.
package struct JSONSlice: Sendable {
  /// The whole text.
  package let bytes: [UInt8]
  /// The range of the value in the text.
  package let range: Range<Int>

  /// Checks a text and makes the slice of its value.
  package init(
    validating bytes: [UInt8],
    limits: JSONLimits = .default
  ) throws(JSONError) {
    let result: Result<Range<Int>, JSONError> = bytes.withUnsafeBytes { buffer in
      do throws(JSONError) {
        return .success(try JSONScanner(buffer).validate(limits: limits))
      } catch {
        return .failure(error)
      }
    }
    self.range = try result.get()
    self.bytes = bytes
  }

  /// Makes a slice of text that is known to be valid JSON, such as the output of a database.
  ///
  /// The range is clamped to the text. If the text isn't valid, what the slice yields means nothing.
  package init(trusting bytes: [UInt8], range: Range<Int>? = nil) {
    self.bytes = bytes
    self.range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
  }

  /// The bytes of the value as they stand in the text.
  package var rawBytes: ArraySlice<UInt8> { bytes[range] }

  /// What the value is; `nil` only if the text isn't valid.
  package var kind: JSONKind? { withScanner { $0.kind(at: start(of: $0)) } }

  /// Whether the value is `null`.
  package var isNull: Bool { kind == .null }

  /// The decoded text of a string; `nil` for other values.
  package var string: String? { kind == .string ? value?.stringValue : nil }

  /// The value if this is `true` or `false`.
  package var bool: Bool? { kind == .bool ? value?.boolValue : nil }

  /// The value if this is a number.
  package var number: JSONNumber? {
    guard kind == .number, case .number(let number) = value else { return nil }
    return number
  }

  /// The value, decoded; `nil` only if the text isn't valid.
  package var value: JSONValue? {
    try? JSONValue(parsing: rawBytes, limits: JSONLimits(depth: JSONLimits.maximumDepth))
  }

  /// Runs a scanner over the whole text.
  func withScanner<Result>(_ body: (JSONScanner) -> Result) -> Result {
    bytes.withUnsafeBytes { body(JSONScanner($0)) }
  }

  /// The offset of the first byte of the value that isn't a blank.
  func start(of scanner: JSONScanner) -> Int {
    min(scanner.skipWhitespace(at: range.lowerBound), range.upperBound)
  }
}
