import OrderedCollections
import OrderedJSON

/// Why an object is no GeoJSON geometry (RFC 7946) that PostGIS could read; nil if it is one.
func geoJSONObjection(to shape: JSONObject, depth: Int = 0) -> String? {
  guard depth < 32 else { return "geometry collections are nested too deeply" }
  guard let type = shape["type"] else { return "key \"type\" not found" }
  guard let name = type.stringValue else { return "the type of a geometry must be a string" }
  if name == "GeometryCollection" {
    guard let geometries = shape["geometries"]?.arrayValue else {
      return "a GeometryCollection needs a list of geometries"
    }
    for geometry in geometries {
      guard let inner = geometry.objectValue else { return "a geometry must be an object" }
      if let objection = geoJSONObjection(to: inner, depth: depth + 1) { return objection }
    }
    return nil
  }
  // How many lists surround the positions.
  let nesting: [String: Int] = [
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2,
    "MultiPolygon": 3,
  ]
  guard let lists = nesting[name] else { return "unexpected geometry type: \(name)" }
  guard let coordinates = shape["coordinates"] else { return "key \"coordinates\" not found" }
  return objection(toPositions: coordinates, within: lists)
}

private func objection(toPositions value: JSONValue, within lists: Int) -> String? {
  guard let items = value.arrayValue else { return "coordinates must be lists of numbers" }
  guard lists > 0 else {
    let isPosition = items.allSatisfy { if case .number = $0 { true } else { false } }
    guard isPosition else { return "coordinates must be lists of numbers" }
    return items.count == 1 ? "A Position needs at least 2 elements" : nil
  }
  for item in items {
    if let objection = objection(toPositions: item, within: lists - 1) { return objection }
  }
  return nil
}
