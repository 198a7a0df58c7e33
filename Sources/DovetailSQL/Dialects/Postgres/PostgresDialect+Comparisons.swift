package import DovetailCatalog
package import DovetailPlan
package import DovetailSource
import OrderedJSON
import SQLText

extension PostgresDialect {
  package func comparison(
    of left: SQL,
    _ comparison: ComparisonOperator,
    with parameter: Parameter
  ) throws(SourceError) -> SQL {
    switch comparison {
    case .in where parameter.type.needsListOfTexts:
      return isAmongTexts(left, parameter)
    case .notIn where parameter.type.needsListOfTexts:
      return "(NOT (\(isAmongTexts(left, parameter))))"
    case .isNotDistinct where parameter.operand.isNeverNull:
      // Says the same as `IS NOT DISTINCT FROM`, which can't use an index.
      let right = self.parameter(SQLBinding(parameter))
      return "(\(left) IS NOT NULL AND \(left) = \(right))"
    case .spatialDistanceWithin, .spatial3DDistanceWithin:
      return isNear(left, comparison, parameter)
    case .rasterIntersectsBandGeometry:
      let (band, geometry) = bandAndGeometry(parameter)
      return "ST_Intersects(\(left), \(band), \(geometry))"
    case .rasterIntersectsGeometryBand:
      let (band, geometry) = bandAndGeometry(parameter)
      return "ST_Intersects(\(left), \(geometry), \(band))"
    default:
      let right = self.parameter(operand(comparison, parameter))
      return try self.comparison(of: left, comparison, withValue: right)
    }
  }

  package func comparison(
    of left: SQL,
    _ comparison: ComparisonOperator,
    withValue right: SQL
  ) throws(SourceError) -> SQL {
    if let infix = infix(comparison) { return "\(left) \(infix) \(right)" }
    if let function = spatialFunction(comparison) { return "\(function)(\(left), \(right))" }
    switch comparison {
    case .in: return "\(left) = ANY (\(right))"
    case .notIn: return "(NOT (\(left) = ANY (\(right))))"
    default:
      throw SourceError(
        code: .notSupported,
        message: "the operator \(comparison.rawValue) takes an object, not a column"
      )
    }
  }

  /// The parameter in the type and form that the operator wants on its right side.
  private func operand(
    _ comparison: ComparisonOperator,
    _ parameter: Parameter
  ) -> SQLBinding {
    func binding(_ type: ColumnType, _ encoding: SQLBinding.Encoding = .value) -> SQLBinding {
      SQLBinding(
        operand: parameter.operand,
        type: type,
        encoding: encoding,
        path: parameter.path
      )
    }
    switch comparison {
    case .in, .notIn:
      return binding(parameter.type, .list)
    case .like, .notLike, .ilike, .notIlike, .similar, .notSimilar, .regex, .notRegex, .iregex,
      .notIregex, .hasKey:
      return binding(.text)
    case .hasKeysAny, .hasKeysAll:
      return binding(.text, .list)
    case .ancestorAny, .descendantAny:
      return binding(
        parameter.type.category == .array ? .texts(of: "ltree") : parameter.type,
        .list
      )
    case .matches:
      return binding(parameter.type.name == "lquery" ? parameter.type : .texts(of: "lquery"))
    case .matchesAny:
      return binding(
        parameter.type.name == "lquery" ? parameter.type : .texts(of: "lquery"),
        .list
      )
    case .matchesFulltext:
      return binding(
        parameter.type.name == "ltxtquery" ? parameter.type : .texts(of: "ltxtquery")
      )
    default:
      return binding(parameter.type)
    }
  }

  private func infix(_ comparison: ComparisonOperator) -> SQL? {
    switch comparison {
    case .equal: "="
    case .notEqual: "<>"
    case .greater: ">"
    case .less: "<"
    case .greaterOrEqual: ">="
    case .lessOrEqual: "<="
    case .like: "LIKE"
    case .notLike: "NOT LIKE"
    case .ilike: "ILIKE"
    case .notIlike: "NOT ILIKE"
    case .similar: "SIMILAR TO"
    case .notSimilar: "NOT SIMILAR TO"
    case .regex: "~"
    case .notRegex: "!~"
    case .iregex: "~*"
    case .notIregex: "!~*"
    case .contains, .ancestor, .ancestorAny: "@>"
    case .containedIn, .descendant, .descendantAny: "<@"
    case .hasKey, .matchesAny: "?"
    case .hasKeysAny: "?|"
    case .hasKeysAll: "?&"
    case .matches: "~"
    case .matchesFulltext: "@"
    case .isNotDistinct: "IS NOT DISTINCT FROM"
    case .isDistinct: "IS DISTINCT FROM"
    default: nil
    }
  }

  private func spatialFunction(_ comparison: ComparisonOperator) -> SQL? {
    switch comparison {
    case .spatialContains: "ST_Contains"
    case .spatialCrosses: "ST_Crosses"
    case .spatialEquals: "ST_Equals"
    case .spatialIntersects, .rasterIntersects: "ST_Intersects"
    case .spatial3DIntersects: "ST_3DIntersects"
    case .spatialOverlaps: "ST_Overlaps"
    case .spatialTouches: "ST_Touches"
    case .spatialWithin: "ST_Within"
    default: nil
    }
  }

  /// `_in` of values that travel as texts, each converted as a single one would be.
  private func isAmongTexts(_ left: SQL, _ parameter: Parameter) -> SQL {
    let texts = SQL(binding: SQLBinding(parameter, .list))
    return """
      \(left) IN (SELECT \(value("u.v", of: parameter.type)) \
      FROM unnest(\(texts)::text[]) AS u(v))
      """
  }

  private func isNear(
    _ left: SQL,
    _ comparison: ComparisonOperator,
    _ parameter: Parameter
  ) -> SQL {
    let from = self.parameter(parameter.member("from", type: parameter.type))
    let distance = self.parameter(parameter.member("distance", type: .double))
    if comparison == .spatial3DDistanceWithin {
      return "ST_3DDWithin(\(left), \(from), \(distance))"
    }
    if parameter.type.category == .geography {
      let useSpheroid = self.parameter(parameter.member("use_spheroid", type: .boolean))
      return "ST_DWithin(\(left), \(from), \(distance), coalesce(\(useSpheroid), true))"
    }
    return "ST_DWithin(\(left), \(from), \(distance))"
  }

  private func bandAndGeometry(_ parameter: Parameter) -> (band: SQL, geometry: SQL) {
    let geometry = ColumnType(
      sqlName: "geometry",
      name: "geometry",
      graphQLName: "geometry",
      category: .geometry,
      wireForm: .convertedToJSON
    )
    return (
      self.parameter(parameter.member("nband", type: .integer)),
      self.parameter(parameter.member("geommin", type: geometry))
    )
  }
}

extension ColumnType {
  /// Whether a list of values cannot be an array of the type: an array of arrays would be one of more
  /// dimensions, and GeoJSON is for functions only.
  fileprivate var needsListOfTexts: Bool {
    category == .array || category == .geometry || category == .geography
  }
}

extension Operand {
  /// Whether no request can make the value null.
  fileprivate var isNeverNull: Bool {
    switch self {
    case .constant(let value): !value.isNull
    case .session, .allSessionVariables, .prefetched, .list, .object: true
    case .variable, .encoded: false
    }
  }
}
