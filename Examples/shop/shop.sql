CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  stripe_customer_id VARCHAR(64) UNIQUE,
  email VARCHAR(200) NOT NULL UNIQUE,
  name VARCHAR(100) NOT NULL,
  city VARCHAR(100) NOT NULL,
  country CHAR(2) NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX customers_city ON customers (city, created_at);

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  sku VARCHAR(16) NOT NULL UNIQUE,
  title VARCHAR(100) NOT NULL,
  category VARCHAR(32) NOT NULL,
  price_cents INTEGER NOT NULL CHECK (price_cents > 0),
  is_in_stock BOOLEAN NOT NULL
);
CREATE INDEX products_category ON products (category);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  placed_at TIMESTAMP NOT NULL,
  status VARCHAR(16) NOT NULL,
  total_cents INTEGER NOT NULL
);
CREATE INDEX orders_customer ON orders (customer_id, placed_at);

CREATE TABLE order_items (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price_cents INTEGER NOT NULL
);
CREATE INDEX order_items_order ON order_items (order_id);
CREATE INDEX order_items_product ON order_items (product_id);
