import Meters
import Testing

@Suite("The text of metrics")
struct ExpositionTextTests {
  @Test("Counters and gauges have a line for each set of labels")
  func lines() {
    let text = expositionText([
      MetricFamily(
        "calls_total",
        .counter,
        "Calls.",
        [
          .init(.integer(3), [.init("name", "a")]),
          .init(.integer(4), [.init("name", "b"), .init("kind", "x")]),
        ]
      ),
      MetricFamily("load", .gauge, "Load.", .real(0.25)),
    ])
    #expect(
      text == """
        # HELP calls_total Calls.
        # TYPE calls_total counter
        calls_total{name="a"} 3
        calls_total{name="b",kind="x"} 4
        # HELP load Load.
        # TYPE load gauge
        load 0.25

        """
    )
  }

  @Test("Label values and help texts are escaped")
  func escaping() {
    let text = expositionText([
      MetricFamily(
        "m",
        .gauge,
        "One\nline with \\ and \"",
        [.init(.integer(1), [.init("name", "a\"b\\c\nd")])]
      )
    ])
    #expect(
      text == """
        # HELP m One\\nline with \\\\ and "
        # TYPE m gauge
        m{name="a\\"b\\\\c\\nd"} 1

        """
    )
  }

  @Test("A metric without samples is left out")
  func empty() {
    #expect(expositionText([MetricFamily("m", .gauge, "Nothing.", [])]) == "")
  }

  @Test("A histogram has cumulative buckets, a sum and a count")
  func histograms() {
    let histogram = Histogram(bounds: [0.01, 1])
    histogram.observe(.milliseconds(10))
    histogram.observe(.milliseconds(250))
    histogram.observe(.milliseconds(250))
    histogram.observe(.seconds(2))
    let text = expositionText([
      MetricFamily(
        "t_seconds",
        .histogram,
        "Time.",
        [.init(.histogram(histogram.reading), [.init("kind", "x")])]
      )
    ])
    #expect(
      text == """
        # HELP t_seconds Time.
        # TYPE t_seconds histogram
        t_seconds_bucket{kind="x",le="0.01"} 1
        t_seconds_bucket{kind="x",le="1"} 3
        t_seconds_bucket{kind="x",le="+Inf"} 4
        t_seconds_sum{kind="x"} 2.51
        t_seconds_count{kind="x"} 4

        """
    )
  }

  @Test("Readings add up")
  func sums() {
    let first = Histogram(bounds: [1])
    let second = Histogram(bounds: [1])
    first.observe(.milliseconds(500))
    second.observe(.seconds(3))
    let sum = first.reading + second.reading
    #expect(sum.cumulativeCounts == [1, 2])
    #expect(sum.sum == 3.5)
  }

  @Test("Threads that count at the same time lose nothing")
  func threads() async {
    let counter = Counter()
    let histogram = Histogram()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<10_000 {
            counter.add()
            histogram.observe(.milliseconds(1))
          }
        }
      }
    }
    #expect(counter.value == 40_000)
    #expect(histogram.reading.count == 40_000)
    #expect(abs(histogram.reading.sum - 40) < 0.001)
  }

  @Test("The process tells its memory, time and descriptors")
  func process() throws {
    let families = processMetrics()
    #expect(
      families.map(\.name) == [
        "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds",
      ]
    )
    guard case .integer(let memory)? = families[1].samples.first?.value else {
      Issue.record("memory is a number")
      return
    }
    #expect(memory > 1 << 20)
  }
}
