/// A step of a database's schema, forwards and perhaps backwards.
package struct Migration: Sendable, Hashable {
  /// The number that orders migrations, usually a time in milliseconds.
  package var version: UInt64
  package var name: String
  /// The script that makes the step.
  package var up: RelativePath?
  /// The script that takes it back.
  package var down: RelativePath?

  /// The script in a direction.
  package func script(_ direction: Direction) -> RelativePath? {
    direction == .up ? up : down
  }

  /// Which way a step goes.
  package enum Direction: String, Sendable, Hashable {
    case up
    case down
  }
}
