CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, born DATE, settings JSON);
CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  author_id INTEGER NOT NULL REFERENCES author (id),
  published BOOLEAN NOT NULL DEFAULT 0,
  rating NUMERIC(4, 2)
);
INSERT INTO author VALUES
  (1, 'Ann', '1970-01-02', '{"theme": {"dark": true}, "langs": ["en", "fr"]}'),
  (2, 'Bob', NULL, NULL),
  (3, 'Cleo', '1999-12-31', '{"theme": {"dark": false}}');
INSERT INTO article VALUES
  (1, 'First', 1, 1, 4.5), (2, 'Second', 1, 0, NULL), (3, 'Third', 2, 1, 2.25),
  (4, 'Fourth', 1, 1, 3);
