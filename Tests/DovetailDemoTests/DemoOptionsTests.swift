import DovetailDemo
import Testing

@Suite("The options of the demo")
struct DemoOptionsTests {
  @Test("Have defaults")
  func defaults() throws {
    let options = try DemoOptions(arguments: [])
    #expect(options == DemoOptions())
    #expect(options.port == 8080 && options.dataDirectory == nil && !options.endsAfterResult)
  }

  @Test("Are read with spaces or equals signs")
  func values() throws {
    let options = try DemoOptions(arguments: ["--port", "81", "--data-dir=a=b", "--once"])
    #expect(options.port == 81)
    #expect(options.dataDirectory == "a=b")
    #expect(options.endsAfterResult)
    #expect(try DemoOptions(arguments: ["-h"]).wantsHelp)
  }

  @Test(
    "Are refused with the reason",
    arguments: [
      (["--frob"], "unknown argument \"--frob\" of demo; see: dovetail demo --help"),
      (["serve"], "unknown argument \"serve\" of demo; see: dovetail demo --help"),
      (["--once=yes"], "unknown argument \"--once=yes\" of demo; see: dovetail demo --help"),
      (["--port"], "--port needs a value; see: dovetail demo --help"),
      (["--port", "99999"], "--port must be a number from 0 to 65535, not \"99999\""),
      (["--data-dir="], "--data-dir must not be empty"),
    ]
  )
  func refusals(arguments: [String], message: String) {
    #expect(throws: DemoError(message)) { try DemoOptions(arguments: arguments) }
  }
}
