import DovetailMetadata
import DovetailSource
import OrderedCollections
package import OrderedJSON

extension Engine {
  /// Answers `/v1alpha1/pg_dump`: `{"source": …, "opts": […], "clean_output": …}`.
  package func dump(_ body: JSONValue) async throws(EngineError) -> [UInt8] {
    let name: SourceName
    let request: DumpRequest
    do {
      let object = try ValueReader(body).object(of: "PGDumpReqBody")
      name = try object.optional("source", default: .default)
      request = DumpRequest(
        options: try object.required("opts"),
        isCleaned: try object.optional("clean_output", default: false)
      )
    } catch {
      throw EngineError(error)
    }
    guard let source = snapshot.upstreams.sources[name]?.source else {
      throw EngineError(
        code: "not-exists",
        message: "source with name \"\(name)\" does not exist",
        path: "$.source"
      )
    }
    do {
      return try await source.dump(request)
    } catch {
      throw EngineError(error)
    }
  }
}
