/// A comparison of a column with a value, named as in `bool_exp` inputs and permissions.
package enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
  case equal = "_eq"
  case notEqual = "_neq"
  case greater = "_gt"
  case less = "_lt"
  case greaterOrEqual = "_gte"
  case lessOrEqual = "_lte"
  /// The operand is a list of the column's type.
  case `in` = "_in"
  case notIn = "_nin"

  case like = "_like"
  case notLike = "_nlike"
  case ilike = "_ilike"
  case notIlike = "_nilike"
  case similar = "_similar"
  case notSimilar = "_nsimilar"
  case regex = "_regex"
  case notRegex = "_nregex"
  case iregex = "_iregex"
  case notIregex = "_niregex"

  case contains = "_contains"
  case containedIn = "_contained_in"
  case hasKey = "_has_key"
  case hasKeysAny = "_has_keys_any"
  case hasKeysAll = "_has_keys_all"

  case spatialContains = "_st_contains"
  case spatialCrosses = "_st_crosses"
  case spatialEquals = "_st_equals"
  case spatialIntersects = "_st_intersects"
  case spatial3DIntersects = "_st_3d_intersects"
  case spatialOverlaps = "_st_overlaps"
  case spatialTouches = "_st_touches"
  case spatialWithin = "_st_within"
  /// The operand is an object `{distance, from, use_spheroid?}`.
  case spatialDistanceWithin = "_st_d_within"
  case spatial3DDistanceWithin = "_st_3d_d_within"
  case rasterIntersects = "_st_intersects_rast"
  /// The operand is an object `{nband, geommin}`.
  case rasterIntersectsBandGeometry = "_st_intersects_nband_geom"
  case rasterIntersectsGeometryBand = "_st_intersects_geom_nband"

  case ancestor = "_ancestor"
  case ancestorAny = "_ancestor_any"
  case descendant = "_descendant"
  case descendantAny = "_descendant_any"
  case matches = "_matches"
  case matchesAny = "_matches_any"
  case matchesFulltext = "_matches_fulltext"

  /// Null-safe equality, which permission filters use on nullable columns.
  case isNotDistinct = "_is_not_distinct"
  /// Null-safe inequality, which permission filters use on nullable columns.
  case isDistinct = "_is_distinct"
}

extension ComparisonOperator {
  /// The categories of types that have the operator; nil if all may.
  package var categories: [ColumnType.Category]? {
    switch self {
    case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual, .in, .notIn,
      .isNotDistinct, .isDistinct:
      nil
    case .like, .notLike, .ilike, .notIlike, .similar, .notSimilar, .regex, .notRegex, .iregex,
      .notIregex:
      [.text]
    case .contains, .containedIn: [.json, .jsonb, .array]
    case .hasKey, .hasKeysAny, .hasKeysAll: [.json, .jsonb]
    case .spatialContains, .spatialCrosses, .spatialEquals, .spatial3DIntersects,
      .spatialOverlaps, .spatialTouches, .spatialWithin, .spatial3DDistanceWithin:
      [.geometry]
    case .spatialIntersects, .spatialDistanceWithin: [.geometry, .geography]
    case .rasterIntersects, .rasterIntersectsBandGeometry, .rasterIntersectsGeometryBand:
      [.raster]
    case .ancestor, .ancestorAny, .descendant, .descendantAny, .matches, .matchesAny,
      .matchesFulltext:
      [.ltree]
    }
  }
}
