// swift-tools-version: 6.2
import PackageDescription

let nio = "swift-nio"

let package = Package(
  name: "dovetail",
  products: [.executable(name: "dovetail", targets: ["dovetail"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Foundations: the GraphQL specification, JSON and SQL text. They know nothing of Dovetail.
    .target(
      name: "OrderedJSON",
      dependencies: [.product(name: "OrderedCollections", package: "swift-collections")]
    ),
    .target(name: "SQLText"),
    .target(name: "Meters"),
    .target(
      name: "Kriti",
      dependencies: [
        "OrderedJSON", .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .target(name: "GraphQLLanguage"),
    .target(
      name: "GraphQLTypeSystem",
      dependencies: [
        "GraphQLLanguage", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),

    // Spine: data and one protocol, no I/O.
    .target(
      name: "DovetailMetadata",
      dependencies: [
        "GraphQLLanguage", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .target(
      name: "DovetailCatalog",
      dependencies: [
        "DovetailMetadata", "GraphQLTypeSystem", "GraphQLLanguage", "Kriti", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .target(
      name: "DovetailPlan",
      dependencies: ["DovetailCatalog", "DovetailMetadata", "GraphQLLanguage", "OrderedJSON"]
    ),
    .target(
      name: "DovetailSource",
      dependencies: [
        "DovetailPlan", "DovetailCatalog", "DovetailMetadata", "Meters", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),

    .target(
      name: "DovetailWebhooks",
      dependencies: [
        "Kriti", "DovetailSource", "DovetailMetadata", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),

    // Stages: each sees the spine, never a source kind.
    .target(
      name: "DovetailSchema",
      dependencies: [
        "DovetailCatalog", "DovetailMetadata", "GraphQLTypeSystem", "GraphQLLanguage",
        "OrderedJSON", .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .target(
      name: "DovetailPlanner",
      dependencies: [
        "DovetailPlan", "DovetailSchema", "DovetailCatalog", "DovetailMetadata",
        "GraphQLTypeSystem", "GraphQLLanguage", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .target(
      name: "DovetailExecution",
      dependencies: [
        "DovetailSource", "DovetailPlan", "DovetailCatalog", "DovetailMetadata",
        "GraphQLLanguage", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .target(
      name: "DovetailEngine",
      dependencies: [
        "DovetailExecution", "DovetailPlanner", "DovetailSchema", "DovetailWebhooks",
        "DovetailSource", "DovetailPlan", "DovetailCatalog", "DovetailMetadata", "Kriti",
        "GraphQLTypeSystem", "GraphQLLanguage", "Meters", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
        .product(name: "Logging", package: "swift-log"),
      ]
    ),
    .target(
      name: "DovetailAuth",
      dependencies: ["DovetailMetadata", "OrderedJSON"]
    ),
    .target(
      name: "DovetailServer",
      dependencies: [
        "DovetailEngine", "DovetailAuth", "DovetailSource", "DovetailMetadata", "Meters",
        "OrderedJSON",
        .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
        .product(name: "NIOHTTP1", package: nio),
        "CZlib", .product(name: "OrderedCollections", package: "swift-collections"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]
    ),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Source kinds: one folder each, behind the protocol of DovetailSource.
    .target(
      name: "DovetailSQL",
      dependencies: [
        "SQLText", "DovetailSource", "DovetailPlan", "DovetailCatalog", "DovetailMetadata",
        "OrderedJSON", .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .systemLibrary(
      name: "CPostgres",
      pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"])]
    ),
    .systemLibrary(
      name: "CSQLite",
      pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]
    ),
    .target(
      name: "DovetailPostgres",
      dependencies: [
        "CPostgres", "DovetailSQL", "SQLText", "DovetailSource", "DovetailPlan",
        "DovetailCatalog", "DovetailMetadata", "Meters", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .target(
      name: "DovetailSQLite",
      dependencies: [
        "CSQLite", "DovetailSQL", "SQLText", "DovetailSource", "DovetailPlan", "DovetailCatalog",
        "DovetailMetadata", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .target(
      name: "DovetailRemoteGraphQL",
      dependencies: [
        "DovetailSource", "DovetailPlan", "DovetailCatalog", "DovetailMetadata",
        "GraphQLTypeSystem", "GraphQLLanguage", "Meters", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: nio), .product(name: "NIOHTTP1", package: nio),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]
    ),

    .target(
      name: "DovetailActions",
      dependencies: [
        "DovetailWebhooks", "DovetailSource", "DovetailPlan", "DovetailCatalog",
        "DovetailMetadata", "GraphQLLanguage", "Kriti", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),

    // Projects: metadata and migrations as files under version control, and the commands for them.
    .target(
      name: "DovetailProject",
      dependencies: [
        "DovetailMetadata", "GraphQLLanguage", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"), "Yams",
      ]
    ),
    .target(
      name: "DovetailCommands",
      dependencies: [
        "DovetailProject", "DovetailServer", "DovetailMetadata", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: nio), .product(name: "NIOHTTP1", package: nio),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]
    ),

    // The demo: a shop, a billing service, and an engine that joins them.
    .target(
      name: "DovetailDemo",
      dependencies: [
        "DovetailServer", "DovetailAuth", "DovetailEngine", "DovetailExecution", "DovetailSource",
        "DovetailPlan", "DovetailMetadata", "GraphQLTypeSystem", "GraphQLLanguage", "OrderedJSON",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
        .product(name: "NIOHTTP1", package: nio),
        .product(name: "OrderedCollections", package: "swift-collections"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]
    ),

    // The program: flags, environment, wiring.
    .executableTarget(
      name: "dovetail",
      dependencies: [
        "DovetailDemo", "DovetailCommands", "DovetailProject", "DovetailServer", "DovetailAuth",
        "DovetailEngine", "DovetailSource", "DovetailCatalog", "DovetailMetadata",
        "DovetailPostgres", "DovetailSQLite", "DovetailRemoteGraphQL", "DovetailActions",
        "GraphQLLanguage", "GraphQLTypeSystem", "OrderedJSON",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
        .product(name: "OrderedCollections", package: "swift-collections"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]
    ),

    // Tests: a target each, mirroring the sources, and what several of them begin with.
    .target(
      name: "SampleFacts",
      dependencies: ["DovetailCatalog", "DovetailMetadata"],
      path: "Tests/SampleFacts"
    ),
    .target(name: "SeededRandom", path: "Tests/SeededRandom"),
    .testTarget(
      name: "KritiTests",
      dependencies: [
        "Kriti", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailWebhooksTests",
      dependencies: [
        "DovetailWebhooks", "DovetailSource", "DovetailMetadata", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailAuthTests",
      dependencies: [
        "DovetailAuth", "DovetailMetadata",
      ]
    ),
    .testTarget(
      name: "DovetailCatalogTests",
      dependencies: [
        "SeededRandom",
        "DovetailCatalog", "DovetailMetadata", "GraphQLLanguage", "GraphQLTypeSystem",
        "OrderedJSON", "SampleFacts",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailDemoTests",
      dependencies: [
        "DovetailDemo", "DovetailEngine", "DovetailMetadata", "DovetailRemoteGraphQL",
        "DovetailServer", "DovetailSQLite", "DovetailSource", "OrderedJSON",
        .product(name: "NIOCore", package: nio), .product(name: "NIOEmbedded", package: nio),
        .product(name: "NIOHTTP1", package: nio), .product(name: "NIOPosix", package: nio),
      ]
    ),
    .testTarget(
      name: "DovetailEngineTests",
      dependencies: [
        "SeededRandom",
        "DovetailActions", "DovetailCatalog", "DovetailEngine", "DovetailExecution",
        "DovetailMetadata", "DovetailPlan",
        "DovetailPlanner", "DovetailPostgres", "DovetailSQLite", "DovetailSource",
        "GraphQLLanguage", "GraphQLTypeSystem", "Meters", "OrderedJSON",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      exclude: ["GrownSchema/Fixtures"]
    ),
    .testTarget(
      name: "RemoteJoinTests",
      dependencies: [
        "SeededRandom",
        "DovetailActions", "DovetailCatalog", "DovetailDemo", "DovetailEngine", "DovetailMetadata",
        "DovetailPlan", "DovetailPostgres", "DovetailRemoteGraphQL", "DovetailSQLite",
        "DovetailSource", "GraphQLLanguage", "GraphQLTypeSystem", "Meters", "OrderedJSON",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: nio), .product(name: "NIOHTTP1", package: nio),
        .product(name: "NIOPosix", package: nio),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailExecutionTests",
      dependencies: [
        "SeededRandom",
        "DovetailCatalog", "DovetailExecution", "DovetailMetadata", "DovetailPlan",
        "DovetailSource", "GraphQLLanguage", "OrderedJSON",
      ]
    ),
    .testTarget(
      name: "DovetailMetadataTests",
      dependencies: [
        "DovetailMetadata", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailPlannerTests",
      dependencies: [
        "DovetailCatalog", "DovetailMetadata", "DovetailPlan", "DovetailPlanner",
        "DovetailSchema", "GraphQLLanguage", "GraphQLTypeSystem", "OrderedJSON", "SampleFacts",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailPostgresTests",
      dependencies: [
        "DovetailCatalog", "DovetailMetadata", "DovetailPlan", "DovetailPostgres",
        "DovetailSource", "OrderedJSON",
      ]
    ),
    .testTarget(
      name: "DovetailProjectTests",
      dependencies: [
        "DovetailCommands", "DovetailMetadata", "DovetailProject", "DovetailServer", "OrderedJSON",
        .product(name: "NIOCore", package: nio), .product(name: "NIOHTTP1", package: nio),
        .product(name: "NIOPosix", package: nio),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailRemoteGraphQLTests",
      dependencies: [
        "DovetailCatalog", "DovetailMetadata", "DovetailPlan", "DovetailRemoteGraphQL",
        "DovetailSource", "GraphQLLanguage", "OrderedJSON",
        .product(name: "NIOCore", package: nio), .product(name: "NIOHTTP1", package: nio),
        .product(name: "NIOPosix", package: nio),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailSQLTests",
      dependencies: [
        "CPostgres", "CSQLite", "DovetailCatalog", "DovetailMetadata", "DovetailPlan",
        "DovetailSQL", "DovetailSource", "OrderedJSON",
      ]
    ),
    .testTarget(
      name: "DovetailSQLiteTests",
      dependencies: [
        "DovetailCatalog", "DovetailMetadata", "DovetailPlan", "DovetailSQL", "DovetailSQLite",
        "DovetailSource", "OrderedJSON",
      ]
    ),
    .testTarget(
      name: "DovetailSchemaTests",
      dependencies: [
        "DovetailCatalog", "DovetailMetadata", "DovetailSchema", "GraphQLLanguage",
        "GraphQLTypeSystem", "OrderedJSON", "SampleFacts",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "DovetailServerTests",
      dependencies: [
        "CZlib", "DovetailAuth", "DovetailMetadata", "DovetailServer", "Meters", "OrderedJSON",
        .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: nio),
        .product(name: "NIOPosix", package: nio),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]
    ),
    .testTarget(
      name: "GoldenTests",
      dependencies: [
        "DovetailEngine", "DovetailMetadata", "DovetailSQLite", "DovetailSource", "OrderedJSON",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      exclude: ["Cases"]
    ),
    .testTarget(
      name: "GraphQLLanguageTests",
      dependencies: [
        "SeededRandom",
        "GraphQLLanguage",
      ]
    ),
    .testTarget(
      name: "GraphQLTypeSystemTests",
      dependencies: [
        "GraphQLLanguage", "GraphQLTypeSystem", "OrderedJSON",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      exclude: ["Corpus"]
    ),
    .testTarget(
      name: "MetersTests",
      dependencies: [
        "Meters"
      ]
    ),
    .testTarget(
      name: "OrderedJSONTests",
      dependencies: [
        "SeededRandom",
        "OrderedJSON",
      ]
    ),
    .testTarget(
      name: "SQLTextTests",
      dependencies: [
        "SQLText"
      ]
    ),
  ],
  swiftLanguageModes: [.v6]
)

// One place for what holds for every target of ours.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ]
}
