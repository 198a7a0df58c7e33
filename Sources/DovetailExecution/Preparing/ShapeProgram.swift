import DovetailCatalog

/// A result shape compiled into flat tables, which the hot loops read without reference counting.
///
/// A fetch or lookup has one. Its levels are the objects of JSON documents in which something
/// happens; a level is named by its index, and -1 stands for "copy all of it".
struct ShapeProgram: Sendable {
  /// How the result as a whole is read.
  var root = Root.document(level: -1)
  /// The members of a row's object, for results that are rows.
  var rowMembers: [RowMember] = []
  /// The columns of the keys of joins in rows, by range.
  var rowKeys: [RowKey] = []
  var levels: [Level] = []
  /// The members in which something happens, each level's together and sorted by name length.
  var members: [Member] = []
  /// The joins of each level.
  var uses: [EdgeUse] = []
  /// The parts of keys, by range.
  var useParts: [UsePart] = []
  /// The steps to parts inside of members, by range.
  var pathSteps: [PathStep] = []
  var translations: [Translation] = []
  /// Names and literals, by range.
  var bytes: [UInt8] = []
  /// The response keys of members by index, for error paths.
  var responseKeys: [String] = []
  /// The response keys of row members by index, for error paths.
  var rowResponseKeys: [String] = []
  /// The levels of the root fields that share the fetch, by the member's name in the document.
  var parts: [Part] = []

  /// How the result as a whole is read.
  enum Root: Sendable {
    case rows
    case row
    /// The first column of the first row.
    case column(level: Int32)
    case document(level: Int32)
    /// A document whose members are written one by one (`parts`).
    case parts
  }

  /// Where something lies in `bytes`.
  struct Text: Sendable {
    var start: Int32 = 0
    var length: Int32 = -1

    /// Whether there is a text at all.
    var isPresent: Bool { length >= 0 }
    var range: Range<Int> { Int(start)..<(Int(start) + max(0, Int(length))) }
  }

  /// A member of a row's object.
  struct RowMember: Sendable {
    /// `{"key":` or `,"key":`.
    var prefix: Text
    var value: Value

    enum Value: Sendable {
      case column(Int32, ColumnType.WireForm, isQuoted: Bool)
      case document(Int32, level: Int32)
      case constant(Text)
      case join(group: Int32, keys: Range<Int32>)
    }
  }

  /// A column that is a part of a key.
  struct RowKey: Sendable {
    var column: Int32
    var form: ColumnType.WireForm
  }

  /// The objects at one place of a document.
  struct Level: Sendable {
    /// The members of the level in `members`.
    var members: Range<Int32>
    /// A bit for each length that a member's name has; lengths from 63 on share the last.
    var lengths: UInt64
    /// How many members are parts of keys.
    var partCount: Int32
    /// Whether joins stand for the whole object.
    var isReplaced = false
  }

  /// A member of an object in which something happens.
  struct Member: Sendable {
    var name: Text
    var action: Action
    /// `"key":` if the member is written under another key.
    var rename = Text()
    /// The level of the value's objects.
    var level: Int32 = -1
    /// The member's index among the level's parts of keys; -1 if it is none.
    var part: Int32 = -1
    /// The join in `uses`.
    var use: Int32 = -1
    /// The member's translations.
    var translations: Range<Int32> = 0..<0

    enum Action: UInt8, Sendable {
      case copy
      case hide
      case translate
      case join
    }
  }

  /// A join at a level.
  struct EdgeUse: Sendable {
    /// The index of the lookup.
    var group: Int32
    /// The key's parts in `useParts`.
    var parts: Range<Int32>
  }

  /// A part of a key.
  struct UsePart: Sendable {
    /// The member's index among the level's parts.
    var part: Int32
    /// The way into the member's JSON in `pathSteps`; mostly there is none.
    var path: Range<Int32>
  }

  /// A step into JSON: a member of an object, or an element of a list if the name is a number.
  struct PathStep: Sendable {
    var name: [UInt8]
    var index: Int?
  }

  /// A JSON string and what is written in its stead.
  struct Translation: Sendable {
    var from: Text
    var to: Text
  }

  /// A member of the document that is the value of a root field.
  struct Part: Sendable {
    var name: [UInt8]
    var level: Int32 = -1
    /// What is written in the stead of a string (a root field `__typename`).
    var translations: Range<Int32> = 0..<0
  }

  /// Whether results must be scanned before they are written.
  var needsScan: Bool {
    switch root {
    case .rows, .row:
      rowMembers.contains {
        switch $0.value {
        case .document(_, let level): level >= 0
        case .join: true
        case .column, .constant: false
        }
      }
    case .column(let level), .document(let level): level >= 0
    case .parts: true
    }
  }

  /// Appends bytes to the texts.
  mutating func text(_ bytes: some Collection<UInt8>) -> Text {
    let text = Text(
      start: Int32(truncatingIfNeeded: self.bytes.count),
      length: Int32(truncatingIfNeeded: bytes.count)
    )
    self.bytes.append(contentsOf: bytes)
    return text
  }
}
