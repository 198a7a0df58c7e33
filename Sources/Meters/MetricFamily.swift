/// All samples of one metric.
package struct MetricFamily: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case counter
    case gauge
    case histogram
  }

  /// A value with the labels that tell it from others of the metric.
  package struct Sample: Sendable, Hashable {
    package var labels: [Label]
    package var value: Value

    package init(_ value: Value, _ labels: [Label] = []) {
      self.labels = labels
      self.value = value
    }
  }

  package struct Label: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package enum Value: Sendable, Hashable {
    case integer(Int)
    case real(Double)
    case histogram(Histogram.Reading)
  }

  /// The name, of ASCII letters, digits and underscores.
  package var name: String
  package var kind: Kind
  /// What the metric tells, in a sentence.
  package var help: String
  package var samples: [Sample]

  package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    self.name = name
    self.kind = kind
    self.help = help
    self.samples = samples
  }

  /// A metric without labels.
  package init(_ name: String, _ kind: Kind, _ help: String, _ value: Value) {
    self.init(name, kind, help, [Sample(value)])
  }
}
