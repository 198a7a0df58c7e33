\set lo random(1, 4900)
SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'email', email, 'ext_id', ext_id)), '[]')::text FROM (SELECT * FROM customers WHERE id >= :lo ORDER BY id LIMIT 100) AS c;
