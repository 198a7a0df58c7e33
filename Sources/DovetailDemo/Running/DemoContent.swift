import OrderedJSON

/// What the demo is about: the metadata that joins the shop with its billing, and the query.
///
/// `Examples/shop` has the same as files.
package enum DemoContent {
  /// The name of the shop's source.
  static let source = "shop"
  /// The name of the billing service's remote schema.
  static let remoteSchema = "billing"
  /// The variable of the environment that has the path of the database.
  package static let databaseVariable = "SHOP_DATABASE"
  /// The variable of the environment that has the URL of the billing service.
  package static let billingVariable = "BILLING_URL"

  /// Customers and orders from the database, billing from the service.
  package static let query = """
    query CustomersOfLisbon {
      customers(where: {city: {_eq: "Lisbon"}}, order_by: {id: asc}, limit: 3) {
        name
        email
        orders(order_by: {placed_at: desc}, limit: 2) {
          placed_at
          status
          total_cents
          items(order_by: {id: asc}) {
            quantity
            product {
              title
            }
          }
        }
        billing {
          balance
          currency
          delinquent
          openInvoices: invoices(status: OPEN, last: 2) {
            number
            total
            dueDate
          }
        }
      }
    }

    """

  /// The metadata as a user would write it.
  package static let metadata = """
    {
      "version": 3,
      "sources": [
        {
          "name": "shop",
          "kind": "sqlite",
          "configuration": {
            "connection_info": {
              "database": {"from_env": "SHOP_DATABASE"}
            }
          },
          "tables": [
            {
              "table": "customers",
              "array_relationships": [
                {
                  "name": "orders",
                  "using": {
                    "foreign_key_constraint_on": {"table": "orders", "column": "customer_id"}
                  }
                }
              ],
              "remote_relationships": [
                {
                  "name": "billing",
                  "definition": {
                    "to_remote_schema": {
                      "remote_schema": "billing",
                      "lhs_fields": ["stripe_customer_id"],
                      "remote_field": {
                        "customers": {"arguments": {"ids": "$stripe_customer_id"}}
                      },
                      "batch": {"argument": "ids", "key": "id"}
                    }
                  }
                }
              ],
              "select_permissions": [
                {
                  "role": "customer",
                  "permission": {
                    "columns": ["id", "stripe_customer_id", "name", "email", "city"],
                    "filter": {"id": {"_eq": "X-Hasura-Customer-Id"}}
                  }
                }
              ]
            },
            {
              "table": "products",
              "array_relationships": [
                {
                  "name": "order_items",
                  "using": {
                    "foreign_key_constraint_on": {"table": "order_items", "column": "product_id"}
                  }
                }
              ],
              "select_permissions": [
                {"role": "customer", "permission": {"columns": "*", "filter": {}}}
              ]
            },
            {
              "table": "orders",
              "object_relationships": [
                {"name": "customer", "using": {"foreign_key_constraint_on": "customer_id"}}
              ],
              "array_relationships": [
                {
                  "name": "items",
                  "using": {
                    "foreign_key_constraint_on": {"table": "order_items", "column": "order_id"}
                  }
                }
              ],
              "select_permissions": [
                {
                  "role": "customer",
                  "permission": {
                    "columns": ["id", "placed_at", "status", "total_cents"],
                    "filter": {"customer_id": {"_eq": "X-Hasura-Customer-Id"}}
                  }
                }
              ]
            },
            {
              "table": "order_items",
              "object_relationships": [
                {"name": "order", "using": {"foreign_key_constraint_on": "order_id"}},
                {"name": "product", "using": {"foreign_key_constraint_on": "product_id"}}
              ],
              "select_permissions": [
                {
                  "role": "customer",
                  "permission": {
                    "columns": ["id", "quantity", "unit_price_cents"],
                    "filter": {"order": {"customer_id": {"_eq": "X-Hasura-Customer-Id"}}}
                  }
                }
              ]
            }
          ]
        }
      ],
      "remote_schemas": [
        {
          "name": "billing",
          "definition": {
            "url_from_env": "BILLING_URL",
            "timeout_seconds": 10,
            "customization": {"root_fields_namespace": "billing"}
          }
        }
      ]
    }

    """

  /// The metadata, parsed.
  static func metadataDocument() throws(DemoError) -> JSONValue {
    do {
      return try JSONValue(parsing: metadata)
    } catch {
      throw DemoError("the metadata of the demo is not JSON: \(error)")
    }
  }
}
