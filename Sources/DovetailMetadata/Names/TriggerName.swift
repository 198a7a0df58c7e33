/// The name of an event trigger or a cron trigger.
package struct TriggerName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }
}
