/// First in, first out, with constant-time removal at the front.
struct JobQueue {
  private var jobs: [(any Job)?] = []
  private var head = 0

  var count: Int { jobs.count - head }

  mutating func append(_ job: any Job) {
    jobs.append(job)
  }

  mutating func popFirst() -> (any Job)? {
    guard head < jobs.count else { return nil }
    let job = jobs[head]
    jobs[head] = nil
    head += 1
    if head == jobs.count {
      jobs.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 64 && head * 2 > jobs.count {
      jobs.removeFirst(head)
      head = 0
    }
    return job
  }

  mutating func removeAll() -> [any Job] {
    let all = jobs[head...].compactMap(\.self)
    jobs = []
    head = 0
    return all
  }
}
