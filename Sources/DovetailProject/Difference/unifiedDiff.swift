/// The difference of two texts in unified form, without the lines that name the files; empty if they
/// are equal.
package func unifiedDiff(_ old: String, _ new: String, context: Int = 3) -> String {
  let lines = editScript(textLines(old), textLines(new))
  var output = ""
  for range in hunks(lines, context: context) {
    let hunk = lines[range]
    guard let first = hunk.first else { continue }
    let oldCount = hunk.count { $0.kind != .inserted }
    let newCount = hunk.count { $0.kind != .removed }
    output += "@@ -\(span(first.old, oldCount)) +\(span(first.new, newCount)) @@\n"
    for line in hunk { output += line.kind.rawValue + line.text + "\n" }
  }
  return output
}

/// A line of either text.
private struct EditLine {
  enum Kind: String {
    case kept = " "
    case removed = "-"
    case inserted = "+"
  }

  var kind: Kind
  var text: Substring
  /// How many lines of the old text and of the new one stand before it.
  var old: Int
  var new: Int
}

private func textLines(_ text: String) -> [Substring] {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  if lines.last?.isEmpty == true { lines.removeLast() }
  return lines
}

private func editScript(_ old: [Substring], _ new: [Substring]) -> [EditLine] {
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in new.difference(from: old) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var lines: [EditLine] = []
  var before = 0
  var after = 0
  while before < old.count || after < new.count {
    if before < old.count, removed.contains(before) {
      lines.append(EditLine(kind: .removed, text: old[before], old: before, new: after))
      before += 1
    } else if after < new.count, inserted.contains(after) {
      lines.append(EditLine(kind: .inserted, text: new[after], old: before, new: after))
      after += 1
    } else if before < old.count {
      lines.append(EditLine(kind: .kept, text: old[before], old: before, new: after))
      before += 1
      after += 1
    } else {
      break
    }
  }
  return lines
}

/// The ranges of changed lines with the lines around them.
private func hunks(_ lines: [EditLine], context: Int) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  for (index, line) in lines.enumerated() where line.kind != .kept {
    let range = max(0, index - context)..<min(lines.count, index + context + 1)
    if let last = ranges.last, last.upperBound >= range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
    } else {
      ranges.append(range)
    }
  }
  return ranges
}

private func span(_ before: Int, _ count: Int) -> String {
  let start = count == 0 ? before : before + 1
  return count == 1 ? "\(start)" : "\(start),\(count)"
}
