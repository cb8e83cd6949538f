/* SQLite, as every file of this floor uses it: opening with Foyer's settings, telling a damaged file
 * from a busy one, statements with their values bound, transactions.
 *
 * Only files in src/store/ may include this: it is the one place that lets sqlite3.h in. */
#ifndef FOYER_STORE_DB_H
#define FOYER_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/clock.h"

/* What a failure means for the caller. */
enum db_result {
    DB_OK,
    DB_BUSY,    /* somebody else holds a lock: try again */
    DB_DAMAGED, /* not a database, or torn */
    DB_AWAY,    /* cannot be opened or written: folder missing, no permission, read-only */
    DB_FULL,    /* no space left */
    DB_FAILED,  /* anything else */
};

/* From an (extended) result code of SQLite; SQLITE_ROW and SQLITE_DONE are DB_OK. */
enum db_result db_result_of(int code);
/* The same for the connection's last failure; NULL (nothing was opened) is DB_AWAY. */
enum db_result db_last(sqlite3 *db);

/* Opens `path` with SQLite's `flags` and what holds for every file of Foyer: busy timeout in
 * milliseconds, secure_delete, no trust in the file's own schema, no memory mapping, cell sizes
 * checked. Does not read the file yet. On failure *db is NULL. */
enum db_result db_open(const char *path, int flags, int busy_ms, sqlite3 **db);

/* Closes; NULL is fine. */
void db_close(sqlite3 *db);

/* Reads the whole file for damage (PRAGMA quick_check). A disk that does not give a page, once or for
 * good, is DB_FAILED: only a file whose bytes are wrong is DB_DAMAGED. */
enum db_result db_check(sqlite3 *db);

/* The same, and whether the indexes fit their tables; when only they do not, they are made anew. */
enum db_result db_check_indexes(sqlite3 *db);

/* Is the open file still the one at `path`, and does it still begin like a database? Cheap; for
 * noticing that it was overwritten or replaced while open. An empty file is healthy. */
bool db_still_there(sqlite3 *db, const char *path);

/* Statements without values, several separated by ';'. */
enum db_result db_exec(sqlite3 *db, const char *sql);

/* Prepares `sql` and binds its parameters in order. `types` has a letter for each: 't' const char *
 * (NULL binds NULL), 'i' int64_t, 'w' wall_t (WALL_NONE binds NULL). Texts must stay valid until the
 * statement is finalised. NULL on failure. Finish with sqlite3_finalize(). */
sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql, const char *types, ...);

/* Binds anew a statement that was used before, and rewinds it. */
bool db_rebind(sqlite3_stmt *statement, const char *types, ...);

/* Prepares, binds, runs to the end, finalises. */
enum db_result db_run(sqlite3 *db, const char *sql, const char *types, ...);

/* The first column of the first row: a number (`fallback` when there is no row or it failed), or a
 * text (caller frees; NULL when there is none). */
int64_t db_number(sqlite3 *db, int64_t fallback, const char *sql, const char *types, ...);
char *db_text(sqlite3 *db, const char *sql, const char *types, ...);

/* A column of the current row: text (never NULL, valid until the next step; what a tool has put behind a
 * zero byte is cut off), a new copy of it (caller frees; zero bytes in it become the sign U+2400), a
 * moment (NULL is WALL_NONE). */
const char *db_column(sqlite3_stmt *statement, int column);
char *db_column_copy(sqlite3_stmt *statement, int column);
wall_t db_column_wall(sqlite3_stmt *statement, int column);

/* Transactions. db_end commits when `ok`, else rolls back; true: committed. */
bool db_begin_write(sqlite3 *db);
bool db_begin_read(sqlite3 *db);
bool db_end(sqlite3 *db, bool ok);

/* Gives back the pages that SQLite keeps of what was read (up to 2 MB, its default cache_size): what is asked next
 * is read from the file again. */
void db_rest(sqlite3 *db);

#endif
