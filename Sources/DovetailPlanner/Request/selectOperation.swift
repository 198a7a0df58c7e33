package import GraphQLLanguage

/// The operation that a request means (contract 01 §3).
package func selectOperation(
  named name: String?,
  in document: Document
) throws(PlannerError) -> OperationDefinition {
  let operations = document.operations
  guard let name else {
    guard operations.count == 1, let only = operations.first else {
      throw PlannerError(
        message: "exactly one operation has to be present in the document when operationName "
          + "is not specified"
      )
    }
    return only
  }
  guard operations.allSatisfy({ $0.name != nil }) else {
    throw PlannerError(
      message: "operationName cannot be used when an anonymous operation exists in the document"
    )
  }
  guard let operation = operations.first(where: { $0.name?.value == name }) else {
    throw PlannerError(message: "no such operation found in the document: \"\(name)\"")
  }
  return operation
}
