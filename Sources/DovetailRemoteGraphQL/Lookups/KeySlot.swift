import DovetailPlan
import GraphQLLanguage

/// A part of the join key as a value of one type: a variable a key in what is sent.
struct KeySlot: Sendable, Hashable {
  var part: Int
  var type: TypeReference

  /// The distinct slots of arguments, in order of first use.
  static func slots(of steps: [RemoteLookup.Step]) -> [KeySlot] {
    var slots: [KeySlot] = []
    for step in steps {
      for argument in step.arguments { collect(argument.value, &slots) }
    }
    return slots
  }

  /// The distinct slots of a value, in order of first use.
  static func slots(of value: RemoteValue) -> [KeySlot] {
    var slots: [KeySlot] = []
    collect(value, &slots)
    return slots
  }

  private static func collect(_ value: RemoteValue, _ slots: inout [KeySlot]) {
    switch value {
    case .literal, .variable:
      break
    case .key(let part, let type):
      let slot = KeySlot(part: part, type: type)
      if !slots.contains(slot) { slots.append(slot) }
    case .list(let items):
      for item in items { collect(item, &slots) }
    case .object(let members):
      for member in members { collect(member.value, &slots) }
    }
  }
}
