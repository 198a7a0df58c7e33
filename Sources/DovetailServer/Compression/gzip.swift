import CZlib

/// Compresses a body in the gzip format; `nil` if zlib has no memory.
///
/// The level is what the reference takes: 6 for what is large, 1 for what is not.
func gzip(_ body: ResponseBody) -> [UInt8]? {
  var stream = z_stream()
  guard dovetail_gzip_deflate_init(&stream, body.count > 20_000 ? 6 : 1) == Z_OK else {
    return nil
  }
  defer { deflateEnd(&stream) }
  let bound = Int(deflateBound(&stream, UInt(body.count)))
  var isComplete = false
  let output = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
    stream.next_out = output.baseAddress
    stream.avail_out = UInt32(clamping: bound)
    var isHealthy = true
    body.forEachPiece { piece in
      guard isHealthy, let base = piece.baseAddress else { return }
      // zlib declares its input as mutable, but only reads it.
      stream.next_in = UnsafeMutablePointer(
        mutating: base.assumingMemoryBound(to: UInt8.self)
      )
      stream.avail_in = UInt32(clamping: piece.count)
      isHealthy = deflate(&stream, Z_NO_FLUSH) == Z_OK && stream.avail_in == 0
    }
    isComplete = isHealthy && deflate(&stream, Z_FINISH) == Z_STREAM_END
    count = bound - Int(stream.avail_out)
  }
  return isComplete ? output : nil
}
