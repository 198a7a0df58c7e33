\set id random(1, 5000)
UPDATE counters SET hits = hits + 1 WHERE id = :id RETURNING json_build_object('id', id, 'label', label)::text;
