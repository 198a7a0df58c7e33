package import DovetailMetadata
import OrderedCollections
package import OrderedJSON

/// What decides whether a database can run a native query: its SQL, and the columns that are read of it.
package struct NativeQueryShape: Sendable, Hashable {
  private var code: String
  private var arguments: OrderedDictionary<String, NativeQuery.Argument>
  private var fields: [LogicalModel.Field]

  package init(_ query: NativeQuery, _ model: LogicalModel) {
    code = query.code
    arguments = query.arguments
    fields = Array(model.fields.values)
  }
}

/// Why a database cannot run a native query.
package struct NativeQueryFailure: Sendable, Hashable {
  package var message: String
  /// The database's own report.
  package var detail: JSONValue?

  package init(message: String, detail: JSONValue?) {
    self.message = message
    self.detail = detail
  }
}
