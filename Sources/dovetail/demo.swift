let demoHelp = ""
extension Dovetail { static func runDemo(_ a: [String], environment: [String: String]) async throws {} }
