\set lo random(1, 4900)
SELECT json_build_object('aggregate', json_build_object('count', count(*), 'sum', json_build_object('total', sum(total)), 'max', json_build_object('placed_at', max(placed_at))))::text FROM orders WHERE customer_id >= :lo AND status = 'paid' AND placed_at >= '2025-01-02T00:00:00Z';
