import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// What a column's comparison input compares.
  func comparisonSubject(of column: Column, _ view: TableView) -> ComparisonSubject {
    guard let table = column.enumTable else { return comparisonSubject(of: column.type, view) }
    let id = TableID(source: view.source.name, table: table)
    return ComparisonSubject(
      scalar: typeName(.enumTable(id)),
      category: .enumeration,
      isArray: false,
      enumTable: id,
      convention: view.source.convention,
      infix: ""
    )
  }

  func comparisonSubject(of type: ColumnType, _ view: TableView) -> ComparisonSubject {
    let scalar = arrayScalar(of: type)
    return ComparisonSubject(
      scalar: scalar ?? type.elementType?.graphQLName ?? type.graphQLName,
      category: type.category,
      isArray: type.elementType != nil && scalar == nil,
      enumTable: nil,
      convention: view.source.convention,
      infix: infix(of: view.source)
    )
  }

  func scalarSubject(
    _ scalar: String,
    _ category: ColumnType.Category,
    _ view: TableView
  ) -> ComparisonSubject {
    ComparisonSubject(
      scalar: scalar,
      category: category,
      isArray: false,
      enumTable: nil,
      convention: view.source.convention,
      infix: infix(of: view.source)
    )
  }

  /// Kinds of sources with fewer operators than PostgreSQL have comparison types of their own.
  private func infix(of source: SourceCatalog) -> String {
    source.comparisons.contains(.similar) ? "" : uppercasedFirst(source.kind)
  }

  func comparisonTypeName(_ subject: ComparisonSubject) -> String {
    var words: [String] = subject.isArray ? ["array"] : []
    if !subject.infix.isEmpty { words.append(subject.infix) }
    return subject.convention.typeName(subject.scalar, words + ["comparison", "exp"])
  }

  /// `Int_comparison_exp` and its like (contract 03 §6).
  func makeComparisonType(_ subject: ComparisonSubject) -> SchemaType {
    let value = comparedType(subject)
    var fields: OrderedDictionary<String, SchemaInputValue> = [:]
    func add(
      _ name: String,
      _ type: TypeReference,
      _ meaning: InputMeaning,
      _ description: String? = nil
    ) {
      let spelled = subject.convention.operatorName(name)
      fields[spelled] = SchemaInputValue(
        name: spelled,
        description: description,
        type: type,
        attachment: meaning
      )
    }
    for comparison in operators(of: subject) {
      add(
        comparison.rawValue,
        operandType(of: comparison, value, subject),
        .comparison(comparison),
        operatorDescriptions[comparison]
      )
    }
    add("_is_null", .named(Name("Boolean")), .isNull)
    if hasCast(subject) {
      add("_cast", reference(.cast(subject)), .cast)
    }
    return SchemaType(
      name: comparisonTypeName(subject),
      description: "Boolean expression to compare columns of type \"\(subject.scalar)\". "
        + "All fields are combined with logical 'AND'.",
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  private func comparedType(_ subject: ComparisonSubject) -> TypeReference {
    let scalar =
      subject.enumTable.map { reference(.enumTable($0)) } ?? reference(.scalar(subject.scalar))
    return subject.isArray ? .list(.nonNull(scalar)) : scalar
  }

  private func operators(of subject: ComparisonSubject) -> [ComparisonOperator] {
    var operators: [ComparisonOperator] = [.equal, .notEqual, .in, .notIn]
    if subject.enumTable == nil, subject.category != .raster {
      operators += [.greater, .less, .greaterOrEqual, .lessOrEqual]
    }
    switch subject.category {
    case .text:
      operators += [
        .like, .notLike, .ilike, .notIlike, .similar, .notSimilar, .regex, .notRegex, .iregex,
        .notIregex,
      ]
    case .jsonb:
      operators += [.contains, .containedIn, .hasKey, .hasKeysAny, .hasKeysAll]
    case .array:
      operators += [.contains, .containedIn]
    case .geometry:
      operators += [
        .spatialContains, .spatialCrosses, .spatialEquals, .spatialIntersects,
        .spatial3DIntersects, .spatialOverlaps, .spatialTouches, .spatialWithin,
        .spatialDistanceWithin, .spatial3DDistanceWithin,
      ]
    case .geography:
      operators += [.spatialIntersects, .spatialDistanceWithin]
    case .raster:
      operators += [
        .rasterIntersects, .rasterIntersectsBandGeometry, .rasterIntersectsGeometryBand,
      ]
    case .ltree:
      operators += [
        .ancestor, .ancestorAny, .descendant, .descendantAny, .matches, .matchesAny,
        .matchesFulltext,
      ]
    default:
      break
    }
    return operators.filter { isOffered($0, subject) }
  }

  private func isOffered(_ comparison: ComparisonOperator, _ subject: ComparisonSubject) -> Bool {
    guard !subject.infix.isEmpty else { return true }
    return catalog.sources.values.contains {
      uppercasedFirst($0.kind) == subject.infix && $0.comparisons.contains(comparison)
    }
  }

  private func operandType(
    of comparison: ComparisonOperator,
    _ value: TypeReference,
    _ subject: ComparisonSubject
  ) -> TypeReference {
    let string = TypeReference.named(Name("String"))
    switch comparison {
    case .in, .notIn: return .list(.nonNull(value))
    case .hasKey: return string
    case .hasKeysAny, .hasKeysAll: return .list(.nonNull(string))
    case .ancestorAny, .descendantAny: return .list(.nonNull(value))
    case .matches: return reference(.scalar("lquery"))
    case .matchesAny: return .list(.nonNull(reference(.scalar("lquery"))))
    case .matchesFulltext: return reference(.scalar("ltxtquery"))
    case .spatialDistanceWithin, .spatial3DDistanceWithin:
      return reference(
        .spatialDistance(isGeography: subject.category == .geography, subject.convention)
      )
    case .rasterIntersectsBandGeometry:
      return reference(.rasterBandGeometry(bandFirst: true, subject.convention))
    case .rasterIntersectsGeometryBand:
      return reference(.rasterBandGeometry(bandFirst: false, subject.convention))
    default: return value
    }
  }

  private func hasCast(_ subject: ComparisonSubject) -> Bool {
    guard subject.infix.isEmpty else { return false }
    return switch subject.category {
    case .jsonb, .geometry, .geography: true
    default: false
    }
  }

  /// `jsonb_cast_exp {String}`, `geometry_cast_exp {geography}`, `geography_cast_exp {geometry}`.
  func makeCastType(_ subject: ComparisonSubject) -> SchemaType {
    var target = subject
    switch subject.category {
    case .geometry:
      target.scalar = "geography"
      target.category = .geography
    case .geography:
      target.scalar = "geometry"
      target.category = .geometry
    default:
      target.scalar = "String"
      target.category = .text
    }
    return SchemaType(
      name: typeName(.cast(subject)),
      kind: .inputObject(
        fields: [
          target.scalar: SchemaInputValue(
            name: target.scalar,
            type: reference(.comparison(target)),
            attachment: target.category
          )
        ],
        isOneOf: false
      )
    )
  }

  func makeSpatialDistanceType(
    isGeography: Bool,
    _ convention: NamingConvention
  ) -> SchemaType {
    let from = reference(.scalar(isGeography ? "geography" : "geometry"))
    var fields: OrderedDictionary<String, SchemaInputValue> = [
      "distance": SchemaInputValue(name: "distance", type: .nonNull(.named(Name("Float")))),
      "from": SchemaInputValue(name: "from", type: .nonNull(from)),
    ]
    if isGeography {
      let name = convention.fieldName("use_spheroid")
      fields[name] = SchemaInputValue(
        name: name,
        type: .named(Name("Boolean")),
        defaultValue: .boolean(true)
      )
    }
    return SchemaType(
      name: typeName(.spatialDistance(isGeography: isGeography, convention)),
      kind: .inputObject(fields: fields, isOneOf: false)
    )
  }

  func makeRasterType(bandFirst: Bool, _ convention: NamingConvention) -> SchemaType {
    let int = TypeReference.named(Name("Int"))
    return SchemaType(
      name: typeName(.rasterBandGeometry(bandFirst: bandFirst, convention)),
      kind: .inputObject(
        fields: [
          "geommin": SchemaInputValue(
            name: "geommin",
            type: .nonNull(reference(.scalar("geometry")))
          ),
          "nband": SchemaInputValue(name: "nband", type: bandFirst ? .nonNull(int) : int),
        ],
        isOneOf: false
      )
    )
  }
}

/// What introspection says of operators that are not self-explaining.
private let operatorDescriptions: [ComparisonOperator: String] = [
  .like: "does the column match the given pattern",
  .notLike: "does the column NOT match the given pattern",
  .ilike: "does the column match the given case-insensitive pattern",
  .notIlike: "does the column NOT match the given case-insensitive pattern",
  .similar: "does the column match the given SQL regular expression",
  .notSimilar: "does the column NOT match the given SQL regular expression",
  .regex: "does the column match the given POSIX regular expression, case sensitive",
  .notRegex: "does the column NOT match the given POSIX regular expression, case sensitive",
  .iregex: "does the column match the given POSIX regular expression, case insensitive",
  .notIregex: "does the column NOT match the given POSIX regular expression, case insensitive",
  .contains: "does the column contain the given value at the top level",
  .containedIn: "is the column contained in the given value",
  .hasKey: "does the string exist as a top-level key in the column",
  .hasKeysAny: "do any of these strings exist as top-level keys in the column",
  .hasKeysAll: "do all of these strings exist as top-level keys in the column",
]
