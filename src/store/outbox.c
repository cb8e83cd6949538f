/* The outbox. How: one insert in one transaction, made durable by WAL with synchronous=FULL, then read
 * back through a new statement and compared field by field.
 *
 * Two processes have it open, and either may find it damaged. outbox.guard beside it keeps them apart:
 * whoever reads or writes holds it shared, whoever opens, sets aside and makes anew holds it alone; so
 * nobody writes into a file that is just being renamed away. What can be read of a damaged one is first
 * gathered in outbox.rescued, which then takes its place: two renames, and being killed between them is
 * noticed by whoever opens next.
 *
 * A reply that was committed but not read back is taken out again before anybody else may see it: the
 * guard is held alone meanwhile. When the disk does not let that happen, its number is kept in
 * outbox.undo, and whoever uses the outbox next begins with taking it out. */
#include "store/outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "base/uuid.h"
#include "store/db.h"
#include "store/inside.h"
#include "store/salvage.h"
#include "store/schema.h"

#define BUSY_MS 3000
#define BOOT_ID_SIZE 37
#define MOST_UNDONE 4096 /* bytes of outbox.undo */

struct outbox {
    char *path;
    char *rescued; /* what was gathered from a damaged one */
    char *undo;    /* where the numbers of replies stand that are to be taken out */
    int guard;     /* the guard's descriptor; -1 when only looking */
    sqlite3 *db;   /* NULL: to be opened again */
    wall_t now;    /* dates the name of a damaged file */
    bool suspect;  /* a statement found damage: look at the whole file before the next */
};

/* ---- opening and healing ---- */

static enum db_result open_file(struct outbox *outbox)
{
    int fd = path_open_private(outbox->path, O_RDWR | O_CREAT);
    if (fd < 0) {
        return DB_AWAY;
    }
    close(fd);
    enum db_result result = db_open(outbox->path, SQLITE_OPEN_READWRITE, BUSY_MS, &outbox->db);
    if (result == DB_OK) {
        result = db_check(outbox->db);
    }
    if (result == DB_OK) {
        result = db_exec(outbox->db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
    }
    return result == DB_OK ? schema_bring(outbox->db, SCHEMA_OUTBOX) : result;
}

static void shut(struct outbox *outbox)
{
    db_close(outbox->db);
    outbox->db = NULL;
}

/* Takes out a reply that nobody was thanked for. The fact is written whether or not there is a row: it
 * lays a new end over what a commit that failed may have left in the log. It also has sync clean the
 * file of what was typed. */
static bool take_out(sqlite3 *db, const char *uuid)
{
    if (!db_begin_write(db)) {
        return false;
    }
    bool ok =
        db_run(db, "DELETE FROM replies WHERE uuid = ?", "t", uuid) == DB_OK &&
        db_run(db, "INSERT OR REPLACE INTO facts VALUES ('" OUTBOX_UNTIDY "', 'yes')", "") == DB_OK;
    return db_end(db, ok);
}

/* For later, when it cannot be taken out now. */
static void note_undo(const struct outbox *outbox, const char *uuid)
{
    char *line = xasprintf("%s\n", uuid);
    char *dir = path_dir(outbox->undo);
    int fd = path_open_private(outbox->undo, O_WRONLY | O_CREAT | O_APPEND);
    bool ok = fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line) && fsync(fd) == 0 &&
              path_sync_dir(dir);
    if (!ok) {
        log_error("%s cannot be written (%s): a reply that nobody was thanked for may reach the "
                  "office.",
                  outbox->undo, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    free(dir);
    free(line);
}

/* Takes out what is noted there. True: nothing is, any more. */
static bool undo(struct outbox *outbox)
{
    char *text = NULL;
    size_t length = 0;
    if (!path_read(outbox->undo, MOST_UNDONE, &text, &length)) {
        return errno == ENOENT;
    }
    bool ok = true;
    char *rest = NULL;
    for (char *uuid = strtok_r(text, "\n", &rest); ok && uuid != NULL;
         uuid = strtok_r(NULL, "\n", &rest)) {
        ok = take_out(outbox->db, uuid);
    }
    free(text);
    return ok && unlink(outbox->undo) == 0;
}

/* Puts what was rescued into the outbox's place, which is empty. */
static bool move_in(const struct outbox *outbox)
{
    char *dir = path_dir(outbox->path);
    bool ok = rename(outbox->rescued, outbox->path) == 0 && path_sync_dir(dir);
    free(dir);
    return ok;
}

/* A new outbox with what can be read of the damaged one, which is put aside. Its new name (caller frees),
 * or NULL when that could not be done. */
static char *heal(const struct outbox *outbox, size_t *kept)
{
    if (!salvage_outbox(outbox->path, outbox->rescued, kept)) {
        return NULL;
    }
    char *aside = path_set_aside(outbox->path, outbox->now);
    if (aside != NULL && !move_in(outbox)) {
        log_error("%s cannot be put into its place: %s", outbox->rescued, strerror(errno));
    }
    return aside;
}

/* Whoever may write the state folder (import may) could put a folder of its own here and read what comes
 * into it: only root's and our own will do. Root itself may look into everybody's. */
static bool is_trusted(const char *folder)
{
    struct stat st;
    if (lstat(folder, &st) != 0) {
        return false;
    }
    if (!S_ISDIR(st.st_mode)) {
        errno = ENOTDIR;
        return false;
    }
    if (st.st_uid != 0 && st.st_uid != geteuid() && geteuid() != 0) {
        errno = EPERM;
        return false;
    }
    return true;
}

/* Opens with the guard held alone. `note` may be NULL; it gets what went wrong. */
static bool open_alone(struct outbox *outbox, struct str *note)
{
    outbox->suspect = false;
    char *folder = path_dir(outbox->path);
    bool trusted = is_trusted(folder); /* it may be another one since the guard was taken */
    free(folder);
    if (trusted && access(outbox->path, F_OK) != 0 && access(outbox->rescued, F_OK) == 0) {
        (void)move_in(outbox);
    }
    enum db_result result = trusted ? open_file(outbox) : DB_AWAY;
    char *aside = NULL;
    size_t kept = 0;
    if (result == DB_DAMAGED) {
        shut(outbox);
        aside = heal(outbox, &kept);
        result = aside != NULL ? open_file(outbox) : DB_AWAY;
    }
    if (result == DB_OK && !undo(outbox)) {
        result = db_last(outbox->db) != DB_OK ? db_last(outbox->db) : DB_FAILED;
    }
    char *said = NULL;
    if (aside != NULL) {
        said =
            xasprintf("The outbox of replies was damaged. It was put aside as %s and a new one was "
                      "begun with the %zu replies that could still be read. Replies that the "
                      "office's file has are safe; keep the file that was put aside and ask for "
                      "help if one is missed.",
                      aside, kept);
    } else if (result != DB_OK) {
        said = xasprintf(
            "The outbox %s cannot be opened: %s. See that its folder may be written and "
            "the disk is not full.",
            outbox->path, outbox->db != NULL ? sqlite3_errmsg(outbox->db) : strerror(errno));
    }
    if (result != DB_OK) {
        shut(outbox);
    } else if (aside != NULL) {
        (void)outbox_set_fact(outbox, "note", said);
    }
    if (said != NULL && note != NULL) {
        str_puts(note, said);
    } else if (said != NULL) {
        log_warn("%s", said);
    }
    free(said);
    free(aside);
    return result == DB_OK;
}

static void guard(const struct outbox *outbox, int how)
{
    while (outbox->guard >= 0 && flock(outbox->guard, how) != 0 && errno == EINTR) {
    }
}

char *outbox_folder(const char *state_dir)
{
    return path_join(state_dir, "replies");
}

/* The guard's descriptor; -1 with errno set. */
static int open_guard(const char *folder)
{
    if (!path_make_private(folder) || !is_trusted(folder)) {
        return -1;
    }
    char *path = path_join(folder, "outbox.guard");
    int fd = path_open_private(path, O_RDWR | O_CREAT);
    int why = errno;
    free(path);
    errno = why;
    return fd;
}

struct outbox *outbox_open(const char *state_dir, wall_t now, struct str *note)
{
    struct outbox *outbox = xcalloc(1, sizeof *outbox);
    char *folder = outbox_folder(state_dir);
    outbox->path = path_join(folder, "outbox.db");
    outbox->undo = path_join(folder, "outbox.undo");
    outbox->rescued = path_join(folder, "outbox.rescued");
    outbox->now = now;
    outbox->guard = open_guard(folder);
    if (outbox->guard < 0 && note != NULL) {
        str_printf(note,
                   "The folder %s cannot be written: %s. Replies cannot be kept until it can.",
                   folder, strerror(errno));
    }
    free(folder);
    if (outbox->guard < 0) {
        outbox_close(outbox);
        return NULL;
    }
    guard(outbox, LOCK_EX);
    bool ok = open_alone(outbox, note);
    guard(outbox, LOCK_UN);
    if (!ok) {
        outbox_close(outbox);
        return NULL;
    }
    return outbox;
}

uint64_t outbox_mark(const char *state_dir)
{
    static const char *const names[] = {"outbox.db", "outbox.db-wal"};
    char *folder = outbox_folder(state_dir);
    uint64_t mark = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *path = path_join(folder, names[i]);
        struct stat status;
        if (stat(path, &status) == 0 && status.st_size > 0) {
            mark = mark * 31 + (uint64_t)status.st_size;
            mark = mark * 31 + (uint64_t)status.st_ino;
            mark = mark * 31 + (uint64_t)status.st_mtim.tv_sec;
            mark = mark * 31 + (uint64_t)status.st_mtim.tv_nsec;
        }
        free(path);
    }
    free(folder);
    return mark;
}

struct outbox *outbox_look(const char *state_dir)
{
    struct outbox *outbox = xcalloc(1, sizeof *outbox);
    char *folder = outbox_folder(state_dir);
    outbox->path = path_join(folder, "outbox.db");
    free(folder);
    outbox->guard = -1;
    enum db_result result = DB_AWAY;
    int why = 0;
    if (access(outbox->path, R_OK) != 0) {
        why = errno;
    } else {
        result = db_open(outbox->path, SQLITE_OPEN_READWRITE, BUSY_MS, &outbox->db);
        result = result == DB_OK ? db_check(outbox->db) : result;
        why = result == DB_DAMAGED ? EBADMSG : EACCES;
        if (result == DB_OK && db_number(outbox->db, 0, "PRAGMA user_version", "") == 0) {
            result = DB_AWAY; /* only just begun: nothing in it */
            why = ENOENT;
        }
        /* One that an older Foyer made gets its new columns, or it could not be read. */
        result = result == DB_OK ? schema_bring(outbox->db, SCHEMA_OUTBOX) : result;
        result = result == DB_OK ? db_exec(outbox->db, "PRAGMA query_only=ON") : result;
    }
    if (result != DB_OK) {
        outbox_close(outbox);
        errno = why;
        return NULL;
    }
    return outbox;
}

void outbox_close(struct outbox *outbox)
{
    if (outbox != NULL) {
        shut(outbox);
        if (outbox->guard >= 0) {
            close(outbox->guard);
        }
        free(outbox->path);
        free(outbox->undo);
        free(outbox->rescued);
        free(outbox);
    }
}

static bool healthy(const struct outbox *outbox)
{
    return outbox->db != NULL && !outbox->suspect && db_still_there(outbox->db, outbox->path) &&
           (outbox->undo == NULL || access(outbox->undo, F_OK) != 0);
}

/* Takes the guard (LOCK_SH, LOCK_EX) with a healthy file behind it. False (and no guard) when there is
 * none. */
static bool enter_as(struct outbox *outbox, int how)
{
    guard(outbox, how);
    if (healthy(outbox)) {
        return true;
    }
    if (outbox->guard < 0) {
        return false;
    }
    guard(outbox, LOCK_EX);
    bool removed = outbox->db != NULL && access(outbox->path, F_OK) != 0;
    shut(outbox);
    bool ok = open_alone(outbox, NULL);
    if (ok && removed) {
        (void)outbox_set_fact(outbox, "note",
                              "The outbox of replies was removed while Foyer ran; a new one was "
                              "begun. Replies that the office had are safe.");
    }
    guard(outbox, ok ? how : LOCK_UN);
    /* flock() changes its kind by letting go in between: look once more. */
    if (ok && !healthy(outbox)) {
        ok = false;
        guard(outbox, LOCK_UN);
    }
    return ok;
}

static bool enter(struct outbox *outbox)
{
    return enter_as(outbox, LOCK_SH);
}

/* Lets the guard go; remembers damage for the next call. Passes `ok` on. */
static bool leave(struct outbox *outbox, bool ok)
{
    if (!ok && db_last(outbox->db) == DB_DAMAGED) {
        outbox->suspect = true;
    }
    guard(outbox, LOCK_UN);
    return ok;
}

/* ---- replies ---- */

#define REPLY_COLUMNS                                                                             \
    "uuid, kind, about, about_key, about_when, interests, available, people, name, phone, email," \
    " prefers, message, language, notice_version, kiosk, created, clock_sure,"                    \
    " organisation, agreed, children"

/* The text fields in the order of REPLY_COLUMNS, with their columns. */
#define TEXT_FIELDS 15
static const int text_columns[TEXT_FIELDS] = {2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 18, 19};

static void text_fields(struct reply *reply, char **fields[TEXT_FIELDS])
{
    char **all[TEXT_FIELDS] = {&reply->about,     &reply->about_key,    &reply->about_when,
                               &reply->interests, &reply->available,    &reply->name,
                               &reply->phone,     &reply->email,        &reply->prefers,
                               &reply->message,   &reply->language,     &reply->notice_version,
                               &reply->kiosk,     &reply->organisation, &reply->agreed};
    memcpy(fields, all, sizeof all);
}

static struct reply read_reply(sqlite3_stmt *row)
{
    struct reply reply = reply_make();
    char **fields[TEXT_FIELDS];
    text_fields(&reply, fields);
    for (int i = 0; i < TEXT_FIELDS; i++) {
        free(*fields[i]);
        *fields[i] = db_column_copy(row, text_columns[i]);
    }
    strncpy(reply.uuid, db_column(row, 0), UUID_SIZE - 1);
    int kind = sqlite3_column_int(row, 1);
    reply.kind = kind >= 0 && kind < REPLY_KIND_COUNT ? (enum reply_kind)kind : REPLY_QUESTION;
    reply.people = sqlite3_column_int(row, 7);
    reply.children = sqlite3_column_int(row, 20);
    reply.created = db_column_wall(row, 16);
    reply.clock_sure = sqlite3_column_int(row, 17) != 0;
    return reply;
}

static bool same(const struct reply *a, const struct reply *b)
{
    struct reply left = *a; /* shallow: only to reach the fields of a const reply */
    struct reply right = *b;
    char **ours[TEXT_FIELDS];
    char **theirs[TEXT_FIELDS];
    text_fields(&left, ours);
    text_fields(&right, theirs);
    bool ok = strcmp(a->uuid, b->uuid) == 0 && a->kind == b->kind && a->people == b->people &&
              a->children == b->children && a->created == b->created &&
              a->clock_sure == b->clock_sure;
    for (int i = 0; ok && i < TEXT_FIELDS; i++) {
        ok = strcmp(*ours[i], *theirs[i]) == 0;
    }
    return ok;
}

static void read_boot_id(char out[BOOT_ID_SIZE])
{
    out[0] = '\0';
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        ssize_t got = read(fd, out, BOOT_ID_SIZE - 1);
        out[got > 0 ? got : 0] = '\0';
        close(fd);
    }
}

static bool insert(sqlite3 *db, const struct reply *r, bool *added)
{
    char boot_id[BOOT_ID_SIZE];
    read_boot_id(boot_id);
    *added = false;
    if (!db_begin_write(db)) {
        return false;
    }
    bool ok = db_run(db,
                     "INSERT INTO replies (" REPLY_COLUMNS ", sequence, boot_id)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                     " (SELECT coalesce(max(sequence), 0) + 1 FROM replies), ?)"
                     " ON CONFLICT (uuid) DO NOTHING",
                     "titttttittttttttwittit", r->uuid, (int64_t)r->kind, r->about, r->about_key,
                     r->about_when, r->interests, r->available, (int64_t)r->people, r->name,
                     r->phone, r->email, r->prefers, r->message, r->language, r->notice_version,
                     r->kiosk, r->created, (int64_t)r->clock_sure, r->organisation, r->agreed,
                     (int64_t)r->children, boot_id) == DB_OK;
    *added = ok && sqlite3_changes(db) == 1;
    return db_end(db, ok);
}

/* Does the row of that number hold what this visitor typed? Else it is another reply's: a number that came
 * twice, which chance does not do but a meddling tool may. */
static bool is_its_own(sqlite3 *db, const struct reply *reply)
{
    sqlite3_stmt *row = db_prepare(db,
                                   "SELECT " REPLY_COLUMNS " FROM replies WHERE uuid = ? AND"
                                   " forgotten IS NULL AND wiped IS NULL",
                                   "t", reply->uuid);
    int code = row != NULL ? sqlite3_step(row) : SQLITE_ERROR;
    bool ok = code == SQLITE_DONE; /* what was forgotten on purpose stays away */
    if (code == SQLITE_ROW) {
        struct reply stored = read_reply(row);
        stored.created = reply->created; /* the same form sent twice is one reply */
        stored.clock_sure = reply->clock_sure;
        ok = same(reply, &stored);
        reply_wipe(&stored);
    }
    sqlite3_finalize(row);
    return ok;
}

/* Is it there? And, when it was added just now, is it there letter for letter? */
static bool read_back(sqlite3 *db, const struct reply *reply, bool added)
{
    sqlite3_stmt *row =
        db_prepare(db, "SELECT " REPLY_COLUMNS " FROM replies WHERE uuid = ?", "t", reply->uuid);
    bool ok = row != NULL && sqlite3_step(row) == SQLITE_ROW;
    if (ok && added) {
        struct reply stored = read_reply(row);
        ok = same(reply, &stored);
        reply_wipe(&stored);
    }
    sqlite3_finalize(row);
    return ok;
}

bool outbox_put(struct outbox *outbox, const struct reply *sent)
{
    struct reply numbered = *sent; /* its strings stay the caller's */
    const struct reply *reply = &numbered;
    bool ok = false;
    /* A second try, for a file whose damage only the first one met. */
    for (int attempt = 0; attempt < 2 && !ok; attempt++) {
        if (!enter_as(outbox, LOCK_EX)) {
            break;
        }
        bool added = false;
        ok = insert(outbox->db, reply, &added);
        if (ok && !added && !is_its_own(outbox->db, reply)) {
            uuid_make(numbered.uuid);
            ok = insert(outbox->db, reply, &added);
        }
        ok = ok && read_back(outbox->db, reply, added) && db_still_there(outbox->db, outbox->path);
        if (!ok && added && !take_out(outbox->db, reply->uuid)) {
            note_undo(outbox, reply->uuid);
        }
        if (!leave(outbox, ok) && !outbox->suspect) {
            break;
        }
    }
    return ok;
}

static int64_t number(struct outbox *outbox, const char *sql)
{
    if (!enter(outbox)) {
        return -1;
    }
    int64_t n = db_number(outbox->db, -1, sql, "");
    leave(outbox, n >= 0);
    return n;
}

int64_t outbox_count(struct outbox *outbox)
{
    return number(outbox, "SELECT count(*) FROM replies WHERE forgotten IS NULL AND wiped IS NULL");
}

int64_t outbox_waiting(struct outbox *outbox)
{
    return number(outbox, "SELECT count(*) FROM replies WHERE delivered IS NULL");
}

static bool select_replies(struct outbox *outbox, const char *sql, int64_t limit,
                           struct reply **replies, size_t *count)
{
    *replies = NULL;
    *count = 0;
    if (!enter(outbox)) {
        return false;
    }
    size_t capacity = 0;
    int code = SQLITE_ERROR;
    sqlite3_stmt *row = db_prepare(outbox->db, sql, "i", limit);
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        *replies = xgrow(*replies, *count, &capacity, sizeof **replies);
        (*replies)[(*count)++] = read_reply(row);
    }
    bool ok = leave(outbox, code == SQLITE_DONE);
    sqlite3_finalize(row);
    if (!ok) {
        reply_array_wipe(*replies, *count);
        *replies = NULL;
        *count = 0;
    }
    return ok;
}

bool outbox_pending(struct outbox *outbox, size_t limit, struct reply **replies, size_t *count)
{
    return select_replies(outbox,
                          "SELECT " REPLY_COLUMNS " FROM replies WHERE delivered IS NULL"
                          " ORDER BY sequence LIMIT ?",
                          (int64_t)limit, replies, count);
}

bool outbox_all(struct outbox *outbox, struct reply **replies, size_t *count)
{
    return select_replies(outbox,
                          "SELECT " REPLY_COLUMNS " FROM replies WHERE forgotten IS NULL"
                          " AND wiped IS NULL ORDER BY sequence LIMIT ?",
                          -1, replies, count);
}

bool outbox_tally(struct outbox *outbox, struct tally_list *tallies)
{
    if (!enter(outbox)) {
        return false;
    }
    struct tally_list found = {0};
    int code = SQLITE_ERROR;
    sqlite3_stmt *row = db_prepare(outbox->db,
                                   "SELECT about_key, substr(about_when, 1, 10), sum(kind = ?),"
                                   " sum(people) FROM replies WHERE about_key <> '' AND forgotten"
                                   " IS NULL GROUP BY 1, 2",
                                   "i", (int64_t)REPLY_HELP);
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        tally_list_add(&found, db_column(row, 0), db_column(row, 1), sqlite3_column_int(row, 2),
                       sqlite3_column_int(row, 3));
    }
    bool ok = leave(outbox, code == SQLITE_DONE);
    sqlite3_finalize(row);
    tally_list_free(ok ? tallies : &found);
    if (ok) {
        *tallies = found;
    }
    return ok;
}

void reply_array_wipe(struct reply *replies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        reply_wipe(&replies[i]);
    }
    free(replies);
}

static bool mark_each(sqlite3 *db, const struct reply *replies, size_t count, wall_t now)
{
    sqlite3_stmt *mark =
        db_prepare(db, "UPDATE replies SET delivered = ?1 WHERE uuid = ?2 AND delivered IS NULL",
                   "wt", now, "");
    bool ok = mark != NULL;
    for (size_t i = 0; ok && i < count; i++) {
        ok = db_rebind(mark, "wt", now, replies[i].uuid) && sqlite3_step(mark) == SQLITE_DONE;
    }
    sqlite3_finalize(mark);
    return ok;
}

bool outbox_mark_delivered(struct outbox *outbox, const struct reply *replies, size_t count,
                           wall_t now)
{
    if (!enter(outbox)) {
        return false;
    }
    outbox->now = now;
    bool ok = db_begin_write(outbox->db);
    if (ok) {
        ok = mark_each(outbox->db, replies, count, now);
        ok = db_end(outbox->db, ok) && ok;
    }
    return leave(outbox, ok);
}

bool outbox_renumber(struct outbox *outbox, const char *uuid)
{
    char fresh[UUID_SIZE];
    uuid_make(fresh);
    if (!enter(outbox)) {
        return false;
    }
    bool ok = db_run(outbox->db, "UPDATE replies SET uuid = ? WHERE uuid = ? AND delivered IS NULL",
                     "tt", fresh, uuid) == DB_OK;
    return leave(outbox, ok);
}

bool outbox_forget(struct outbox *outbox, const char *uuid, wall_t now, bool *changed)
{
    *changed = false;
    if (!enter(outbox)) {
        return false;
    }
    bool ok =
        db_run(outbox->db,
               "UPDATE replies SET about = '', about_key = '', about_when = '',"
               " interests = '', available = '', people = 0, children = 0, name = '', phone = '',"
               " email = '', prefers = '', message = '', language = '', organisation = '',"
               " agreed = '', forgotten = ?1,"
               " delivered = coalesce(delivered, ?1) WHERE uuid = ?2 AND forgotten IS NULL",
               "wt", now, uuid) == DB_OK;
    *changed = ok && sqlite3_changes(outbox->db) > 0;
    return leave(outbox, ok);
}

bool outbox_tidy(struct outbox *outbox)
{
    if (!enter(outbox)) {
        return false;
    }
    /* secure_delete overwrites what is deleted, but not what SQLite copied while it moved rows from page
     * to page: VACUUM writes every page anew. */
    bool ok = db_exec(outbox->db, "VACUUM") == DB_OK &&
              db_number(outbox->db, 1, "PRAGMA wal_checkpoint(TRUNCATE)", "") == 0;
    return leave(outbox, ok);
}

sqlite3 *outbox_enter(struct outbox *outbox)
{
    return enter(outbox) ? outbox->db : NULL;
}

bool outbox_leave(struct outbox *outbox, bool ok)
{
    return leave(outbox, ok);
}

/* ---- facts ---- */

/* Without the guard when the caller holds it alone (open_alone). */
bool outbox_set_fact(struct outbox *outbox, const char *name, const char *value)
{
    return outbox->db != NULL && db_run(outbox->db, "INSERT OR REPLACE INTO facts VALUES (?, ?)",
                                        "tt", name, value) == DB_OK;
}

char *outbox_fact(struct outbox *outbox, const char *name)
{
    if (!enter(outbox)) {
        return NULL;
    }
    char *value = db_text(outbox->db, "SELECT value FROM facts WHERE name = ?", "t", name);
    leave(outbox, true);
    return value;
}
