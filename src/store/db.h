/* A database: SQLite opened the way Foyer needs it, statements that cannot be forgotten.
 *
 * The only other files that include sqlite3.h are in this folder. */
#ifndef FOYER_STORE_DB_H
#define FOYER_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/str.h"

enum db_mode {
    DB_READ,      /* read-only, never creates */
    DB_WRITE,     /* creates; WAL */
    DB_DURABLE,   /* creates; WAL, synchronous=FULL: what is committed survives a power cut */
    DB_STRANGE,   /* creates; a file other people touch: rollback journal, synchronous=EXTRA, nothing
                     in the file is trusted */
};

enum db_result {
    DB_OK,
    DB_BUSY,    /* another connection holds it */
    DB_DAMAGED, /* not a database, or torn */
    DB_REFUSED, /* cannot be opened, created or written (errno may say why) */
};

/* Opens `path`; checks it (quick_check) unless reading. */
enum db_result db_open(const char *path, enum db_mode mode, sqlite3 **out);

/* As db_open, but a damaged file is set aside with a dated name (`note` gets a sentence) and made
 * anew. */
enum db_result db_open_or_renew(const char *path, enum db_mode mode, wall_t now, sqlite3 **out,
                                struct str *note);

/* What a SQLite result code means for us. */
enum db_result db_result_of(int code);

/* Runs statements without parameters (schema, BEGIN, COMMIT). */
bool db_run(sqlite3 *db, const char *sql);

/* A prepared statement; NULL (and a line in the log) when it cannot be prepared. */
sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql);

/* Bind by 1-based position; NULL text binds NULL; WALL_NONE binds NULL, else ISO text. */
void db_text(sqlite3_stmt *s, int at, const char *text);
void db_int(sqlite3_stmt *s, int at, int64_t value);
void db_wall(sqlite3_stmt *s, int at, wall_t t, bool with_time);

/* Steps a statement that gives no rows, and finalises it. */
bool db_done(sqlite3_stmt *s);
/* Steps to the next row. */
bool db_row(sqlite3_stmt *s);

/* Columns, 0-based. Text is never NULL; it lives until the next step. */
const char *db_column(sqlite3_stmt *s, int at);
int64_t db_column_int(sqlite3_stmt *s, int at);
wall_t db_column_wall(sqlite3_stmt *s, int at);

/* One number, or `otherwise` when there is no row. */
int64_t db_number(sqlite3 *db, const char *sql, int64_t otherwise);

#endif
