-- 5,000 customers with 10 orders each; customers.ext_id is the key into the remote "profiles".
CREATE TABLE customers (
  id integer PRIMARY KEY,
  ext_id integer NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  country text NOT NULL,
  city text,
  tier integer NOT NULL,
  active boolean NOT NULL,
  balance numeric(12, 2) NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE orders (
  id integer PRIMARY KEY,
  customer_id integer NOT NULL REFERENCES customers (id),
  status text NOT NULL,
  total numeric(12, 2) NOT NULL,
  placed_at timestamptz NOT NULL,
  note text
);
INSERT INTO customers
SELECT i, 100000 + i, 'Customer ' || i, 'customer' || i || '@example.test',
  (ARRAY['DE', 'FR', 'US', 'JP', 'BR'])[1 + i % 5], 'City "' || (i % 97) || '"', i % 4, i % 3 <> 0,
  (i * 37 % 100000)::numeric / 100, timestamptz '2024-01-01 00:00:00+00' + i * interval '1 hour'
FROM generate_series(1, 5000) AS i;
INSERT INTO orders
SELECT i, 1 + (i - 1) / 10, (ARRAY['new', 'paid', 'sent', 'done'])[1 + i % 4],
  (i * 53 % 50000)::numeric / 100, timestamptz '2025-01-01 00:00:00+00' + i * interval '1 minute',
  CASE WHEN i % 3 = 0 THEN 'note ' || i END
FROM generate_series(1, 50000) AS i;
CREATE INDEX orders_customer_id ON orders (customer_id);

-- What W5 to W7 write to.
CREATE TABLE batches (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text NOT NULL);
CREATE TABLE entries (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  batch_id bigint NOT NULL REFERENCES batches (id),
  sku text NOT NULL,
  amount numeric(12, 2) NOT NULL
);
CREATE TABLE counters (id integer PRIMARY KEY, label text NOT NULL, hits integer NOT NULL);
INSERT INTO counters SELECT i, 'counter ' || i, 0 FROM generate_series(1, 5000) AS i;
