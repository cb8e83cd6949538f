/* What the office's file consists of. How: one list of columns makes the table and the "Read me"; whatever
 * is missing is made, in one transaction, and what is there is left as it is. */
#include "store/staffschema.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/str.h"
#include "store/staffcolumns.h"
#include "store/staffviews.h"

/* 1: tables; 2: views. */
#define VERSION 2
#define VERSION_TEXT "2"

bool staffschema_has(sqlite3 *db, const char *table)
{
    return db_number(db, 0,
                     "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND lower(name) ="
                     " lower(?)",
                     "t", table) > 0;
}

static bool has_column(sqlite3 *db, const char *column)
{
    return db_number(db, 0,
                     "SELECT count(*) FROM pragma_table_info('Replies') WHERE lower(name) ="
                     " lower(?)",
                     "t", column) > 0;
}

static bool is_complete(sqlite3 *db)
{
    bool ok = db_number(db, 0, "PRAGMA user_version", "") >= VERSION &&
              staffschema_has(db, "Replies") && staffschema_has(db, "Delivered") &&
              staffschema_has(db, "Read me") && staffviews_there(db);
    for (size_t i = 0; ok && i < STAFF_COLUMNS; i++) {
        ok = has_column(db, staff_columns[i].name);
    }
    return ok;
}

/* A default id lets staff add rows of their own without thinking about it. */
#define ID_TYPE " TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16))))"

static enum db_result make_replies(sqlite3 *db)
{
    struct str sql = {0};
    str_puts(&sql, "CREATE TABLE \"Replies\" (");
    for (size_t i = 0; i < STAFF_COLUMNS; i++) {
        str_printf(&sql, "%s\"%s\"%s%s", i > 0 ? ", " : "", staff_columns[i].name,
                   i == STAFF_REPLY_ID ? "" : " ",
                   i == STAFF_REPLY_ID ? ID_TYPE : staff_columns[i].type);
    }
    /* Ids noted in an older "Delivered" belong to a table that is gone: bring its replies back. */
    str_puts(&sql, "); DELETE FROM \"Delivered\"; DROP TABLE IF EXISTS \"Merged\"");
    enum db_result result = db_exec(db, sql.data);
    str_free(&sql);
    return result;
}

static enum db_result add_missing_columns(sqlite3 *db)
{
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < STAFF_COLUMNS; i++) {
        if (!has_column(db, staff_columns[i].name)) {
            char *sql = xasprintf("ALTER TABLE \"Replies\" ADD COLUMN \"%s\" %s",
                                  staff_columns[i].name, staff_columns[i].type);
            result = db_exec(db, sql);
            free(sql);
        }
    }
    return result;
}

static enum db_result write_read_me(sqlite3 *db)
{
    static const char *const lines[] = {
        "Each row of the table Replies is one reply that a visitor sent from the screen.",
        "Work with the columns marked YOURS as you like; Foyer never changes them.",
        "You may delete rows: a deleted reply never comes back.",
        "You may copy this file. If it is missing or damaged, Foyer makes a new one.",
        "Save and close it when you are done, so that new replies can come in.",
    };
    enum db_result result =
        db_exec(db, "DROP TABLE IF EXISTS \"Read me\";"
                    "CREATE TABLE \"Read me\" (\"column\" TEXT, \"what it is\" TEXT)");
    for (size_t i = 0; result == DB_OK && i < sizeof lines / sizeof lines[0]; i++) {
        result = db_run(db, "INSERT INTO \"Read me\" VALUES ('', ?)", "t", lines[i]);
    }
    for (size_t i = 0; result == DB_OK && i < STAFF_COLUMNS; i++) {
        result = db_run(db, "INSERT INTO \"Read me\" VALUES (?, ?)", "tt", staff_columns[i].name,
                        staff_columns[i].about);
    }
    for (size_t i = 0; result == DB_OK && i < staff_view_count; i++) {
        result = db_run(db, "INSERT INTO \"Read me\" VALUES (?, ?)", "tt", staff_views[i].name,
                        staff_views[i].about);
    }
    return result == DB_OK
               ? db_run(db,
                        "INSERT INTO \"Read me\" VALUES ('Delivered', 'Only the numbers of all "
                        "replies that ever came in. Please leave it.')",
                        "")
               : result;
}

bool staffschema_is_newer(sqlite3 *db)
{
    return db_number(db, 0, "PRAGMA user_version", "") > VERSION;
}

enum db_result staffschema_complete(sqlite3 *db)
{
    if (is_complete(db) || staffschema_is_newer(db)) {
        return DB_OK;
    }
    if (db_last(db) != DB_OK && db_last(db) != DB_FAILED) {
        return db_last(db);
    }
    if (!db_begin_write(db)) {
        return db_last(db);
    }
    enum db_result result =
        db_exec(db, "PRAGMA user_version=" VERSION_TEXT "; PRAGMA application_id=0x466f7972;"
                    "CREATE TABLE IF NOT EXISTS \"Delivered\" (\"reply id\" TEXT PRIMARY KEY NOT"
                    " NULL) WITHOUT ROWID");
    if (result == DB_OK && !staffschema_has(db, "Replies")) {
        /* Something else of that name, a view say: as good as a foreign file. */
        bool taken = db_number(db, 0,
                               "SELECT count(*) FROM sqlite_schema WHERE lower(name) ="
                               " 'replies'",
                               "") > 0;
        result = taken ? DB_DAMAGED : make_replies(db);
    } else if (result == DB_OK) {
        result = add_missing_columns(db);
    }
    result = result == DB_OK ? staffviews_make(db) : result;
    result = result == DB_OK ? write_read_me(db) : result;
    if (result != DB_OK) {
        (void)db_end(db, false);
    } else if (!db_end(db, true)) {
        result = db_last(db) == DB_OK ? DB_FAILED : db_last(db);
    }
    return result;
}
