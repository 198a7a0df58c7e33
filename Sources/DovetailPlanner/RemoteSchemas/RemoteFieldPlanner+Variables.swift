import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemoteFieldPlanner {
  /// A client's variable as the whole value of an argument or input field.
  func plan(
    variable name: String,
    _ value: Value,
    as input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    _ = try planning.variables.resolve(
      value,
      expected: names.reference(input.type),
      hasDefault: input.hasDefault,
      path: input.path
    )
    var result = try use(variable: name, input)
    // A variable is not coerced to a list of one as a literal is.
    let declared = planning.variables.type(of: name).map { $0.listDepth } ?? 0
    for _ in 0..<max(input.type.listDepth - declared, 0) { result = .list([result]) }
    return result
  }

  /// A client's variable inside a value of a scalar type, where any type may stand.
  func plan(
    variableInScalar name: String,
    _ value: Value,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    guard let type = planning.variables.type(of: name) else {
      throw PlannerError(message: "unbound variable \"\(name)\"")
    }
    _ = try planning.variables.resolve(
      value,
      expected: type,
      hasDefault: true,
      path: input.path
    )
    return try use(variable: name, input)
  }

  private func use(
    variable name: String,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    guard let declared = planning.variables.type(of: name) else {
      throw PlannerError(message: "unbound variable \"\(name)\"")
    }
    if variables[name] == nil {
      let type = names.originalReference(declared)
      variables[name] = RemoteVariable(
        name: name,
        type: type,
        value: .variable(VariableReference(name: name)),
        defaultValue: planning.variables.defaultValue(of: name),
        inputTypes: inputTypes(of: type.namedType),
        path: input.path
      )
    }
    return .variable(name)
  }

  /// A part of a client's variable, as a variable of its own.
  func use(
    _ reference: VariableReference,
    as type: TypeReference,
    path: String
  ) -> RemoteValue {
    let steps = reference.path.map { step in
      switch step {
      case .key(let key): key
      case .index(let index): String(index)
      }
    }
    let variable = RemoteVariable(
      name: "",
      type: type,
      value: .variable(reference),
      inputTypes: inputTypes(of: type.namedType),
      path: path
    )
    return .variable(add(variable, like: ([reference.name] + steps).joined(separator: "_")))
  }

  /// Adds a variable that the client does not know, under a name that is free; equal ones once.
  func add(_ variable: RemoteVariable, like name: String) -> String {
    var variable = variable
    variable.name = name
    var number = 1
    while true {
      if variables[variable.name] == variable { return variable.name }
      if variables[variable.name] == nil, planning.variables.type(of: variable.name) == nil {
        variables[variable.name] = variable
        return variable.name
      }
      number += 1
      variable.name = "\(name)_\(number)"
    }
  }

  /// The input objects and enums that values of a type may contain.
  func inputTypes(of name: String) -> [RemoteInputType] {
    if let known = knownInputTypes[name] { return known }
    var result: OrderedDictionary<String, RemoteInputType> = [:]
    var pending = [name]
    while let next = pending.popLast() {
      guard result[next] == nil, let type = view.schema.type(named: next) else { continue }
      switch type.kind {
      case .enum(let values):
        result[next] = RemoteInputType(
          name: next,
          clientName: names.typeName(next),
          kind: .names(Array(values.keys))
        )
      case .inputObject(let fields, _):
        let members = fields.values.map { RemoteInputType.Member(name: $0.name, type: $0.type) }
        pending += members.map(\.type.namedType)
        result[next] = RemoteInputType(
          name: next,
          clientName: names.typeName(next),
          kind: .object(members + presets(of: next))
        )
      default:
        break
      }
    }
    knownInputTypes[name] = Array(result.values)
    return Array(result.values)
  }

  private func presets(of inputType: String) -> [RemoteInputType.Member] {
    view.presetFields(of: inputType).compactMap { name in
      let place = RemoteInputPlace.inputField(type: inputType, name: name)
      guard let preset = view.preset(at: place), let type = view.presetTypes[place] else {
        return nil
      }
      return RemoteInputType.Member(name: name, type: type, preset: preset)
    }
  }
}

extension TypeReference {
  /// How many lists are around the named type.
  var listDepth: Int {
    switch self {
    case .named: 0
    case .list(let inner): 1 + inner.listDepth
    case .nonNull(let inner): inner.listDepth
    }
  }
}
