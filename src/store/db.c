/* SQLite as this floor uses it. How: thin helpers over the C interface; values travel through a
 * string of type letters, so that a statement and what is bound to it stand on one line. */
#include "store/db.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/str.h"

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
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return DB_AWAY;
    case SQLITE_FULL:
        return DB_FULL;
    case SQLITE_IOERR:
        /* A file cut shorter than its header says is read as I/O error, not as corruption. */
        return code == SQLITE_IOERR_SHORT_READ || code == SQLITE_IOERR_CORRUPTFS ? DB_DAMAGED
                                                                                 : DB_FAILED;
    default:
        return DB_FAILED;
    }
}

enum db_result db_last(sqlite3 *db)
{
    return db == NULL ? DB_AWAY : db_result_of(sqlite3_extended_errcode(db));
}

enum db_result db_open(const char *path, int flags, int busy_ms, sqlite3 **db)
{
    *db = NULL;
    int code = sqlite3_open_v2(path, db, flags | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK) {
        sqlite3_busy_timeout(*db, busy_ms);
        sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(*db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
        sqlite3_db_config(*db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        /* mmap_size and cell_size_check are settings of the connection; nothing is read for them,
         * except that an unreadable file is noticed here already. */
        code = sqlite3_exec(*db,
                            "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON;"
                            "PRAGMA temp_store=MEMORY",
                            NULL, NULL, NULL);
        code = code == SQLITE_OK ? sqlite3_exec(*db, "PRAGMA secure_delete=ON", NULL, NULL, NULL)
                                 : code;
    }
    enum db_result result = db_result_of(code);
    if (result != DB_OK) {
        db_close(*db);
        *db = NULL;
    }
    return result;
}

void db_close(sqlite3 *db)
{
    sqlite3_close_v2(db);
}

static enum db_result ask(sqlite3 *db, const char *pragma)
{
    sqlite3_stmt *check = db_prepare(db, pragma, "");
    enum db_result result = db_last(db);
    if (check != NULL) {
        int code = sqlite3_step(check);
        result = db_result_of(code);
        if (code == SQLITE_ROW && strcmp(db_column(check, 0), "ok") != 0) {
            result = DB_DAMAGED;
        }
        sqlite3_finalize(check);
    }
    return result;
}

/* Does the disk give every byte of that file? SQLite's check tells a page that could not be read from a
 * wrong one only in some of its sentences. */
static bool can_be_read(sqlite3 *db, int which)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    char page[4096];
    if (sqlite3_file_control(db, "main", which, &file) != SQLITE_OK || file == NULL ||
        file->pMethods == NULL) {
        return true; /* there is none */
    }
    int code = file->pMethods->xFileSize(file, &size);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += (sqlite3_int64)sizeof page) {
        code = file->pMethods->xRead(file, page, (int)sizeof page, at);
        code = code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
    }
    return code == SQLITE_OK;
}

/* Damage is only what is found twice in bytes that the disk does give. */
static enum db_result check_twice(sqlite3 *db, const char *pragma)
{
    enum db_result result = ask(db, pragma);
    if (result == DB_DAMAGED) {
        db_rest(db);
        result = ask(db, pragma);
    }
    if (result == DB_DAMAGED && (!can_be_read(db, SQLITE_FCNTL_FILE_POINTER) ||
                                 !can_be_read(db, SQLITE_FCNTL_JOURNAL_POINTER))) {
        result = DB_FAILED;
    }
    return result;
}

enum db_result db_check(sqlite3 *db)
{
    return check_twice(db, "PRAGMA quick_check(1)");
}

enum db_result db_check_indexes(sqlite3 *db)
{
    enum db_result result = check_twice(db, "PRAGMA integrity_check(1)");
    /* An index that another program made, by an order that only it knows. */
    bool foreign = result == DB_FAILED && sqlite3_errcode(db) == SQLITE_ERROR;
    if ((result == DB_DAMAGED || foreign) && db_check(db) == DB_OK) {
        result = foreign || db_exec(db, "REINDEX") == DB_OK ? DB_OK : result;
    }
    return result;
}

bool db_still_there(sqlite3 *db, const char *path)
{
    int moved = 0;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || moved) {
        return false;
    }
    struct stat st;
    if (stat(path, &st) != 0) {
        return false;
    }
    /* Through SQLite's own handle: opening the file a second time and closing it again would drop
     * the locks that this process holds on it (POSIX advisory locks). */
    sqlite3_file *file = NULL;
    char header[16];
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file == NULL || file->pMethods == NULL) {
        return false;
    }
    return st.st_size == 0 || (file->pMethods->xRead(file, header, sizeof header, 0) == SQLITE_OK &&
                               memcmp(header, "SQLite format 3", sizeof header) == 0);
}

enum db_result db_exec(sqlite3 *db, const char *sql)
{
    return db_result_of(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static bool bind_all(sqlite3_stmt *statement, const char *types, va_list values)
{
    bool ok = true;
    for (int at = 1; ok && types[at - 1] != '\0'; at++) {
        int code = SQLITE_MISUSE;
        if (types[at - 1] == 't') {
            code =
                sqlite3_bind_text(statement, at, va_arg(values, const char *), -1, SQLITE_STATIC);
        } else if (types[at - 1] == 'i') {
            code = sqlite3_bind_int64(statement, at, va_arg(values, int64_t));
        } else if (types[at - 1] == 'w') {
            wall_t t = va_arg(values, wall_t);
            code = t == WALL_NONE ? sqlite3_bind_null(statement, at)
                                  : sqlite3_bind_int64(statement, at, t);
        }
        ok = code == SQLITE_OK;
    }
    return ok;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql, const char *types, va_list values)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK ||
        !bind_all(statement, types, values)) {
        sqlite3_finalize(statement);
        return NULL;
    }
    return statement;
}

sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = prepare(db, sql, types, values);
    va_end(values);
    return statement;
}

bool db_rebind(sqlite3_stmt *statement, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_reset(statement);
    bool ok = bind_all(statement, types, values);
    va_end(values);
    return ok;
}

enum db_result db_run(sqlite3 *db, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = prepare(db, sql, types, values);
    va_end(values);
    if (statement == NULL) {
        return db_last(db);
    }
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) {
        code = sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return db_result_of(code);
}

int64_t db_number(sqlite3 *db, int64_t fallback, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = prepare(db, sql, types, values);
    va_end(values);
    int64_t number = fallback;
    if (statement != NULL && sqlite3_step(statement) == SQLITE_ROW) {
        number = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return number;
}

char *db_text(sqlite3 *db, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    sqlite3_stmt *statement = prepare(db, sql, types, values);
    va_end(values);
    char *text = NULL;
    if (statement != NULL && sqlite3_step(statement) == SQLITE_ROW &&
        sqlite3_column_type(statement, 0) != SQLITE_NULL) {
        text = db_column_copy(statement, 0);
    }
    sqlite3_finalize(statement);
    return text;
}

const char *db_column(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    return text == NULL ? "" : (const char *)text;
}

char *db_column_copy(sqlite3_stmt *statement, int column)
{
    const char *text = db_column(statement, column);
    size_t length = (size_t)sqlite3_column_bytes(statement, column);
    if (memchr(text, '\0', length) == NULL) {
        return xstrdup(text);
    }
    struct str out = {0};
    for (size_t i = 0; i < length; i++) {
        str_add(&out, text[i] == '\0' ? "\xE2\x90\x80" : text + i, text[i] == '\0' ? 3 : 1);
    }
    return str_take(&out);
}

wall_t db_column_wall(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL
               ? WALL_NONE
               : sqlite3_column_int64(statement, column);
}

bool db_begin_write(sqlite3 *db)
{
    return db_exec(db, "BEGIN IMMEDIATE") == DB_OK;
}

bool db_begin_read(sqlite3 *db)
{
    return db_exec(db, "BEGIN") == DB_OK;
}

bool db_end(sqlite3 *db, bool ok)
{
    if (ok && db_exec(db, "COMMIT") == DB_OK) {
        return true;
    }
    if (!sqlite3_get_autocommit(db)) {
        (void)db_exec(db, "ROLLBACK");
    }
    return false;
}

void db_rest(sqlite3 *db)
{
    (void)sqlite3_db_release_memory(db);
}
