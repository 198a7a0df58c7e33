import DovetailMetadata
import DovetailProject
import OrderedJSON
import Testing

@Suite("Differences")
struct DifferenceTests {
  @Test("Texts are compared line by line, with context")
  func texts() {
    #expect(unifiedDiff("a\nb\n", "a\nb\n") == "")
    #expect(unifiedDiff("a\nb\nc\n", "a\nx\nc\n") == "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n")
    #expect(unifiedDiff("", "a\n") == "@@ -0,0 +1 @@\n+a\n")
    #expect(unifiedDiff("a\n", "") == "@@ -1 +0,0 @@\n-a\n")
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("2\n3\n", with: "2\nnew\n3\n").replacing("18\n", with: "")
    #expect(
      unifiedDiff(old, new, context: 1)
        == "@@ -2,2 +2,3 @@\n 2\n+new\n 3\n@@ -17,3 +18,2 @@\n 17\n-18\n 19\n"
    )
  }

  private let base: JSONValue = [
    "version": 3,
    "sources": [
      [
        "name": "default", "kind": "postgres",
        "tables": [
          ["table": ["name": "a", "schema": "public"]],
          ["table": ["name": "b", "schema": "public"]],
        ],
        "configuration": ["connection_info": ["database_url": "x", "isolation_level": "y"]],
      ]
    ],
  ]

  @Test("The order of tables and keys makes no difference")
  func order() throws {
    let reordered: JSONValue = [
      "sources": [
        [
          "configuration": ["connection_info": ["isolation_level": "y", "database_url": "x"]],
          "tables": [
            ["table": "b"], ["table": ["schema": "public", "name": "a"], "is_enum": false],
          ],
          "kind": "postgres", "name": "default",
        ]
      ], "version": 3,
    ]
    #expect(
      MetadataDifference(engine: try Metadata(json: base), project: try Metadata(json: reordered))
        .isEmpty
    )
  }

  @Test("Changes are shown in the files that they belong to")
  func changes() throws {
    var changed = base
    changed = [
      "version": 3,
      "sources": [
        [
          "name": "default", "kind": "postgres",
          "tables": [["table": ["name": "a", "schema": "public"], "is_enum": true]],
          "configuration": ["connection_info": ["database_url": "x", "isolation_level": "y"]],
        ]
      ],
    ]
    let text = MetadataDifference(
      engine: try Metadata(json: base),
      project: try Metadata(json: changed)
    ).text
    #expect(
      text == """
        --- engine/databases/default/tables/public_a.yaml
        +++ project/databases/default/tables/public_a.yaml
        @@ -1,3 +1,4 @@
         table:
           name: a
           schema: public
        +is_enum: true
        --- engine/databases/default/tables/public_b.yaml
        +++ /dev/null
        @@ -1,3 +0,0 @@
        -table:
        -  name: b
        -  schema: public
        --- engine/databases/default/tables/tables.yaml
        +++ project/databases/default/tables/tables.yaml
        @@ -1,2 +1 @@
         - "!include public_a.yaml"
        -- "!include public_b.yaml"

        """
    )
  }
}
