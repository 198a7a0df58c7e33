/// What is needed to write the documents of a fetch or lookup.
struct TapeSet {
  let collected: Collected
  let shape: CompiledShape
  let joins: [LookupOutcome]
}
