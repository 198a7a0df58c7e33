/// Scalars that custom types may name although no source that is connected tells of them, so that
/// actions work while a database is down.
let databaseScalars: Set<String> = [
  "bigint", "bit", "bpchar", "bytea", "cidr", "citext", "date", "float8", "geography", "geometry",
  "inet", "interval", "json", "jsonb", "lquery", "ltree", "ltxtquery", "macaddr", "money",
  "name", "numeric", "oid", "point", "raster", "smallint", "time", "timestamp", "timestamptz",
  "timetz", "tsquery", "tsvector", "uuid", "varbit", "xml",
]
