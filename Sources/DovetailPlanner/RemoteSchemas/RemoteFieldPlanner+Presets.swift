import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import GraphQLLanguage

extension RemoteFieldPlanner {
  /// What is sent for a preset argument or input field.
  func plan(_ preset: RemotePreset) -> RemoteValue {
    switch preset {
    case .literal(let value):
      return .literal(value)
    case .session(let name, let type):
      let variable = RemoteVariable(
        name: "",
        type: .nonNull(.named(Name(type))),
        value: .session(name),
        inputTypes: inputTypes(of: type)
      )
      let safe = name.value.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
      return .variable(add(variable, like: String(safe)))
    case .list(let items):
      return .list(items.map { plan($0) })
    case .object(let members):
      return .object(members.map { RemoteArgument(name: $0.name, value: plan($0.value)) })
    }
  }

  /// The preset fields of an input object, but for those that something else fixes.
  func presetMembers(of inputType: String, except fixed: [String]) -> [RemoteArgument] {
    view.presetFields(of: inputType).compactMap { name in
      guard !fixed.contains(name),
        let preset = view.preset(at: .inputField(type: inputType, name: name))
      else { return nil }
      return RemoteArgument(name: name, value: plan(preset))
    }
  }
}
