import ArgumentParser

import Logging
import NIOPosix
import ServiceLifecycle
@main struct M { static func main() { print("x") } }
