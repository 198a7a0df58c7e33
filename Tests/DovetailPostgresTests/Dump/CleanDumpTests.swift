import DovetailPostgres
import Testing

@Suite("Cleaning dumps")
struct CleanDumpTests {
  @Test("Comments, blank lines, settings and what every database has are left out")
  func noise() {
    let text = """
      --
      -- PostgreSQL database dump
      --

      \\restrict abc
      SET statement_timeout = 0;
      SET client_encoding = 'UTF8';
      SELECT pg_catalog.set_config('search_path', '', false);
      CREATE SCHEMA public;
      COMMENT ON SCHEMA public IS 'standard public schema';
      SET default_tablespace = '';
      CREATE TABLE public.a (
          id integer
      );

      CREATE TRIGGER "notify_hasura_t_INSERT" AFTER INSERT ON public.a FOR EACH ROW EXECUTE FUNCTION x();
      SET search_path = mine;
      \\unrestrict abc

      """
    #expect(
      cleanDump(text) == """
        CREATE TABLE public.a (
            id integer
        );
        SET search_path = mine;

        """
    )
  }

  @Test(
    "Strings, bodies of functions and data stay as they are",
    arguments: [
      "CREATE FUNCTION f() RETURNS text LANGUAGE sql\n    AS $_$\n-- why\n\nSELECT '$1'\n$_$;\n",
      "INSERT INTO t VALUES ('one\n-- two\n\nthree');\n",
      "COPY public.t (a) FROM stdin;\n-- data\n\n'\n\\.\n",
      "CREATE TABLE \"odd\n-- name\" (id integer);\n",
    ]
  )
  func kept(text: String) {
    #expect(cleanDump(text + "\n-- after\n") == text)
  }
}
