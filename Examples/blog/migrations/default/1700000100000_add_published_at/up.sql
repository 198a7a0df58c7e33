ALTER TABLE article ADD COLUMN published_at text;
UPDATE article SET published_at = '2024-02-29' WHERE id < 3;
