CREATE TABLE author (
  id integer PRIMARY KEY,
  name text NOT NULL UNIQUE
);

CREATE TABLE article (
  id integer PRIMARY KEY,
  title text NOT NULL,
  author_id integer NOT NULL REFERENCES author (id)
);

INSERT INTO author (id, name) VALUES (1, 'Ada'), (2, 'Grace');
INSERT INTO article (id, title, author_id)
VALUES (1, 'On engines', 1), (2, 'On compilers', 2), (3, 'On bugs', 2);
