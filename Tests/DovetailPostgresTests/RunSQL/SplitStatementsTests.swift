import DovetailPostgres
import Testing

@Suite("Splitting of scripts")
struct SplitStatementsTests {
  @Test(
    "Statements end at semicolons, but not at those inside of something",
    arguments: [
      ("", []), (" ; ;; ", []), ("-- only a comment", []), ("/* ; */", []),
      ("select 1; select 2", ["select 1", "select 2"]),
      ("select ';' ; select ''';'", ["select ';'", "select ''';'"]),
      (#"select E'\';' ; select '\'; select 3"#, [#"select E'\';'"#, #"select '\'"#, "select 3"]),
      (#"select ";""" ; select 2"#, [#"select ";""""#, "select 2"]),
      ("select $$;$$; select $a$;$$;$a$", ["select $$;$$", "select $a$;$$;$a$"]),
      ("select $1; select a$b$c; x", ["select $1", "select a$b$c", "x"]),
      ("a -- ;\n; b", ["a -- ;", "b"]), ("a /* ; /* ; */ ; */ ; b", ["a /* ; /* ; */ ; */", "b"]),
      (
        "create rule r as on insert to t do (delete from a; delete from b); x",
        ["create rule r as on insert to t do (delete from a; delete from b)", "x"]
      ),
      (
        "create function f() begin atomic select case when a then 1 end; select 2; end; x",
        [
          "create function f() begin atomic select case when a then 1 end; select 2; end",
          "x",
        ]
      ),
      ("begin; select 1; end; x", ["begin", "select 1", "end", "x"]),
      ("select 'open; x", ["select 'open; x"]), ("select $$open; x", ["select $$open; x"]),
      ("sélect 1; ü", ["sélect 1", "ü"]),
    ] as [(String, [String])]
  )
  func split(script: String, expected: [String]) {
    #expect(splitStatements(script) == expected)
  }
}
