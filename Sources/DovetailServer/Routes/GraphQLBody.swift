import OrderedCollections
import OrderedJSON

/// The body of a request that takes GraphQL: one request, or an array of them.
enum GraphQLBody: Sendable {
  /// One element of the body.
  enum Item: Sendable {
    case request(GraphQLRequest)
    /// A request that names its document by a hash, with or without its text.
    case persistedQuery(hasText: Bool)

    /// The document's text.
    var query: String? {
      if case .request(let request) = self { request.query } else { nil }
    }
  }

  case single(Item)
  case batch([Item])

  /// Parses a body.
  ///
  /// - Throws: `invalid-json` for what isn't JSON, `parse-failed` with the path to the offending
  ///   key for JSON of another shape.
  init(
    parsing bytes: [UInt8],
    schema: GraphQLRequest.Schema,
    maximumQueryLength: Int
  ) throws(APIError) {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw APIError(error)
    }
    let reader = ItemReader(schema: schema, maximumQueryLength: maximumQueryLength)
    if case .array(let elements) = json {
      var items: [Item] = []
      items.reserveCapacity(elements.count)
      for (index, element) in elements.enumerated() {
        items.append(try reader.read(element, path: "$[\(index)]"))
      }
      self = .batch(items)
    } else {
      self = .single(try reader.read(json, path: "$"))
    }
  }
}

/// Reads the elements of a body.
private struct ItemReader {
  let schema: GraphQLRequest.Schema
  let maximumQueryLength: Int

  func read(_ json: JSONValue, path: String) throws(APIError) -> GraphQLBody.Item {
    guard case .object(let members) = json else {
      throw mismatch(json, expected: "Object", path: path)
    }
    if case .object(let extensions)? = members["extensions"],
      extensions["persistedQuery"] != nil
    {
      return .persistedQuery(hasText: members["query"] != nil)
    }
    return .request(
      GraphQLRequest(
        query: try query(members["query"], path: path),
        operationName: try operationName(members["operationName"], path: path),
        variables: try variables(members["variables"], path: path),
        schema: schema
      )
    )
  }

  private func query(_ json: JSONValue?, path: String) throws(APIError) -> String {
    switch json {
    case .string(let text):
      guard text.utf8.count <= maximumQueryLength else {
        throw .tooLarge(
          "the GraphQL document",
          limit: maximumQueryLength,
          option: "--max-query-length"
        )
      }
      return text
    case nil:
      throw APIError(code: "parse-failed", message: "key \"query\" not found", path: path)
    case let other?: throw mismatch(other, expected: "String", path: "\(path).query")
    }
  }

  private func operationName(_ json: JSONValue?, path: String) throws(APIError) -> String? {
    switch json {
    case nil, .null: return nil
    case .string(let name): return name
    case let other?: throw mismatch(other, expected: "String", path: "\(path).operationName")
    }
  }

  private func variables(_ json: JSONValue?, path: String) throws(APIError) -> JSONObject {
    switch json {
    case nil, .null: return [:]
    case .object(let members): return members
    case let other?: throw mismatch(other, expected: "Object", path: "\(path).variables")
    }
  }

  private func mismatch(_ json: JSONValue, expected: String, path: String) -> APIError {
    let found =
      switch json {
      case .null: "Null"
      case .bool: "Boolean"
      case .number: "Number"
      case .string: "String"
      case .array: "Array"
      case .object: "Object"
      }
    return APIError(
      code: "parse-failed",
      message: "expected \(expected), but encountered \(found)",
      path: path
    )
  }
}
