/* Copies of staff files. How: sqlite3_deserialize() over the bytes of the file. What could make them a
 * mixture of before and after leaves traces: a journal beside the file, its time, its change counter. */
#include "store/staffcopy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "store/inside.h"
#include "store/staffschema.h"

/* The file's head: the change counter is in it. */
#define HEAD 100
/* Bytes of the head that say whether a file is in WAL mode: 1 is not. */
#define WRITE_VERSION 18
#define READ_VERSION 19
/* Where SQLite's locks against readers lie (sqlite.org, os_unix.c: PENDING_BYTE and what is shared). */
#define PENDING_AT 0x40000000
#define SHARED_AT 0x40000002
#define SHARED_LENGTH 510

struct staffcopy {
    sqlite3 *db;
    char *bytes;
    size_t length;
    struct stat seen;
    char head[HEAD];
    uint64_t mark;
};

sqlite3 *staffcopy_db(const struct staffcopy *copy)
{
    return copy->db;
}

bool staffcopy_in_use(const char *path)
{
    static const char *const companions[] = {"-journal", "-wal", "-shm"};
    bool used = false;
    for (size_t i = 0; !used && i < sizeof companions / sizeof companions[0]; i++) {
        char *name = xasprintf("%s%s", path, companions[i]);
        struct stat st;
        used = lstat(name, &st) == 0;
        free(name);
    }
    return used;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool holds(int fd, off_t start, off_t length)
{
    struct flock lock = {
        .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    return fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type == F_WRLCK;
}

/* The head of the file, zeroes behind its end. `locked`: somebody keeps readers out. False with errno. */
static bool read_head(const char *path, char head[HEAD], struct stat *st, bool *locked)
{
    memset(head, 0, HEAD);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        return false;
    }
    bool ok = fstat(fd, st) == 0 && S_ISREG(st->st_mode) && pread(fd, head, HEAD, 0) >= 0;
    *locked = ok && (holds(fd, PENDING_AT, 1) || holds(fd, SHARED_AT, SHARED_LENGTH));
    close(fd);
    errno = ok ? 0 : EINVAL;
    return ok;
}

bool staffcopy_is_current(const struct staffcopy *copy, const char *path)
{
    char head[HEAD];
    struct stat st = {0};
    bool locked = false;
    return !staffcopy_in_use(path) && read_head(path, head, &st, &locked) && !locked &&
           is_same(&st, &copy->seen) && memcmp(head, copy->head, HEAD) == 0;
}

static enum staff_result is_busy(const char *path, struct str *why)
{
    str_printf(why,
               "%s is open in another program just now. It is read later; if this stays, save and "
               "close it there.",
               path);
    return STAFF_LOCKED;
}

static enum staff_result read_bytes(struct staffcopy *copy, const char *path, struct str *why)
{
    bool locked = false;
    if (!read_head(path, copy->head, &copy->seen, &locked)) {
        str_printf(why, "%s cannot be read: %s.", path, strerror(errno));
        return STAFF_AWAY;
    }
    if (locked || staffcopy_in_use(path)) {
        return is_busy(path, why);
    }
    if (!path_read(path, STAFFCOPY_MOST, &copy->bytes, &copy->length)) {
        bool large = errno == EFBIG;
        str_printf(why, "%s cannot be read: %s.", path,
                   large ? "it is larger than any file of replies" : strerror(errno));
        return large ? STAFF_FAILED : STAFF_AWAY;
    }
    return staffcopy_is_current(copy, path) ? STAFF_OK : is_busy(path, why);
}

static enum db_result open_bytes(struct staffcopy *copy)
{
    if (copy->length < HEAD || memcmp(copy->bytes, "SQLite format 3", 16) != 0) {
        return DB_DAMAGED;
    }
    if (copy->bytes[WRITE_VERSION] == 2 && copy->bytes[READ_VERSION] == 2) {
        /* WAL mode, but without a -wal: everything is in the file. */
        copy->bytes[WRITE_VERSION] = copy->bytes[READ_VERSION] = 1;
    }
    enum db_result result =
        db_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, 0, &copy->db);
    if (result == DB_OK) {
        sqlite3_db_config(copy->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
        sqlite3_db_config(copy->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
        result = db_result_of(sqlite3_deserialize(
            copy->db, "main", (unsigned char *)copy->bytes, (sqlite3_int64)copy->length,
            (sqlite3_int64)copy->length, SQLITE_DESERIALIZE_READONLY));
    }
    /* A file that was copied by halves is shorter than its head says. */
    if (result == DB_OK && db_number(copy->db, -1, "PRAGMA page_count", "") *
                                   db_number(copy->db, 0, "PRAGMA page_size", "") >
                               (int64_t)copy->length) {
        result = DB_DAMAGED;
    }
    return result == DB_OK ? db_check(copy->db) : result;
}

static bool has_ids(sqlite3 *db)
{
    return staffschema_has(db, "Replies") &&
           db_number(db, 0,
                     "SELECT count(*) FROM pragma_table_info('Replies') WHERE lower(name) ="
                     " 'reply id'",
                     "") > 0;
}

static void put_mark(struct staffcopy *copy)
{
    copy->mark = str_hash(STR_HASH_SEED, copy->bytes, copy->length);
    copy->mark = copy->mark != 0 ? copy->mark : 1;
}

enum staff_result staffcopy_read(const char *path, struct staffcopy **out, struct str *why)
{
    *out = NULL;
    struct staffcopy *copy = xcalloc(1, sizeof *copy);
    enum staff_result result = read_bytes(copy, path, why);
    if (result == STAFF_OK) {
        put_mark(copy);
        enum db_result opened = open_bytes(copy);
        if (opened != DB_OK) {
            str_printf(why, "%s is damaged, or only a part of it is there.", path);
            result = STAFF_DAMAGED;
        } else if (!has_ids(copy->db)) {
            str_printf(why,
                       "%s has no table \"Replies\" with the column \"reply id\", by which Foyer "
                       "knows a reply. Give them their names back.",
                       path);
            result = STAFF_FAILED;
        }
    }
    if (result == STAFF_OK) {
        *out = copy;
    } else {
        staffcopy_free(copy);
    }
    return result;
}

void staffcopy_free(struct staffcopy *copy)
{
    if (copy != NULL) {
        db_close(copy->db);
        if (copy->bytes != NULL) {
            wipe(copy->bytes, copy->length);
        }
        free(copy->bytes);
        free(copy);
    }
}

uint64_t staffcopy_mark(const struct staffcopy *copy)
{
    return copy->mark;
}

/* ---- publishing ---- */

/* Everything but the notes about merges, in pages that never held anything else. */
static enum db_result pack(sqlite3 *from, sqlite3 *into)
{
    sqlite3_backup *backup = sqlite3_backup_init(into, "main", from, "main");
    int code = backup != NULL ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
    enum db_result result = code == SQLITE_DONE ? DB_OK : db_result_of(code);
    if (backup != NULL) {
        sqlite3_backup_finish(backup);
    }
    return result == DB_OK ? db_exec(into, "DROP TABLE IF EXISTS \"Merged\"; VACUUM") : result;
}

enum staff_result staffcopy_of(struct stafffile *file, struct staffcopy **out, struct str *why)
{
    *out = NULL;
    struct staffcopy *copy = xcalloc(1, sizeof *copy);
    sqlite3 *packed = NULL;
    enum db_result result =
        db_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, 0, &packed);
    result = result == DB_OK ? pack(staff_db(file), packed) : result;
    if (result == DB_OK) {
        sqlite3_int64 length = 0;
        unsigned char *bytes = sqlite3_serialize(packed, "main", &length, 0);
        result = bytes != NULL ? DB_OK : DB_FAILED;
        if (bytes != NULL) {
            copy->length = (size_t)length;
            copy->bytes = xmalloc(copy->length);
            memcpy(copy->bytes, bytes, copy->length);
            wipe(bytes, copy->length);
            sqlite3_free(bytes);
        }
    }
    db_close(packed);
    if (result == DB_OK) {
        put_mark(copy);
        result = open_bytes(copy);
    }
    enum staff_result said = staff_explain(file, result, why);
    if (said == STAFF_OK) {
        *out = copy;
    } else {
        staffcopy_free(copy);
    }
    return said;
}

const char *staffcopy_bytes(const struct staffcopy *copy, size_t *length)
{
    *length = copy->length;
    return copy->bytes;
}

/* A hash over what a statement gives, names of columns included; 0 when it cannot be run. */
static uint64_t digest(sqlite3 *db, const char *sql)
{
    uint64_t hash = STR_HASH_SEED;
    sqlite3_stmt *row = db_prepare(db, sql, "");
    int columns = row != NULL ? sqlite3_column_count(row) : 0;
    for (int i = 0; i < columns; i++) {
        const char *name = sqlite3_column_name(row, i);
        hash = str_hash(hash, name, strlen(name) + 1);
    }
    while (row != NULL && sqlite3_step(row) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++) {
            const char *text = db_column(row, i);
            int length = sqlite3_column_bytes(row, i);
            hash = str_hash(hash, &length, sizeof length);
            hash = str_hash(hash, text, (size_t)length);
        }
    }
    sqlite3_finalize(row);
    return row != NULL ? hash : 0;
}

bool staffcopy_says_same(const struct staffcopy *a, const struct staffcopy *b)
{
    static const char *const parts[] = {
        "SELECT * FROM \"Replies\" ORDER BY \"reply id\"",
        "SELECT * FROM \"Delivered\" ORDER BY 1",
        "SELECT * FROM \"Erased\" ORDER BY 1",
    };
    bool same = true;
    for (size_t i = 0; same && i < sizeof parts / sizeof parts[0]; i++) {
        same = digest(a->db, parts[i]) == digest(b->db, parts[i]);
    }
    return same;
}

bool staffcopy_holds_erased(const struct staffcopy *copy, const struct staffcopy *newer)
{
    bool holds = false;
    sqlite3_stmt *erased = db_prepare(newer->db, "SELECT \"reply id\" FROM \"Erased\"", "");
    while (!holds && erased != NULL && sqlite3_step(erased) == SQLITE_ROW) {
        holds = db_number(copy->db, 0, "SELECT count(*) FROM \"Replies\" WHERE \"reply id\" = ?",
                          "t", db_column(erased, 0)) > 0;
    }
    sqlite3_finalize(erased);
    return holds;
}
