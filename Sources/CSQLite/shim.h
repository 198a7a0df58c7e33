#include <sqlite3.h>

/* Binds UTF-8 text, which SQLite copies. Without a pointer the text is empty, not NULL. */
static inline int dovetail_bind_text(sqlite3_stmt *statement, int index, const void *text,
                                     sqlite3_uint64 length) {
  return sqlite3_bind_text64(statement, index, text ? (const char *)text : "", length,
                             SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* Binds bytes, which SQLite copies. Without a pointer they are empty, not NULL. */
static inline int dovetail_bind_blob(sqlite3_stmt *statement, int index, const void *bytes,
                                     sqlite3_uint64 length) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", length, SQLITE_TRANSIENT);
}

/* Gives UTF-8 text, which SQLite copies, as the result of a function. */
static inline void dovetail_result_text(sqlite3_context *context, const void *text,
                                        sqlite3_uint64 length) {
  sqlite3_result_text64(context, text ? (const char *)text : "", length, SQLITE_TRANSIENT,
                        SQLITE_UTF8);
}

/* Gives bytes, which SQLite copies, as the result of a function. */
static inline void dovetail_result_bytes(sqlite3_context *context, const void *bytes,
                                         sqlite3_uint64 length) {
  sqlite3_result_blob64(context, bytes ? bytes : "", length, SQLITE_TRANSIENT);
}
