/// First in, first out, with constant-time removal at the front.
struct WaitingQueue<Element> {
  private var elements: [Element?] = []
  private var head = 0

  var count: Int { elements.count - head }
  var isEmpty: Bool { head == elements.count }
  var first: Element? { head < elements.count ? elements[head] : nil }

  mutating func append(_ element: Element) {
    elements.append(element)
  }

  mutating func prepend(_ element: Element) {
    if head > 0 {
      head -= 1
      elements[head] = element
    } else {
      elements.insert(element, at: 0)
    }
  }

  mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    let element = elements[head]
    elements[head] = nil
    head += 1
    if head == elements.count {
      elements.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 64 && head * 2 > elements.count {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }

  /// Removes the first element that fulfils the condition.
  mutating func remove(where matches: (Element) -> Bool) -> Bool {
    for index in head..<elements.count {
      if let element = elements[index], matches(element) {
        elements.remove(at: index)
        return true
      }
    }
    return false
  }

  mutating func removeAll() -> [Element] {
    let all = elements[head...].compactMap(\.self)
    elements = []
    head = 0
    return all
  }
}

extension WaitingQueue: Sendable where Element: Sendable {}
