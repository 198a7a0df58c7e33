/// Whether two buffers hold the same bytes.
@inline(__always)
func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  let count = left.count
  guard right.count == count else { return false }
  var offset = 0
  // SAFETY: Eight bytes are read only where `offset + 8 <= count`, the length of both.
  while offset &+ 8 <= count {
    if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    {
      return false
    }
    offset &+= 8
  }
  while offset < count {
    if left[offset] != right[offset] { return false }
    offset &+= 1
  }
  return true
}
