import DovetailEngine
import Testing

@Suite("Counting requests")
struct RateWindowsTests {
  @Test("So many requests pass in a minute, and as many in a later one")
  func limit() {
    var windows = RateWindows(capacity: 16)
    let first = (0..<5).map { windows.admit(1, limit: 3, at: Double($0)) }
    #expect(first == [true, true, true, false, false])
    let later = [windows.admit(2, limit: 3, at: 5), windows.admit(1, limit: 3, at: 200)]
    #expect(later == [true, true])
  }

  @Test("The minute slides: a burst does not pass twice around its end")
  func slides() {
    var windows = RateWindows(capacity: 16)
    // The window begins with the first request, at 59.
    let admitted = [59, 125, 178].map { time in
      (0..<10).filter { _ in windows.admit(1, limit: 10, at: time) }.count
    }
    #expect(admitted == [10, 1, 9])
  }

  @Test("However many clients come, so many are remembered at most")
  func bounded() {
    var windows = RateWindows(capacity: 100)
    for client in 0..<10_000 { _ = windows.admit(client, limit: 1, at: 0) }
    #expect(windows.count <= 100)
    let again = windows.admit(9_999, limit: 1, at: 1)
    #expect(!again)
  }

  @Test("A limit of nothing lets nothing pass")
  func zero() {
    var windows = RateWindows(capacity: 4)
    let admitted = windows.admit(1, limit: 0, at: 0)
    #expect(!admitted)
  }
}
