/* Retention. How: in the outbox, fields are emptied and a mark says why; in the staff file, rows are
 * deleted or their personal columns replaced. SQLite's secure_delete overwrites what goes, VACUUM what
 * it has copied meanwhile. */
#include "store/retention.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "store/inside.h"

/* ---- the outbox ---- */

bool retention_wipe(struct outbox *outbox, wall_t now, int days, size_t *wiped)
{
    static const wall_t before_this_program = 19723 * WALL_DAY; /* 2024-01-01 */
    *wiped = 0;
    sqlite3 *db = outbox_enter(outbox);
    if (db == NULL) {
        return false;
    }
    bool ok = db_run(db,
                     "UPDATE replies SET delivered = ?1 WHERE wiped IS NULL AND"
                     " (delivered < ?2 OR delivered > ?1 + 86400)",
                     "ww", now, before_this_program) == DB_OK &&
              db_run(db,
                     "UPDATE replies SET interests = '', available = '', name = '', phone = '',"
                     " email = '', prefers = '', message = '', organisation = '', agreed = '',"
                     " wiped = ?1 WHERE wiped IS NULL AND forgotten IS NULL AND delivered <= ?2",
                     "ww", now, now - days * WALL_DAY) == DB_OK;
    *wiped = ok ? (size_t)sqlite3_changes(db) : 0;
    return outbox_leave(outbox, ok);
}

bool retention_erase(struct outbox *outbox, const char *uuid, wall_t now)
{
    bool changed = false;
    if (!outbox_forget(outbox, uuid, now, &changed)) {
        return false;
    }
    sqlite3 *db = outbox_enter(outbox);
    if (db == NULL) {
        return false;
    }
    bool ok = db_run(db,
                     "INSERT INTO replies (uuid, sequence, boot_id, kind, about, about_key,"
                     " about_when, interests, available, people, name, phone, email, prefers,"
                     " message, language, notice_version, kiosk, clock_sure, delivered, forgotten,"
                     " erased) VALUES (?1, (SELECT coalesce(max(sequence), 0) + 1 FROM replies),"
                     " '', 0, '', '', '', '', '', 0, '', '', '', '', '', '', '', '', 0, ?2, ?2, ?2)"
                     " ON CONFLICT (uuid) DO UPDATE SET erased = coalesce(erased, ?2)",
                     "tw", uuid, now) == DB_OK;
    return outbox_leave(outbox, ok);
}

/* All texts in the first column. Frees nothing on failure but tells. */
static bool list_texts(sqlite3 *db, const char *sql, char ***texts, size_t *count)
{
    size_t capacity = 0;
    int code = SQLITE_ERROR;
    sqlite3_stmt *row = db_prepare(db, sql, "");
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        *texts = xgrow(*texts, *count, &capacity, sizeof **texts);
        (*texts)[(*count)++] = db_column_copy(row, 0);
    }
    sqlite3_finalize(row);
    return code == SQLITE_DONE;
}

static bool list_uuids(struct outbox *outbox, const char *sql, char ***uuids, size_t *count)
{
    *uuids = NULL;
    *count = 0;
    sqlite3 *db = outbox_enter(outbox);
    return db != NULL && outbox_leave(outbox, list_texts(db, sql, uuids, count));
}

bool retention_erased(struct outbox *outbox, char ***uuids, size_t *count)
{
    return list_uuids(outbox, "SELECT uuid FROM replies WHERE erased IS NOT NULL", uuids, count);
}

bool retention_forgotten(struct outbox *outbox, char ***uuids, size_t *count)
{
    return list_uuids(outbox, "SELECT uuid FROM replies WHERE forgotten IS NOT NULL", uuids, count);
}

/* ---- the staff file ---- */

/* Ends a transaction with what became of it, said before ROLLBACK hides the reason. */
static enum staff_result finish(struct stafffile *file, enum db_result result, struct str *why)
{
    sqlite3 *db = staff_db(file);
    if (result == DB_OK) {
        result = db_exec(db, "COMMIT");
    }
    enum staff_result said = staff_explain(file, result, why);
    if (result != DB_OK) {
        (void)db_end(db, false);
    }
    return said;
}

/* Is there anything of that reply to remove, or its number to note? */
static bool is_open(sqlite3 *db, const char *uuid)
{
    return db_number(db, 1,
                     "SELECT EXISTS (SELECT 1 FROM \"Replies\" WHERE \"reply id\" = ?1) OR NOT"
                     " EXISTS (SELECT 1 FROM \"Delivered\" WHERE \"reply id\" = ?1) OR NOT"
                     " EXISTS (SELECT 1 FROM \"Erased\" WHERE \"reply id\" = ?1)",
                     "t", uuid) != 0;
}

enum staff_result retention_erase_rows(struct stafffile *file, char *const *uuids, size_t count,
                                       size_t *removed, struct str *why)
{
    sqlite3 *db = staff_db(file);
    *removed = 0;
    bool open = false;
    for (size_t i = 0; !open && i < count; i++) {
        open = is_open(db, uuids[i]);
    }
    if (!open) {
        return STAFF_OK;
    }
    if (!db_begin_write(db)) {
        return staff_explain(file, db_last(db), why);
    }
    /* "Erased" tells the joined file of several kiosks (staffmerge.h). */
    enum db_result result =
        db_exec(db, "CREATE TABLE IF NOT EXISTS \"Erased\" (\"reply id\" TEXT PRIMARY KEY NOT NULL)"
                    " WITHOUT ROWID");
    for (size_t i = 0; result == DB_OK && i < count; i++) {
        result = db_run(db, "INSERT INTO \"Delivered\" VALUES (?) ON CONFLICT DO NOTHING", "t",
                        uuids[i]);
        if (result == DB_OK) {
            result = db_run(db, "INSERT INTO \"Erased\" VALUES (?) ON CONFLICT DO NOTHING", "t",
                            uuids[i]);
        }
        if (result == DB_OK) {
            result = db_run(db, "DELETE FROM \"Replies\" WHERE \"reply id\" = ?", "t", uuids[i]);
            *removed += result == DB_OK ? (size_t)sqlite3_changes(db) : 0;
        }
    }
    return finish(file, result, why);
}

/* Which rows are old enough (?1: the day before which they came), are ours, still say who it was, and
 * are not about what is yet to come (?2: today). */
#define OLD_ROWS                                                                                \
    " FROM \"Replies\" WHERE \"received\" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'"   \
    " AND \"received\" < ?1 AND \"received\" > '2024'"                                          \
    " AND NOT (coalesce(\"event date\", '') GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'" \
    " AND \"event date\" >= ?2)"                                                                \
    " AND \"reply id\" IN (SELECT \"reply id\" FROM \"Delivered\")"                             \
    " AND (coalesce(\"name\", '') NOT IN ('', '" RETENTION_REMOVED "')"                         \
    " OR coalesce(\"message\", '') NOT IN ('', '" RETENTION_REMOVED "')"                        \
    " OR coalesce(\"organisation\", '') NOT IN ('', '" RETENTION_REMOVED "')"                   \
    " OR coalesce(\"phone\", '') <> '' OR coalesce(\"email\", '') <> ''"                        \
    " OR coalesce(\"notes\", '') <> '')"

#define REPLACED(column)                                                                         \
    column " = CASE WHEN coalesce(" column ", '') = '' THEN " column " ELSE '" RETENTION_REMOVED \
           "' END"

enum staff_result retention_anonymise(struct stafffile *file, wall_t now, int days, size_t *changed,
                                      struct str *why)
{
    sqlite3 *db = staff_db(file);
    char before[24];
    char today[24];
    wall_to_iso(wall_midnight(now) - days * WALL_DAY, false, before);
    wall_to_iso(now, false, today);
    *changed = 0;
    if (db_number(db, 1, "SELECT count(*)" OLD_ROWS, "tt", before, today) == 0) {
        return STAFF_OK;
    }
    if (!db_begin_write(db)) {
        return staff_explain(file, db_last(db), why);
    }
    enum db_result result = db_run(
        db,
        "UPDATE \"Replies\" SET " REPLACED("\"name\"") ", " REPLACED("\"message\"") ", " REPLACED(
            "\"organisation\"") ", \"phone\" = '', \"email\" = '', \"notes\" = ''"
                                " WHERE rowid IN (SELECT rowid" OLD_ROWS ")",
        "tt", before, today);
    *changed = result == DB_OK ? (size_t)sqlite3_changes(db) : 0;
    return finish(file, result, why);
}

enum staff_result retention_tidy_staff(struct stafffile *file, struct str *why)
{
    return staff_explain(file, db_exec(staff_db(file), "VACUUM"), why);
}
