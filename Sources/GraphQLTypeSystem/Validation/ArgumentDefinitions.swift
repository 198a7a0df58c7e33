import GraphQLLanguage
import OrderedCollections

/// The arguments that a field or directive takes.
typealias ArgumentDefinitions = OrderedDictionary<String, SchemaInputValue>
