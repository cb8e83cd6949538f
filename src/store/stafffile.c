/* The staff file. How: opened for each delivery and closed again at once, so that the office's programs
 * find it unlocked; a ledger table beside the replies remembers what was ever delivered. */
#include "store/stafffile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "store/db.h"
#include "store/schema.h"

struct stafffile {
    sqlite3 *db;
    bool is_new;
};

static enum staff_result result_of(enum db_result result, const char *path, struct str *why)
{
    switch (result) {
    case DB_OK:
        return STAFF_OK;
    case DB_BUSY:
        str_printf(why, "%s is open for writing in another program. Foyer tries again by itself; "
                        "close the other program if this stays.", path);
        return STAFF_LOCKED;
    case DB_DAMAGED:
        str_printf(why, "%s is damaged. Foyer sets it aside and makes a new one.", path);
        return STAFF_DAMAGED;
    case DB_REFUSED:
        break;
    }
    str_printf(why, "%s cannot be written (%s). Check the folder and its rights; nothing is lost, "
                    "the replies wait.", path, errno != 0 ? strerror(errno) : "it is read-only");
    return STAFF_AWAY;
}

/* A folder that is missing is made; a file that may not be written is told from a damaged one. */
static bool reachable(const char *path)
{
    char *dir = path_dir(path);
    bool ok = path_make_dirs(dir, 0770) && access(dir, W_OK | X_OK) == 0;
    free(dir);
    return ok && (access(path, F_OK) != 0 || access(path, R_OK | W_OK) == 0);
}

enum staff_result staff_open(const char *path, wall_t now, struct stafffile **out, struct str *why)
{
    *out = NULL;
    errno = 0;
    if (!reachable(path)) {
        return result_of(DB_REFUSED, path, why);
    }
    bool is_new = access(path, F_OK) != 0;
    sqlite3 *db = NULL;
    struct str note = {0};
    enum db_result result = db_open_or_renew(path, DB_STRANGE, now, &db, &note);
    is_new = is_new || note.length > 0;
    if (result == DB_OK) {
        int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        if (code == SQLITE_OK) {
            code = sqlite3_exec(db, schema_staff, NULL, NULL, NULL);
        }
        if (code == SQLITE_OK) {
            code = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
        }
        result = db_result_of(code);
    }
    enum staff_result said = result_of(result, path, why);
    if (said == STAFF_OK) {
        *out = xcalloc(1, sizeof **out);
        (*out)->db = db;
        (*out)->is_new = is_new;
        str_puts(why, note.data);
    } else {
        sqlite3_close(db);
    }
    str_free(&note);
    return said;
}

bool staff_is_new(const struct stafffile *file)
{
    return file->is_new;
}

void staff_close(struct stafffile *file)
{
    if (file != NULL) {
        sqlite3_close(file->db);
        free(file);
    }
}

/* One reply: into the ledger first; only who is new there is entered among the replies. */
static int add(sqlite3 *db, const struct reply *r)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(
        db, "INSERT INTO delivered VALUES(?1) ON CONFLICT(id) DO NOTHING", -1, &s, NULL);
    if (code != SQLITE_OK) {
        return code;
    }
    db_text(s, 1, r->uuid);
    code = sqlite3_step(s);
    sqlite3_finalize(s);
    if (code != SQLITE_DONE || sqlite3_changes(db) == 0) {
        return code == SQLITE_DONE ? SQLITE_OK : code;
    }
    code = sqlite3_prepare_v2(
        db, "INSERT INTO replies(received, kind, about, event_date, name, phone, email, prefers, "
            "interests, available, people, message, language, kiosk, privacy_notice, date_certain, "
            "id) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO NOTHING", -1, &s, NULL);
    if (code != SQLITE_OK) {
        return code;
    }
    char received[24];
    wall_to_iso(r->created, true, received);
    if (received[0] != '\0') {
        received[10] = ' '; /* as people and Excel write it */
    }
    char when[24];
    snprintf(when, sizeof when, "%s", r->about_when);
    if (strlen(when) > 10) {
        when[10] = ' ';
    }
    const char *const texts[] = {received, reply_kind_word(r->kind), r->about, when, r->name,
                                 r->phone, r->email, r->prefers, r->interests, r->available};
    for (int i = 0; i < 10; i++) {
        db_text(s, i + 1, texts[i]);
    }
    if (r->people > 0) {
        db_int(s, 11, r->people);
    }
    const char *const more[] = {r->message,        r->language, r->kiosk,
                                r->notice_version, r->clock_sure ? "yes" : "no", r->uuid};
    for (int i = 0; i < 6; i++) {
        db_text(s, 12 + i, more[i]);
    }
    code = sqlite3_step(s);
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

enum staff_result staff_add(struct stafffile *file, const struct reply *replies, size_t count,
                            struct str *why)
{
    sqlite3 *db = file->db;
    const char *path = sqlite3_db_filename(db, "main");
    int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (size_t i = 0; code == SQLITE_OK && i < count; i++) {
        code = add(db, &replies[i]);
    }
    if (code == SQLITE_OK) {
        code = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    }
    if (code != SQLITE_OK) {
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    errno = 0;
    enum staff_result result = result_of(db_result_of(code), path, why);
    if (result == STAFF_AWAY && (code & 0xFF) == SQLITE_ERROR) {
        /* A column or table was renamed or taken away. */
        str_clear(why);
        str_printf(why, "%s was changed so that replies cannot be entered (%s). Rename it; Foyer "
                        "makes a new one and fills it again.", path, sqlite3_errmsg(db));
        result = STAFF_FAILED;
    }
    return result;
}
