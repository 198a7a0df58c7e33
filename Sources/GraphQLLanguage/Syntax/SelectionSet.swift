/// `{ … }`: the selections of an operation, field or fragment.
package struct SelectionSet: Sendable, Hashable {
  package var selections: [Selection]
  package var location: Location

  package init(selections: [Selection], location: Location = .none) {
    self.selections = selections
    self.location = location
  }
}

/// One selection of a selection set.
package enum Selection: Sendable, Hashable {
  case field(Field)
  case fragmentSpread(FragmentSpread)
  case inlineFragment(InlineFragment)
}

/// `alias: name(arguments) @directive { … }`.
package struct Field: Sendable, Hashable {
  package var alias: Name?
  package var name: Name
  package var arguments: [Argument]
  package var directives: [Directive]
  package var selectionSet: SelectionSet?
  package var location: Location

  package init(
    alias: Name? = nil,
    name: Name,
    arguments: [Argument] = [],
    directives: [Directive] = [],
    selectionSet: SelectionSet? = nil,
    location: Location = .none
  ) {
    self.alias = alias
    self.name = name
    self.arguments = arguments
    self.directives = directives
    self.selectionSet = selectionSet
    self.location = location
  }

  /// The key of this field in the response: the alias, else the name.
  package var responseKey: String { alias?.value ?? name.value }
}

/// `...Name @directive`.
package struct FragmentSpread: Sendable, Hashable {
  package var name: Name
  package var directives: [Directive]
  package var location: Location

  package init(name: Name, directives: [Directive] = [], location: Location = .none) {
    self.name = name
    self.directives = directives
    self.location = location
  }
}

/// `... on Type @directive { … }`, the type condition being optional.
package struct InlineFragment: Sendable, Hashable {
  package var typeCondition: Name?
  package var directives: [Directive]
  package var selectionSet: SelectionSet
  package var location: Location

  package init(
    typeCondition: Name? = nil,
    directives: [Directive] = [],
    selectionSet: SelectionSet,
    location: Location = .none
  ) {
    self.typeCondition = typeCondition
    self.directives = directives
    self.selectionSet = selectionSet
    self.location = location
  }
}

/// `name: value`, of a field or a directive.
package struct Argument: Sendable, Hashable {
  package var name: Name
  package var value: Value
  package var location: Location

  package init(name: Name, value: Value, location: Location = .none) {
    self.name = name
    self.value = value
    self.location = location
  }
}

/// `@name(arguments)`.
package struct Directive: Sendable, Hashable {
  package var name: Name
  package var arguments: [Argument]
  package var location: Location

  package init(name: Name, arguments: [Argument] = [], location: Location = .none) {
    self.name = name
    self.arguments = arguments
    self.location = location
  }
}
