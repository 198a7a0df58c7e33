#ifndef DOVETAIL_CZLIB_SHIM_H
#define DOVETAIL_CZLIB_SHIM_H

#include <zlib.h>

// zlib offers its initializers as macros only, which Swift cannot see.

// A compressor that writes the gzip format.
static inline int dovetail_gzip_deflate_init(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

// A decompressor that reads the gzip format.
static inline int dovetail_gzip_inflate_init(z_stream *stream) {
  return inflateInit2(stream, 15 + 16);
}

#endif
