package import OrderedJSON

/// A field of a table that a function computes.
package struct ComputedFieldMetadata: MetadataValue {
  package var name: ComputedFieldName
  package var definition: Definition
  package var comment: Comment

  /// The function and how it is called.
  package struct Definition: MetadataValue {
    package var function: FunctionName
    /// The argument that takes the row; nil for the first one.
    package var tableArgument: String?
    /// The argument that takes the session variables as JSON.
    package var sessionArgument: String?

    package init(
      function: FunctionName,
      tableArgument: String? = nil,
      sessionArgument: String? = nil
    ) {
      self.function = function
      self.tableArgument = tableArgument
      self.sessionArgument = sessionArgument
    }

    package init(_ reader: ValueReader) throws(MetadataError) {
      let object = try reader.object(of: "ComputedFieldDefinition")
      self.init(
        function: try object.required("function"),
        tableArgument: try object.optional("table_argument"),
        sessionArgument: try object.optional("session_argument")
      )
      object.reportUnknownKeys()
    }

    package var json: JSONValue {
      var writer = ObjectWriter()
      writer.write("function", function)
      writer.write(ifPresent: "session_argument", sessionArgument)
      writer.write(ifPresent: "table_argument", tableArgument)
      return writer.json
    }
  }

  package init(name: ComputedFieldName, definition: Definition, comment: Comment = .automatic) {
    self.name = name
    self.definition = definition
    self.comment = comment
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "ComputedFieldMetadata")
    self.init(
      name: try object.required("name"),
      definition: try object.required("definition"),
      comment: try object.comment()
    )
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    var writer = ObjectWriter()
    writer.write("name", name)
    writer.write("definition", definition)
    writer.write(comment: comment)
    return writer.json
  }
}
