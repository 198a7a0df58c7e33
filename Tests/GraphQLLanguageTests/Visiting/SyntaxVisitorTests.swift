import GraphQLLanguage
import SeededRandom
import Testing

@Suite("Visiting")
struct SyntaxVisitorTests {
  @Test("Nodes are entered and left in the order of the text")
  func order() throws {
    let text = "query Q($v: Int = 1 @a) @b { f(x: [$v, {k: 2}]) @c { ...F @d ... on T @e { g } } }"
    var visitor = Recorder()
    walk(try Document(parsing: text), with: &visitor)
    #expect(
      visitor.events == [
        "+document", "+operation Q", "+variable v", "type Int", "+value 1", "-value 1",
        "+@a VARIABLE_DEFINITION", "-@a", "-variable v", "+@b QUERY", "-@b", "+{", "+field f",
        "+argument x", "+value [$v, {k: 2}]", "+value $v", "-value $v", "+value {k: 2}", "+key k",
        "+value 2", "-value 2", "-key k", "-value {k: 2}", "-value [$v, {k: 2}]", "-argument x",
        "+@c FIELD", "-@c", "+{", "+spread F", "+@d FRAGMENT_SPREAD", "-@d", "-spread F",
        "+inline T", "+@e INLINE_FRAGMENT", "-@e", "+{", "+field g", "-field g", "-}", "-inline T",
        "-}", "-field f", "-}", "-operation Q", "-document",
      ]
    )
  }

  @Test("Type-system definitions are visited with their role and location")
  func typeSystem() throws {
    let text = """
      extend schema @a { query: Q }
      type T @b { f(x: Int = 1 @c): [T] @d }
      extend input I { y: Int @e }
      enum E { A @f }
      directive @g(z: Int) on FIELD
      """
    var visitor = Recorder()
    walk(try Document(parsing: text), with: &visitor)
    #expect(
      visitor.events == [
        "+document", "+schema extension", "+@a SCHEMA", "-@a", "root Q", "-schema",
        "+type T definition", "+@b OBJECT", "-@b", "+field f", "+input x ARGUMENT_DEFINITION",
        "type Int", "+value 1", "-value 1", "+@c ARGUMENT_DEFINITION", "-@c", "-input x",
        "type [T]", "+@d FIELD_DEFINITION", "-@d", "-field f", "-type T",
        "+type I extension", "+input y INPUT_FIELD_DEFINITION", "type Int",
        "+@e INPUT_FIELD_DEFINITION", "-@e", "-input y", "-type I",
        "+type E definition", "+enum A", "+@f ENUM_VALUE", "-@f", "-enum A", "-type E",
        "+directive g", "+input z ARGUMENT_DEFINITION", "type Int", "-input z", "-directive g",
        "-document",
      ]
    )
  }

  @Test("The children of a node that is skipped are not visited, and it is not left")
  func skip() throws {
    var visitor = Recorder()
    visitor.skippedField = "skip"
    walk(try Document(parsing: "{ a skip(x: 1) { b } c }"), with: &visitor)
    #expect(
      visitor.events == [
        "+document", "+operation ", "+{", "+field a", "-field a", "+field skip", "+field c",
        "-field c", "-}", "-operation ", "-document",
      ]
    )
  }

  @Test("A visitor that implements nothing visits everything silently")
  func defaults() throws {
    struct Silent: SyntaxVisitor {}
    var visitor = Silent()
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20 { walk(generator.document(), with: &visitor) }
  }
}

private struct Recorder: SyntaxVisitor {
  var events: [String] = []
  var skippedField = ""

  private mutating func record(_ event: String) -> VisitStep {
    events.append(event)
    return .visitChildren
  }

  mutating func enter(_ node: Document) -> VisitStep { record("+document") }
  mutating func leave(_ node: Document) { events.append("-document") }
  mutating func enter(_ node: OperationDefinition) -> VisitStep {
    record("+operation \(node.name?.value ?? "")")
  }
  mutating func leave(_ node: OperationDefinition) {
    events.append("-operation \(node.name?.value ?? "")")
  }
  mutating func enter(_ node: VariableDefinition) -> VisitStep { record("+variable \(node.name)") }
  mutating func leave(_ node: VariableDefinition) { events.append("-variable \(node.name)") }
  mutating func enter(_ node: SelectionSet) -> VisitStep { record("+{") }
  mutating func leave(_ node: SelectionSet) { events.append("-}") }
  mutating func enter(_ node: Field) -> VisitStep {
    events.append("+field \(node.name)")
    return node.name.value == skippedField ? .skipChildren : .visitChildren
  }
  mutating func leave(_ node: Field) { events.append("-field \(node.name)") }
  mutating func enter(_ node: FragmentSpread) -> VisitStep { record("+spread \(node.name)") }
  mutating func leave(_ node: FragmentSpread) { events.append("-spread \(node.name)") }
  mutating func enter(_ node: InlineFragment) -> VisitStep {
    record("+inline \(node.typeCondition?.value ?? "")")
  }
  mutating func leave(_ node: InlineFragment) {
    events.append("-inline \(node.typeCondition?.value ?? "")")
  }
  mutating func enter(_ node: Argument) -> VisitStep { record("+argument \(node.name)") }
  mutating func leave(_ node: Argument) { events.append("-argument \(node.name)") }
  mutating func enter(_ node: Directive, at location: DirectiveLocation) -> VisitStep {
    record("+@\(node.name) \(location.rawValue)")
  }
  mutating func leave(_ node: Directive, at location: DirectiveLocation) {
    events.append("-@\(node.name)")
  }
  mutating func enter(_ node: Value) -> VisitStep { record("+value \(Printer.print(node))") }
  mutating func leave(_ node: Value) { events.append("-value \(Printer.print(node))") }
  mutating func enter(_ node: ObjectField) -> VisitStep { record("+key \(node.name)") }
  mutating func leave(_ node: ObjectField) { events.append("-key \(node.name)") }
  mutating func visit(_ node: TypeReference) { events.append("type \(node)") }
  mutating func enter(_ node: SchemaDefinition, as role: DefinitionRole) -> VisitStep {
    record("+schema \(role)")
  }
  mutating func leave(_ node: SchemaDefinition, as role: DefinitionRole) {
    events.append("-schema")
  }
  mutating func visit(_ node: RootTypeDefinition) { events.append("root \(node.type)") }
  mutating func enter(_ node: TypeDefinition, as role: DefinitionRole) -> VisitStep {
    record("+type \(node.name) \(role)")
  }
  mutating func leave(_ node: TypeDefinition, as role: DefinitionRole) {
    events.append("-type \(node.name)")
  }
  mutating func enter(_ node: FieldDefinition) -> VisitStep { record("+field \(node.name)") }
  mutating func leave(_ node: FieldDefinition) { events.append("-field \(node.name)") }
  mutating func enter(
    _ node: InputValueDefinition,
    at location: DirectiveLocation
  ) -> VisitStep {
    record("+input \(node.name) \(location.rawValue)")
  }
  mutating func leave(_ node: InputValueDefinition, at location: DirectiveLocation) {
    events.append("-input \(node.name)")
  }
  mutating func enter(_ node: EnumValueDefinition) -> VisitStep { record("+enum \(node.name)") }
  mutating func leave(_ node: EnumValueDefinition) { events.append("-enum \(node.name)") }
  mutating func enter(_ node: DirectiveDefinition) -> VisitStep {
    record("+directive \(node.name)")
  }
  mutating func leave(_ node: DirectiveDefinition) { events.append("-directive \(node.name)") }
}
