/// The tables of a shape program as pointers, for the duration of a loop.
///
/// SAFETY: A view borrows the program's arrays and lives only in the closure of `withView`. Its
/// indices come from the program itself; the buffers' own checks hold in debug builds, and the
/// compiler of shapes is the only one who makes indices.
struct ShapeView {
  let levels: UnsafeBufferPointer<ShapeProgram.Level>
  let members: UnsafeBufferPointer<ShapeProgram.Member>
  let uses: UnsafeBufferPointer<ShapeProgram.EdgeUse>
  let useParts: UnsafeBufferPointer<ShapeProgram.UsePart>
  let pathSteps: UnsafeBufferPointer<ShapeProgram.PathStep>
  let translations: UnsafeBufferPointer<ShapeProgram.Translation>
  let bytes: UnsafeRawBufferPointer

  /// A view of no program.
  static var empty: ShapeView {
    ShapeView(
      levels: .init(start: nil, count: 0),
      members: .init(start: nil, count: 0),
      uses: .init(start: nil, count: 0),
      useParts: .init(start: nil, count: 0),
      pathSteps: .init(start: nil, count: 0),
      translations: .init(start: nil, count: 0),
      bytes: .init(start: nil, count: 0)
    )
  }

  /// The bytes of a text.
  @inline(__always)
  func bytes(of text: ShapeProgram.Text) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[text.range])
  }

  /// The member of a level by its name as the document has it; -1 if nothing happens to it.
  @inline(__always)
  func member(named name: UnsafeRawBufferPointer, at level: ShapeProgram.Level) -> Int {
    let bit = UInt64(1) &<< UInt64(truncatingIfNeeded: min(name.count, 63))
    guard level.lengths & bit != 0 else { return -1 }
    var index = Int(level.members.lowerBound)
    let end = Int(level.members.upperBound)
    while index < end {
      let text = members[index].name
      if Int(text.length) == name.count, areEqual(bytes(of: text), name) { return index }
      index &+= 1
    }
    return -1
  }

  /// What a string is translated to; nil if it is kept.
  func translation(of string: UnsafeRawBufferPointer, by range: Range<Int32>) -> ShapeProgram.Text?
  {
    for index in range where areEqual(bytes(of: translations[Int(index)].from), string) {
      return translations[Int(index)].to
    }
    return nil
  }
}

extension ShapeProgram {
  /// Runs a loop with the tables as pointers.
  func withView<Result>(_ body: (ShapeView) -> Result) -> Result {
    levels.withUnsafeBufferPointer { levels in
      members.withUnsafeBufferPointer { members in
        uses.withUnsafeBufferPointer { uses in
          useParts.withUnsafeBufferPointer { useParts in
            pathSteps.withUnsafeBufferPointer { pathSteps in
              translations.withUnsafeBufferPointer { translations in
                bytes.withUnsafeBytes { bytes in
                  body(
                    ShapeView(
                      levels: levels,
                      members: members,
                      uses: uses,
                      useParts: useParts,
                      pathSteps: pathSteps,
                      translations: translations,
                      bytes: bytes
                    )
                  )
                }
              }
            }
          }
        }
      }
    }
  }
}
