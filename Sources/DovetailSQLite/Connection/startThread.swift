import Glibc

/// Starts a detached thread.
///
/// Returns false if the system refuses.
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  // The parser of SQLite recurses by the depth of expressions, which its own limit of 1000 bounds.
  pthread_attr_setstacksize(&attributes, 4 << 20)
  // SAFETY: the retained box is taken over by the new thread, or released if there is none.
  let box = Unmanaged.passRetained(Box(body))
  var thread = pthread_t()
  let status = pthread_create(
    &thread,
    &attributes,
    { raw in
      if let raw { Unmanaged<Box>.fromOpaque(raw).takeRetainedValue().body() }
      return nil
    },
    box.toOpaque()
  )
  if status != 0 { box.release() }
  return status == 0
}
