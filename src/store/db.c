/* A database. How: pragmas by mode, a busy time-out short enough that nothing waits on it, and
 * quick_check before anything is trusted. */
#include "store/db.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"

enum db_result db_result_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return DB_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return DB_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return DB_DAMAGED;
    default:
        return DB_REFUSED;
    }
}

/* Runs SQL and gives SQLite's code; rows are read and thrown away. */
static int run_code(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* Nothing that somebody else wrote into the file may act: no functions in its schema, no memory map
 * that a shrinking file turns into a crash, cells checked (sqlite.org/security.html). */
static void distrust(sqlite3 *db)
{
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    run_code(db, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;");
}

static int set_pragmas(sqlite3 *db, enum db_mode mode)
{
    static const char *const pragmas[] = {
        [DB_READ] = "PRAGMA query_only=ON;",
        [DB_WRITE] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                     "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=1048576;",
        [DB_DURABLE] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                       "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=1048576;",
        [DB_STRANGE] = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; "
                       "PRAGMA secure_delete=ON;",
    };
    sqlite3_busy_timeout(db, mode == DB_STRANGE ? 1500 : 3000);
    distrust(db);
    return run_code(db, pragmas[mode]);
}

/* "ok", or what SQLite finds wrong with the file. */
static int check(sqlite3 *db)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &s, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(s);
        if (code == SQLITE_ROW) {
            code = strcmp(db_column(s, 0), "ok") == 0 ? SQLITE_OK : SQLITE_CORRUPT;
        }
    }
    sqlite3_finalize(s);
    return code;
}

enum db_result db_open(const char *path, enum db_mode mode, sqlite3 **out)
{
    sqlite3 *db = NULL;
    int flags = mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    mode_t before = umask(0077); /* visitors' words are for one account only */
    int code = sqlite3_open_v2(path, &db, flags, NULL);
    if (code == SQLITE_OK) {
        sqlite3_extended_result_codes(db, 1);
        code = set_pragmas(db, mode);
    }
    if (code == SQLITE_OK) {
        code = mode == DB_READ ? run_code(db, "SELECT count(*) FROM sqlite_schema") : check(db);
    }
    umask(before);
    if (code != SQLITE_OK) {
        sqlite3_close(db);
        db = NULL;
    }
    *out = db;
    return db_result_of(code);
}

enum db_result db_open_or_renew(const char *path, enum db_mode mode, wall_t now, sqlite3 **out,
                                struct str *note)
{
    enum db_result result = db_open(path, mode, out);
    if (result != DB_DAMAGED) {
        return result;
    }
    char *aside = path_set_aside(path, now);
    if (aside == NULL) {
        return DB_REFUSED;
    }
    log_warn("%s was damaged; it is kept as %s and a new one was made", path, aside);
    if (note != NULL) {
        str_printf(note, "%s was damaged. It is kept as %s; a new one was made.", path_base(path),
                   path_base(aside));
    }
    free(aside);
    return db_open(path, mode, out);
}

bool db_run(sqlite3 *db, const char *sql)
{
    int code = run_code(db, sql);
    if (code != SQLITE_OK && db_result_of(code) != DB_BUSY) {
        log_warn("the database says: %s", sqlite3_errmsg(db));
    }
    return code == SQLITE_OK;
}

sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) {
        log_warn("the database says: %s", sqlite3_errmsg(db));
    }
    return s;
}

void db_text(sqlite3_stmt *s, int at, const char *text)
{
    sqlite3_bind_text(s, at, text, -1, SQLITE_TRANSIENT);
}

void db_int(sqlite3_stmt *s, int at, int64_t value)
{
    sqlite3_bind_int64(s, at, value);
}

void db_wall(sqlite3_stmt *s, int at, wall_t t, bool with_time)
{
    char iso[24];
    db_text(s, at, t == WALL_NONE ? NULL : wall_to_iso(t, with_time, iso));
}

bool db_done(sqlite3_stmt *s)
{
    int code = s != NULL ? sqlite3_step(s) : SQLITE_MISUSE;
    sqlite3_finalize(s);
    return code == SQLITE_DONE || code == SQLITE_ROW;
}

bool db_row(sqlite3_stmt *s)
{
    return s != NULL && sqlite3_step(s) == SQLITE_ROW;
}

const char *db_column(sqlite3_stmt *s, int at)
{
    const char *text = (const char *)sqlite3_column_text(s, at);
    return text != NULL ? text : "";
}

int64_t db_column_int(sqlite3_stmt *s, int at)
{
    return sqlite3_column_int64(s, at);
}

wall_t db_column_wall(sqlite3_stmt *s, int at)
{
    wall_t t = WALL_NONE;
    return wall_from_iso(db_column(s, at), &t, NULL) ? t : WALL_NONE;
}

int64_t db_number(sqlite3 *db, const char *sql, int64_t otherwise)
{
    sqlite3_stmt *s = db_prepare(db, sql);
    int64_t number = db_row(s) ? db_column_int(s, 0) : otherwise;
    sqlite3_finalize(s);
    return number;
}
