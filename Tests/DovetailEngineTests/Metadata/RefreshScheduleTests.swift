import DovetailEngine
import DovetailMetadata
import Testing

@Suite("When remote schemas are read again")
struct RefreshScheduleTests {
  @Test("Each after its interval, counted from when it was first seen or last due")
  func intervals() {
    let start = ContinuousClock.now
    var schedule = RefreshSchedule()
    func due(_ second: Int, _ intervals: [RemoteSchemaName: Duration]) -> [RemoteSchemaName] {
      schedule.due(at: start.advanced(by: .seconds(second)), intervals)
    }
    let both: [RemoteSchemaName: Duration] = ["a": .seconds(10), "b": .seconds(15)]
    let found = [0, 9, 10, 15, 20, 29].map { due($0, both) }
    #expect(found == [[], [], ["a"], ["b"], ["a"], []])
    // Another interval counts from now, and what is gone is forgotten.
    let changed = [30, 34, 35].map { due($0, ["b": .seconds(5)]) }
    #expect(changed == [[], [], ["b"]])
    let back = due(36, both)
    #expect(back == [])
  }
}
