/// Queries that together use every operator, relationship, aggregate and ordering of both databases.
let chinookQueries = [
  // Comparison operators.
  "{ artist(where: {artist_id: {_eq: 22}}) { artist_id name } }",
  "{ genre(where: {genre_id: {_neq: 3}}, order_by: {genre_id: asc}) { name } }",
  "{ track(where: {milliseconds: {_gt: 2900000}}, order_by: {track_id: asc}) { name bytes } }",
  "{ track(where: {milliseconds: {_lt: 8000}}, order_by: {track_id: asc}) { name unit_price } }",
  "{ invoice(where: {total: {_gte: 18.86}}, order_by: {invoice_id: asc}) { total } }",
  "{ invoice(where: {total: {_lte: 0.99}}, order_by: {invoice_id: asc}, limit: 4) { total } }",
  "{ customer(where: {country: {_in: [\"Chile\", \"India\"]}}, order_by: {customer_id: asc}) { email } }",
  "{ customer(where: {customer_id: {_nin: [1, 2, 3]}}, order_by: {customer_id: asc}) { last_name } }",
  "{ customer(where: {company: {_is_null: false}}, order_by: {customer_id: asc}) { company fax } }",
  "{ customer(where: {state: {_is_null: true}}, order_by: {customer_id: asc}) { country state } }",
  "{ artist(where: {name: {_like: \"A%\"}}, order_by: {artist_id: asc}) { name } }",
  "{ genre(where: {name: {_nlike: \"%o%\"}}, order_by: {genre_id: asc}) { name } }",
  "{ artist(where: {name: {_ilike: \"%the%\"}}, order_by: {artist_id: asc}) { name } }",
  "{ genre(where: {name: {_nilike: \"%R%\"}}, order_by: {genre_id: asc}) { name } }",
  // Connectives.
  "{ track(where: {_and: [{genre_id: {_eq: 1}}, {composer: {_is_null: true}}]}, order_by: {track_id: asc}, limit: 7) { name } }",
  "{ track(where: {_or: [{track_id: {_eq: 5}}, {track_id: {_eq: 9}}]}, order_by: {track_id: desc}) { name } }",
  "{ media_type(where: {_not: {name: {_like: \"%AAC%\"}}}, order_by: {media_type_id: asc}) { name } }",
  "{ album(where: {title: {_gt: \"X\"}, _not: {artist_id: {_lt: 10}}}, order_by: {album_id: asc}) { title } }",
  // Relationships, forward and back.
  "{ album(order_by: {album_id: asc}, limit: 5) { title artist { name } track_list(order_by: {track_id: asc}) { name } } }",
  "{ track(order_by: {track_id: asc}, limit: 5) { genre { name } media_type { name } album { artist { name } } } }",
  "{ employee(order_by: {employee_id: asc}) { last_name reports_to_row { last_name } employee_list(order_by: {employee_id: asc}) { last_name } } }",
  "{ customer(order_by: {customer_id: asc}, limit: 3) { support_rep { first_name } invoice_list(order_by: {invoice_id: asc}, limit: 2) { total } } }",
  "{ invoice(order_by: {invoice_id: asc}, limit: 3) { customer { email } invoice_line_list(order_by: {invoice_line_id: asc}) { quantity track { name } } } }",
  "{ playlist(order_by: {playlist_id: asc}, limit: 3) { name playlist_track_list(order_by: {track_id: asc}, limit: 3) { track { name } } } }",
  "{ playlist_track(order_by: [{playlist_id: desc}, {track_id: asc}], limit: 4) { playlist { name } } }",
  "{ genre(order_by: {genre_id: asc}, limit: 2) { track_list(order_by: {track_id: desc}, limit: 2, offset: 3) { track_id } } }",
  // Filters through relationships.
  "{ artist(where: {album_list: {track_list: {genre: {name: {_eq: \"Opera\"}}}}}, order_by: {artist_id: asc}) { name } }",
  "{ artist(where: {_not: {album_list: {}}}, order_by: {artist_id: asc}, limit: 5) { name } }",
  "{ customer(where: {support_rep: {reports_to_row: {first_name: {_eq: \"Nancy\"}}}}, order_by: {customer_id: asc}, limit: 6) { email } }",
  "{ album(where: {track_list_aggregate: {count: {predicate: {_gt: 25}}}}, order_by: {album_id: asc}) { title } }",
  // Orders.
  "{ customer(order_by: [{state: asc_nulls_first}, {customer_id: asc}], limit: 40) { state } }",
  "{ customer(order_by: [{state: desc_nulls_last}, {customer_id: desc}], limit: 40) { state } }",
  "{ customer(order_by: [{company: asc_nulls_last}, {customer_id: asc}]) { company } }",
  "{ customer(order_by: [{company: desc_nulls_first}, {customer_id: asc}]) { company } }",
  "{ album(order_by: [{artist: {name: desc}}, {title: asc}], limit: 10) { title artist { name } } }",
  "{ artist(order_by: [{album_list_aggregate: {count: desc}}, {artist_id: asc}], limit: 10) { name } }",
  "{ genre(order_by: [{track_list_aggregate: {max: {milliseconds: asc}}}, {genre_id: asc}]) { name } }",
  "{ employee(order_by: [{reports_to_row: {last_name: asc}}, {employee_id: desc}]) { last_name } }",
  // Windows and distinct rows.
  "{ track(distinct_on: genre_id, order_by: [{genre_id: asc}, {milliseconds: desc}, {track_id: asc}]) { genre_id name } }",
  "{ customer(distinct_on: [country, city], order_by: [{country: desc}, {city: asc}, {customer_id: asc}], offset: 5, limit: 8) { city } }",
  // Keys.
  "{ a: playlist_track_by_pk(playlist_id: 1, track_id: 3402) { track_id } b: album_by_pk(album_id: 100000) { title } }",
  // Aggregates.
  "{ track_aggregate { aggregate { count distinct: count(columns: composer, distinct: true) some: count(columns: composer) } } }",
  "{ track_aggregate(where: {genre_id: {_eq: 2}}) { aggregate { sum { milliseconds bytes unit_price } max { name milliseconds } min { name bytes } avg { milliseconds } } nodes { track_id } } }",
  "{ invoice_aggregate { aggregate { avg { total } sum { total } max { total billing_city } min { total } } } }",
  "{ artist(order_by: {artist_id: asc}, limit: 4) { album_list_aggregate { aggregate { count max { title } } nodes { album_id } } } }",
  "{ track_aggregate(limit: 10, order_by: {track_id: asc}) { aggregate { count sum { track_id } } } }",
  "{ genre_aggregate(where: {genre_id: {_gt: 1000}}) { aggregate { count sum { genre_id } max { name } } nodes { name } } }",
]
