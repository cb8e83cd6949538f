/* The staff file. How: a table of columns makes the table, the "Read me" and each row. A reply goes in
 * first and its id into "Delivered" in a second transaction: a copy that somebody makes in between has a
 * row without an id, never an id without its row, which would look like a row that the office deleted.
 * An id that is there already adds nothing, however often sync runs or is killed.
 *
 * Nobody is kept from replacing or overwriting the file in the middle of that: staff_confirm() looks
 * with a connection of its own whether everything arrived. */
#include "store/stafffile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "store/db.h"
#include "store/inside.h"
#include "store/staffcolumns.h"
#include "store/staffrescue.h"
#include "store/staffschema.h"

/* Short, so that sync can be stopped within two seconds; it tries again by itself. */
#define BUSY_MS 700

struct stafffile {
    char *path;
    sqlite3 *db;
    bool written; /* replies were added; before that … */
    char **gone;  /* … the office had deleted these */
    size_t gone_count;
};

/* ---- what went wrong, for status ---- */

static enum staff_result explain(const struct stafffile *file, enum db_result result,
                                 struct str *why)
{
    const char *path = file->path;
    switch (result) {
    case DB_OK:
        return STAFF_OK;
    case DB_BUSY:
        str_printf(
            why,
            "%s is being changed by somebody else. Foyer tries again by itself; if this stays, "
            "save and close the file in the program that has it open.",
            path);
        return STAFF_LOCKED;
    case DB_AWAY:
        str_printf(why,
                   "%s cannot be written (read-only file or folder). Let the user that runs Foyer "
                   "write both; the replies wait safely until then.",
                   path);
        return STAFF_AWAY;
    case DB_FULL:
        str_printf(why, "The disk with %s is full. Make room; the replies wait safely until then.",
                   path);
        return STAFF_FAILED;
    case DB_DAMAGED:
        str_printf(why, "%s is damaged.", path);
        return STAFF_DAMAGED;
    case DB_FAILED:
        break;
    }
    str_printf(why, "%s could not be used (%s). Foyer tries again; the replies wait safely.", path,
               file->db != NULL ? sqlite3_errmsg(file->db) : strerror(errno));
    return STAFF_FAILED;
}

enum staff_result staff_explain(const struct stafffile *file, enum db_result result,
                                struct str *why)
{
    return explain(file, result, why);
}

sqlite3 *staff_db(struct stafffile *file)
{
    return file->db;
}

/* ---- opening ---- */

static char *rescued_path(const char *path)
{
    return xasprintf("%s.rescued", path);
}

/* Is the path fit to be opened? Makes an empty file when there is none. */
static enum staff_result prepare_path(const char *path, struct str *why)
{
    struct stat st;
    char *dir = path_dir(path);
    char *rescued = rescued_path(path);
    enum staff_result result = STAFF_OK;
    if (lstat(path, &st) != 0 && errno == ENOENT && lstat(rescued, &st) == 0) {
        (void)rename(rescued, path); /* a rescue was interrupted before its last step */
    }
    free(rescued);
    if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
        str_printf(why,
                   "The folder %s is missing, so replies wait on this computer. Create it, or set "
                   "[replies] staff_file to a file in a folder that exists.",
                   dir);
        result = STAFF_AWAY;
    } else if (lstat(path, &st) == 0) {
        if (!S_ISREG(st.st_mode)) {
            str_printf(why,
                       "%s is not a file. Move it away; Foyer then makes the file for replies.",
                       path);
            result = STAFF_FAILED;
        }
    } else {
        int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd >= 0) {
            close(fd);
        } else if (errno != EEXIST) {
            str_printf(
                why,
                "%s cannot be made: %s. Let the user that runs Foyer write to the folder; the "
                "replies wait safely until then.",
                path, strerror(errno));
            result = STAFF_AWAY;
        }
    }
    free(dir);
    return result;
}

/* Whatever somebody has put into it does nothing. */
static enum db_result open_unchecked(const char *path, int busy_ms, sqlite3 **db)
{
    enum db_result result = db_open(path, SQLITE_OPEN_READWRITE, busy_ms, db);
    if (result == DB_OK) {
        sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
        sqlite3_db_config(*db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    }
    return result;
}

static enum db_result open_hostile(const char *path, int busy_ms, sqlite3 **db)
{
    enum db_result result = open_unchecked(path, busy_ms, db);
    return result == DB_OK ? db_check_indexes(*db) : result;
}

/* A file that somebody switched to WAL is switched back: WAL must not be used over a file share. */
static enum db_result use_plain_journal(sqlite3 *db)
{
    char *mode = db_text(db, "PRAGMA journal_mode=DELETE", "");
    enum db_result result = mode == NULL                  ? db_last(db)
                            : strcmp(mode, "delete") == 0 ? DB_OK
                                                          : DB_BUSY;
    free(mode);
    return result == DB_OK ? db_exec(db, "PRAGMA synchronous=EXTRA") : result;
}

/* Puts a new file in the place of a damaged one, with what can be read of that. It is whole before the
 * damaged one is moved, and found by the next open if this is interrupted between the two renames. */
static enum staff_result make_anew(const struct stafffile *file, wall_t now, struct str *why)
{
    const char *path = file->path;
    char *rescued = rescued_path(path);
    char *part = xasprintf("%s.part", rescued);
    int64_t rows = staffrescue_read(path, part);
    bool saved = rows > 0 && rename(part, rescued) == 0;
    unlink(part);
    char *aside = path_set_aside(path, now);
    if (aside == NULL) {
        free(rescued);
        free(part);
        return explain(file, DB_AWAY, why);
    }
    saved = saved && rename(rescued, path) == 0;
    str_printf(why, "The office's file was damaged. It was put aside as %s and made anew", aside);
    if (saved) {
        str_printf(why,
                   ": %lld rows of it could still be read, your own columns with them, and what "
                   "could not is filled in from the replies that are kept here. Tables of your own "
                   "are still in the old file.",
                   (long long)rows);
    } else {
        str_puts(why,
                 " with all replies that are kept here; your own notes may still be in the old "
                 "file.");
    }
    free(aside);
    free(rescued);
    free(part);
    return STAFF_DAMAGED;
}

enum staff_result staff_open(const char *path, wall_t now, struct stafffile **out, struct str *why)
{
    *out = NULL;
    enum staff_result result = prepare_path(path, why);
    if (result != STAFF_OK) {
        return result;
    }
    struct stafffile *file = xcalloc(1, sizeof *file);
    file->path = xstrdup(path);
    enum db_result opened = open_hostile(path, BUSY_MS, &file->db);
    opened = opened == DB_OK ? use_plain_journal(file->db) : opened;
    opened = opened == DB_OK ? staffschema_complete(file->db) : opened;
    if (opened == DB_DAMAGED) {
        db_close(file->db);
        file->db = NULL;
        result = make_anew(file, now, why);
    } else {
        result = explain(file, opened, why);
    }
    if (result == STAFF_OK && staffschema_is_newer(file->db)) {
        str_printf(why,
                   "%s was made by a newer Foyer. Replies are written into it, and nothing else in "
                   "it is touched; install the newer Foyer here too.",
                   path);
    }
    if (result == STAFF_OK) {
        *out = file;
    } else {
        staff_close(file);
    }
    return result;
}

void staff_close(struct stafffile *file)
{
    if (file != NULL) {
        db_close(file->db);
        for (size_t i = 0; i < file->gone_count; i++) {
            free(file->gone[i]);
        }
        free(file->gone);
        free(file->path);
        free(file);
    }
}

bool staff_is_there(const struct stafffile *file)
{
    return db_still_there(file->db, file->path);
}

/* ---- delivering ---- */

/* INSERT with a parameter for each column, unless it is there or was there. Caller frees. */
static char *insert_sql(void)
{
    struct str names = {0};
    struct str marks = {0};
    for (size_t i = 0; i < STAFF_COLUMNS; i++) {
        str_printf(&names, "%s\"%s\"", i > 0 ? ", " : "", staff_columns[i].name);
        str_puts(&marks, i > 0 ? ", ?" : "?");
    }
    char *sql = xasprintf("INSERT INTO \"Replies\" (%s) SELECT %s WHERE NOT EXISTS (SELECT 1 FROM"
                          " \"Replies\" WHERE \"reply id\" = ?%d) AND NOT EXISTS (SELECT 1 FROM"
                          " \"Delivered\" WHERE \"reply id\" = ?%d)",
                          names.data, marks.data, STAFF_REPLY_ID + 1, STAFF_REPLY_ID + 1);
    str_free(&names);
    str_free(&marks);
    return sql;
}

/* Which of the columns turn texts that look like numbers into numbers, because somebody gave them another
 * type (sqlite.org/datatype3.html, 3.1)? A telephone number would lose its zero there. */
static void find_counting(sqlite3 *db, bool counting[STAFF_COLUMNS])
{
    for (int i = 0; i < STAFF_COLUMNS; i++) {
        char *type = db_text(db,
                             "SELECT upper(type) FROM pragma_table_info('Replies') WHERE"
                             " lower(name) = lower(?)",
                             "t", staff_columns[i].name);
        bool is_text = type == NULL || type[0] == '\0' || strstr(type, "CHAR") != NULL ||
                       strstr(type, "CLOB") != NULL || strstr(type, "TEXT") != NULL ||
                       strstr(type, "BLOB") != NULL;
        counting[i] = (!is_text || (type != NULL && strstr(type, "INT") != NULL)) &&
                      !staff_column_is_number((enum staff_column)i);
        free(type);
    }
}

static bool looks_like_number(const char *text)
{
    char *end = NULL;
    (void)strtod(text, &end);
    return end != text && end[strspn(end, " \t\r\n")] == '\0';
}

static void bind_cell(sqlite3_stmt *insert, enum staff_column column, const struct reply *reply,
                      bool counting)
{
    char *text = staff_cell(reply, column);
    /* TRANSIENT: SQLite keeps its own copy, and frees it with the statement. */
    if (text[0] == '\0' && staff_column_is_number(column)) {
        sqlite3_bind_null(insert, (int)column + 1);
    } else if (counting && looks_like_number(text)) {
        char *kept = xasprintf("'%s", text); /* as Excel marks a text; a number would lose digits */
        sqlite3_bind_text(insert, (int)column + 1, kept, -1, SQLITE_TRANSIENT);
        staff_cell_free(kept);
    } else {
        sqlite3_bind_text(insert, (int)column + 1, text, -1, SQLITE_TRANSIENT);
    }
    staff_cell_free(text);
}

/* A row that a rule of the office's own refuses (NOT NULL, CHECK, UNIQUE) is counted, and the others go in. */
static enum db_result insert_rows(sqlite3 *db, const struct reply *replies, size_t count,
                                  size_t *refused)
{
    bool counting[STAFF_COLUMNS];
    find_counting(db, counting);
    char *sql = insert_sql();
    sqlite3_stmt *insert = db_prepare(db, sql, "");
    enum db_result result = insert != NULL ? DB_OK : db_last(db);
    for (size_t i = 0; result == DB_OK && i < count; i++) {
        sqlite3_reset(insert);
        for (int at = 0; at < STAFF_COLUMNS; at++) {
            bind_cell(insert, (enum staff_column)at, &replies[i], counting[at]);
        }
        int code = sqlite3_step(insert);
        *refused += (code & 0xFF) == SQLITE_CONSTRAINT;
        result = (code & 0xFF) == SQLITE_CONSTRAINT ? DB_OK : db_result_of(code);
    }
    sqlite3_finalize(insert);
    free(sql);
    return result;
}

/* Only of rows that are there: somebody may have put another file in the place meanwhile. */
static enum db_result insert_ids(sqlite3 *db, const struct reply *replies, size_t count,
                                 size_t *refused)
{
    (void)refused;
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < count; i++) {
        result = db_run(db,
                        "INSERT INTO \"Delivered\" SELECT ?1 WHERE EXISTS (SELECT 1 FROM"
                        " \"Replies\" WHERE \"reply id\" = ?1) ON CONFLICT DO NOTHING",
                        "t", replies[i].uuid);
    }
    return result;
}

/* Replies that the file has not had yet; 0 when all are known. */
static size_t unknown(sqlite3 *db, const struct reply *replies, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        n += db_number(db, 0, "SELECT count(*) FROM \"Delivered\" WHERE \"reply id\" = ?", "t",
                       replies[i].uuid) == 0;
    }
    return n;
}

/* The ids whose rows the office has deleted. */
static enum db_result list_deleted(sqlite3 *db, char ***uuids, size_t *count)
{
    *uuids = NULL;
    *count = 0;
    /* Rows without an id cannot be told apart from deleted ones. */
    sqlite3_stmt *row = db_prepare(
        db,
        "SELECT \"reply id\" FROM \"Delivered\" AS d WHERE NOT EXISTS (SELECT 1 FROM \"Replies\" "
        "AS r"
        " WHERE r.\"reply id\" = d.\"reply id\") AND NOT EXISTS (SELECT 1 FROM \"Replies\""
        " WHERE coalesce(\"reply id\", '') = '')",
        "");
    size_t capacity = 0;
    int code = SQLITE_ERROR;
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        *uuids = xgrow(*uuids, *count, &capacity, sizeof **uuids);
        (*uuids)[(*count)++] = db_column_copy(row, 0);
    }
    enum db_result result = code == SQLITE_DONE ? DB_OK : db_last(db);
    sqlite3_finalize(row);
    return result;
}

/* Before the first row is added, with the lock for writing held: nobody deletes any more. */
static enum db_result note_gone(struct stafffile *file)
{
    enum db_result result = DB_OK;
    if (!file->written) {
        result = list_deleted(file->db, &file->gone, &file->gone_count);
        file->written = true;
    }
    return result;
}

static bool is_gone(const struct stafffile *file, const char *uuid)
{
    bool is = false;
    for (size_t i = 0; !is && i < file->gone_count; i++) {
        is = str_same(file->gone[i], uuid);
    }
    return is;
}

typedef enum db_result insert_some(sqlite3 *db, const struct reply *replies, size_t count,
                                   size_t *refused);

static enum staff_result in_one_transaction(struct stafffile *file, insert_some *insert,
                                            const struct reply *replies, size_t count,
                                            size_t *refused, struct str *why)
{
    if (!db_begin_write(file->db)) {
        return explain(file, db_last(file->db), why);
    }
    enum db_result result = note_gone(file);
    result = result == DB_OK ? insert(file->db, replies, count, refused) : result;
    enum staff_result said = explain(file, result, why); /* before ROLLBACK hides the reason */
    if (result != DB_OK) {
        (void)db_end(file->db, false);
    } else if (db_exec(file->db, "COMMIT") != DB_OK) {
        said = explain(file, db_last(file->db), why);
        (void)db_end(file->db, false);
    }
    return said;
}

enum staff_result staff_add(struct stafffile *file, const struct reply *replies, size_t count,
                            struct str *why)
{
    if (unknown(file->db, replies, count) == 0) {
        return STAFF_OK;
    }
    size_t refused = 0;
    enum staff_result result = in_one_transaction(file, insert_rows, replies, count, &refused, why);
    if (result == STAFF_OK) {
        result = in_one_transaction(file, insert_ids, replies, count, &refused, why);
    }
    if (result == STAFF_OK && refused > 0) {
        str_clear(why);
        str_printf(why,
                   "%zu replies are refused by a rule that somebody has put into %s (a column that "
                   "may not be empty, must be unique or is checked). All others are in it; these "
                   "wait safely. Take the rule out of the table Replies.",
                   refused, file->path);
        result = STAFF_REFUSED;
    }
    return result;
}

bool staff_is_taken(struct stafffile *file, const struct reply *reply)
{
    char *received = staff_cell(reply, STAFF_RECEIVED);
    bool taken =
        db_number(file->db, 0,
                  "SELECT count(*) FROM \"Replies\" WHERE \"reply id\" = ?1 AND \"received\" <> ?2"
                  " AND (coalesce(\"kind\", '') <> ?3 OR coalesce(\"name\", '') <> ?4 OR"
                  " coalesce(\"message\", '') <> ?5)",
                  "ttttt", reply->uuid, received, reply_kind_word(reply->kind), reply->name,
                  reply->message) > 0;
    staff_cell_free(received);
    return taken;
}

static bool has(sqlite3 *db, const char *sql, const char *uuid, bool *ok)
{
    int64_t n = db_number(db, -1, sql, "t", uuid);
    *ok = *ok && n >= 0;
    return n > 0;
}

/* How many of these have neither a row nor been deleted by the office? Where there is the id all the same,
 * the file was overwritten while it was written: then the id is taken out of "Delivered", so that the
 * reply is brought again. -1 when it could not be done. */
static int64_t bring_again(const struct stafffile *file, sqlite3 *db, const struct reply *replies,
                           size_t count)
{
    if (!staffschema_has(db, "Replies") || !staffschema_has(db, "Delivered")) {
        return (int64_t)count;
    }
    int64_t nameless = db_number(
        db, -1, "SELECT count(*) FROM \"Replies\" WHERE coalesce(\"reply id\", '') = ''", "");
    if (nameless != 0) {
        return nameless < 0 ? -1 : 0; /* rows without an id: which are missing cannot be told */
    }
    int64_t missing = 0;
    bool ok = db_begin_read(db);
    for (size_t i = 0; ok && i < count; i++) {
        const char *uuid = replies[i].uuid;
        if (has(db, "SELECT count(*) FROM \"Replies\" WHERE \"reply id\" = ?", uuid, &ok) || !ok) {
            continue;
        }
        bool id = has(db, "SELECT count(*) FROM \"Delivered\" WHERE \"reply id\" = ?", uuid, &ok);
        if (id && (!file->written || is_gone(file, uuid))) {
            continue; /* deleted by the office, as the next pass will see */
        }
        ok = ok && (!id || db_run(db, "DELETE FROM \"Delivered\" WHERE \"reply id\" = ?", "t",
                                  uuid) == DB_OK);
        missing++;
    }
    return db_end(db, ok) ? missing : -1;
}

enum staff_result staff_confirm(struct stafffile *file, const struct reply *replies, size_t count,
                                struct str *why)
{
    struct stafffile fresh = {.path = file->path};
    bool same = db_still_there(file->db, file->path);
    enum db_result result = DB_OK;
    int64_t missing = 0;
    if (same && file->written) {
        /* The whole is looked at after the rows, so that nobody has time to delete one. */
        result = open_unchecked(file->path, BUSY_MS, &fresh.db);
        missing = result == DB_OK ? bring_again(file, fresh.db, replies, count) : 0;
        result = result == DB_OK ? db_check_indexes(fresh.db) : result;
    } else if (same) {
        missing = bring_again(file, file->db, replies, count);
    }
    if (missing < 0 && result == DB_OK) {
        result = db_last(fresh.db != NULL ? fresh.db : file->db);
        result = result == DB_OK ? DB_FAILED : result;
    }
    enum staff_result said = explain(fresh.db != NULL ? &fresh : file, result, why);
    if (said == STAFF_OK && (!same || missing > 0)) {
        str_printf(
            why,
            "%s was replaced or overwritten while replies were written into it. Foyer writes "
            "them again; they wait safely until then.",
            file->path);
        said = STAFF_REPLACED;
    }
    db_close(fresh.db);
    return said;
}

enum staff_result staff_deleted(struct stafffile *file, char ***uuids, size_t *count,
                                struct str *why)
{
    return explain(file, list_deleted(file->db, uuids, count), why);
}

/* ---- exporting ---- */

enum staff_result staff_rows(const char *path, struct grid *out, struct str *why)
{
    struct stafffile file = {.path = xstrdup(path)};
    enum db_result result = open_hostile(path, 3000, &file.db);
    sqlite3_stmt *row = NULL;
    if (result == DB_OK) {
        row = db_prepare(file.db, "SELECT * FROM \"Replies\" ORDER BY rowid", "");
        result = row != NULL ? DB_OK : db_last(file.db);
    }
    int code = SQLITE_ROW;
    if (row != NULL) {
        grid_add_row(out, (size_t)sqlite3_column_count(row));
        for (size_t i = 0; i < out->columns; i++) {
            grid_set(out, i, sqlite3_column_name(row, (int)i));
        }
    }
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        grid_add_row(out, out->columns);
        for (size_t i = 0; i < out->columns; i++) {
            char *cell = db_column_copy(row, (int)i);
            grid_set(out, i, cell);
            staff_cell_free(cell);
        }
    }
    result = row != NULL && code != SQLITE_DONE ? db_last(file.db) : result;
    enum staff_result said = result == DB_OK ? STAFF_OK : explain(&file, result, why);
    sqlite3_finalize(row);
    db_close(file.db);
    free(file.path);
    if (said != STAFF_OK) {
        grid_wipe(out);
    }
    return said;
}

/* Is there a row with that id? (Delivered there, and not yet noted as such here.) */
static bool has_row(const struct grid *grid, const char *uuid)
{
    for (size_t at = 0; at < grid->columns; at++) {
        bool ids = str_same_nocase(grid_cell(grid, 0, at), staff_columns[STAFF_REPLY_ID].name);
        for (size_t row = 1; ids && row < grid->rows; row++) {
            if (str_same(grid_cell(grid, row, at), uuid)) {
                return true;
            }
        }
    }
    return false;
}

void staff_rows_add(struct grid *grid, const struct reply *reply)
{
    if (grid->rows == 0) {
        grid_add_row(grid, STAFF_COLUMNS);
        for (size_t i = 0; i < STAFF_COLUMNS; i++) {
            grid_set(grid, i, staff_columns[i].name);
        }
    }
    if (reply == NULL || has_row(grid, reply->uuid)) {
        return;
    }
    grid_add_row(grid, grid->columns);
    for (size_t at = 0; at < grid->columns; at++) {
        for (size_t i = 0; i < STAFF_COLUMNS; i++) {
            if (str_same_nocase(grid_cell(grid, 0, at), staff_columns[i].name)) {
                char *text = staff_cell(reply, (enum staff_column)i);
                grid_set(grid, at, text);
                staff_cell_free(text);
            }
        }
    }
}
