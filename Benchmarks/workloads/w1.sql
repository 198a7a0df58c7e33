\set id random(1, 5000)
SELECT json_build_object('id', id, 'name', name, 'email', email, 'country', country, 'city', city, 'tier', tier, 'balance', balance, 'created_at', created_at)::text FROM customers WHERE id = :id;
