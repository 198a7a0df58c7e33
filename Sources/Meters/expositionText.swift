/// Writes metrics in the text format of Prometheus, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
///
/// Metrics without samples are left out.
package func expositionText(_ families: [MetricFamily]) -> String {
  var text = ""
  for family in families where !family.samples.isEmpty {
    text += "# HELP \(family.name) \(escaped(family.help, quotes: false))\n"
    text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
    for sample in family.samples { write(sample, of: family.name, to: &text) }
  }
  return text
}

/// The media type of the text.
package let expositionContentType = "text/plain; version=0.0.4; charset=utf-8"

private func write(_ sample: MetricFamily.Sample, of name: String, to text: inout String) {
  switch sample.value {
  case .integer(let number): writeLine(name, sample.labels, "\(number)", to: &text)
  case .real(let number): writeLine(name, sample.labels, format(number), to: &text)
  case .histogram(let reading):
    let limits = reading.bounds.map(format) + ["+Inf"]
    for (limit, count) in zip(limits, reading.cumulativeCounts) {
      let labels = sample.labels + [MetricFamily.Label("le", limit)]
      writeLine("\(name)_bucket", labels, "\(count)", to: &text)
    }
    writeLine("\(name)_sum", sample.labels, format(reading.sum), to: &text)
    writeLine("\(name)_count", sample.labels, "\(reading.count)", to: &text)
  }
}

private func writeLine(
  _ name: String,
  _ labels: [MetricFamily.Label],
  _ value: String,
  to text: inout String
) {
  text += name
  if !labels.isEmpty {
    let list = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
    text += "{\(list.joined(separator: ","))}"
  }
  text += " \(value)\n"
}

private func format(_ number: Double) -> String {
  if number.isNaN { return "NaN" }
  if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
  return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
}

private func escaped(_ text: String, quotes: Bool) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\"" where quotes: result += "\\\""
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
