import CZlib

/// Why a compressed body cannot be used.
enum GunzipError: Error, Sendable, Hashable {
  /// It is no gzip, or it is cut off.
  case malformed
  /// It grows beyond the limit.
  case tooLarge
}

/// Decompresses a body in the gzip format; it may consist of several members.
///
/// What is beyond the limit is never produced, so a small body cannot fill the memory.
func gunzip(_ body: [UInt8], limit: Int) throws(GunzipError) -> [UInt8] {
  var output: [UInt8] = []
  var consumed = 0
  repeat {
    consumed += try gunzipMember(body, from: consumed, limit: limit, output: &output)
  } while consumed < body.count
  return output
}

/// Decompresses the gzip member at an offset.
///
/// - Returns: how many bytes of the body belong to it.
private func gunzipMember(
  _ body: [UInt8],
  from offset: Int,
  limit: Int,
  output: inout [UInt8]
) throws(GunzipError) -> Int {
  var stream = z_stream()
  guard dovetail_gzip_inflate_init(&stream) == Z_OK else { throw .malformed }
  defer { inflateEnd(&stream) }
  var chunk = [UInt8](repeating: 0, count: 65_536)
  var input = Array(body[offset...])
  return try input.withUnsafeMutableBufferPointer { input throws(GunzipError) -> Int in
    stream.next_in = input.baseAddress
    stream.avail_in = UInt32(clamping: input.count)
    while true {
      let (status, produced) = chunk.withUnsafeMutableBufferPointer { chunk in
        stream.next_out = chunk.baseAddress
        stream.avail_out = UInt32(clamping: chunk.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        return (status, chunk.count - Int(stream.avail_out))
      }
      guard status == Z_OK || status == Z_STREAM_END else { throw .malformed }
      guard output.count + produced <= limit else { throw .tooLarge }
      output.append(contentsOf: chunk[..<produced])
      if status == Z_STREAM_END { return input.count - Int(stream.avail_in) }
      // Without progress the input has ended before the member has.
      if produced == 0 && stream.avail_in == 0 { throw .malformed }
    }
  }
}
