/// The tables that tests read: authors, their articles and the articles' reviews.
enum Fixture {
  static let postgres = """
    CREATE TABLE author (
      id integer PRIMARY KEY, name text NOT NULL, age integer, active boolean,
      score double precision, balance numeric, seen bigint, info jsonb, born timestamp);
    CREATE TABLE article (
      id integer PRIMARY KEY, title text NOT NULL, author_id integer REFERENCES author,
      rating integer, published boolean);
    CREATE TABLE review (
      article_id integer NOT NULL REFERENCES article, stars integer NOT NULL, body text,
      PRIMARY KEY (article_id, stars));
    \(rows)
    """

  static let sqlite = """
    CREATE TABLE author (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, active BOOLEAN,
      score REAL, balance NUMERIC, seen BIGINT, info JSON, born TEXT);
    CREATE TABLE article (
      id INTEGER PRIMARY KEY, title TEXT NOT NULL, author_id INTEGER REFERENCES author,
      rating INTEGER, published BOOLEAN);
    CREATE TABLE review (
      article_id INTEGER NOT NULL REFERENCES article, stars INTEGER NOT NULL, body TEXT,
      PRIMARY KEY (article_id, stars));
    \(rows)
    """

  private static let rows = """
    INSERT INTO author VALUES
      (1, 'Ann', 30, true, 1.5, 10.25, 9007199254740993, '{"a": [1, {"b": "x"}], "k": null}',
        '2024-01-31T10:00:00.5'),
      (2, 'bob', NULL, false, 2.5, 20, 2, '["a", "z"]', NULL),
      (3, 'Cy "q" \\ ü', 50, NULL, 4, NULL, NULL, NULL, NULL);
    INSERT INTO article VALUES
      (10, 'alpha', 1, 5, false), (11, 'Beta', 1, 3, true), (12, 'gamma', 1, NULL, true),
      (13, 'delta', 2, 3, true), (14, 'orphan', NULL, 1, false);
    INSERT INTO review VALUES
      (10, 1, 'bad'), (10, 5, NULL), (11, 4, 'good'), (13, 2, 'so so');
    """
}
