import DovetailEngine
import DovetailMetadata
import OrderedCollections
import Testing

@Suite("When sources are checked")
struct HealthScheduleTests {
  private func sources(interval: Int?) -> OrderedDictionary<SourceName, SourceMetadata> {
    [
      "a": SourceMetadata(
        name: "a",
        kind: .sqlite,
        healthCheck: interval.map { HealthCheck(interval: $0) }
      ),
      "b": SourceMetadata(name: "b", kind: .sqlite),
    ]
  }

  private let well = SourceHealth(status: .ok, message: nil, responseTime: 0)

  @Test("A check begins at once, not again while it runs, and then after the interval")
  func interval() {
    var schedule = HealthSchedule()
    let begun = [0.0, 5].map { schedule.begin(sources(interval: 10), at: $0).map(\.0) }
    #expect(begun == [["a"], []])
    schedule.end("a", well, at: 6)
    #expect(schedule.health(of: "a") == well)
    let later = [15.9, 16].map { schedule.begin(sources(interval: 10), at: $0).map(\.0) }
    #expect(later == [[], ["a"]])
  }

  @Test("A check that was changed begins at once")
  func changed() {
    var schedule = HealthSchedule()
    _ = schedule.begin(sources(interval: 1_000), at: 0)
    schedule.end("a", well, at: 1)
    let begun = schedule.begin(sources(interval: 500), at: 2).map(\.0)
    #expect(begun == ["a"])
  }

  @Test("What is not checked any more is forgotten")
  func forgotten() {
    var schedule = HealthSchedule()
    _ = schedule.begin(sources(interval: 10), at: 0)
    schedule.end("a", well, at: 1)
    let begun = schedule.begin(sources(interval: nil), at: 20)
    #expect(begun.isEmpty)
    #expect(schedule.health(of: "a") == nil)
  }
}
