ALTER TABLE article DROP COLUMN published_at;
