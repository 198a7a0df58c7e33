import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem

/// A remote schema of an SDL document.
func remoteCatalog(
  _ sdl: String,
  _ customization: RemoteSchemaCustomization? = nil
) throws -> RemoteSchemaCatalog {
  let (schema, _) = StaticTypeSchema.build(document: try Document(parsing: sdl))
  return try RemoteSchemaCatalog(name: "crm", schema: schema, customization: customization)
}

/// The error that making a remote schema throws; `nil` if it throws none.
func remoteError(_ body: () throws -> Void) -> RemoteSchemaError? {
  do {
    try body()
    return nil
  } catch {
    return error as? RemoteSchemaError
  }
}

/// A schema of messages and users, as a service might have it.
let messagesSDL = """
  type User { user_id: Int userMessages(whered: MessageWhere, includes: Include): [Message]
    gimmeText(text: String): String }
  interface Communication { id: Int! msg: String! }
  type Message implements Communication { id: Int! name: String! msg: String! errorMsg: String }
  input MessageWhere { id: IntCompare name: StringCompare }
  input IntCompare { eq: Int gt: Int lt: Int }
  input StringCompare { eq: String }
  input Include { id: [Int] name: [String] }
  input Tree { a: Int b: Int sub: Tree }
  enum MessageStatus { READ DELIVERED SENT }
  interface Name { firstName: String lastName: String }
  type Person implements Name { firstName: String lastName: String age: Int }
  type Photo { height: Int width: Int }
  union SearchResult = Photo | Person
  scalar timestamptz
  type Query {
    hello: String
    messages(where: MessageWhere, includes: Include): [Message]
    user(user_id: Int!): User
    users(user_ids: [Int]!): [User]
    message(id: Int!): Message
    person(ref: ID!): Person
    statuses(in: [MessageStatus!]): [Message!]!
    communications(id: Int = 3): [Communication]
    since(time: timestamptz, deep: [[Int!]!]): Int
    anything: SearchResult
    tree(of: Tree): Int
  }
  type Mutation { send(text: String!): Message }
  """
