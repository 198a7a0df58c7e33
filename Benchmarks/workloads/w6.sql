\set id random(1, 10000)
INSERT INTO counters (id, label, hits) VALUES (:id, 'again', 1) ON CONFLICT ON CONSTRAINT counters_pkey DO UPDATE SET label = excluded.label RETURNING json_build_object('id', id, 'label', label)::text;
