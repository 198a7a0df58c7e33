SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'email', email, 'ext_id', ext_id)), '[]')::text FROM (SELECT * FROM customers ORDER BY id LIMIT 5000) AS c;
