import OrderedCollections
import OrderedJSON

/// The value with numbers in one spelling, so that those of two databases can be compared, and with
/// the keys of objects in one order.
func comparable(_ value: JSONValue) -> JSONValue {
  switch value {
  case .number(let number):
    let double = number.double
    // 12 significant digits: averages and deviations may differ in the last ones.
    guard double.isFinite, double != 0 else {
      return .number(JSONNumber(unchecked: double == 0 ? "0" : number.text))
    }
    var scale = 1.0
    while (double * scale).magnitude < 1e11 { scale *= 10 }
    while (double * scale).magnitude >= 1e12 { scale /= 10 }
    let rounded = (double * scale).rounded() / scale
    return .number(JSONNumber(unchecked: String(rounded)))
  case .array(let items):
    return .array(items.map(comparable))
  case .object(let members):
    return .object(
      JSONObject(
        members.map { ($0.key, comparable($0.value)) }.sorted { $0.0 < $1.0 },
        uniquingKeysWith: { _, last in last }
      )
    )
  default:
    return value
  }
}
