/* Rescue of a damaged office's file. How: a table's rows lie in its leaf pages; what leads to them (the
 * first page with the schema, the pages between) is all that a torn page may cost besides its own rows.
 * So the damaged file is copied, its first page is replaced by one that knows a single table of the same
 * columns, and that table is told to begin at each leaf page in turn: SQLite itself then reads the rows
 * of that page, and says where it can read no further. Pages of other tables show rows without a reply's
 * number and are passed over; pages that the damaged file's own list calls free are too.
 *
 * The format: sqlite.org/fileformat2.html (the header, b-tree pages, the freelist). */
#include "store/staffrescue.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/db.h"
#include "store/staffcolumns.h"
#include "store/staffschema.h"

#define LARGEST ((size_t)1 << 30)
#define LEAF 0x0d
#define MOST_COLUMNS 200

struct rescue {
    uint8_t *bytes; /* the damaged file */
    size_t length;
    uint32_t page_size, pages;
    uint32_t encoding; /* PRAGMA encoding: 1 UTF-8, 2 and 3 UTF-16 */
    bool *is_free;     /* by page, from 1 */
    struct {
        char *names[MOST_COLUMNS];
        int count, id; /* id: which is the reply's number */
    } columns;
    sqlite3 *scratch, *fresh;
    int64_t rows;
};

static uint32_t number_at(const struct rescue *r, size_t at)
{
    const uint8_t *b = r->bytes + at;
    return at + 4 > r->length
               ? 0
               : (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* ---- what the damaged file says about itself ---- */

static void read_header(struct rescue *r)
{
    uint32_t size = r->length < 100 ? 0 : (uint32_t)(r->bytes[16] << 8 | r->bytes[17]);
    size = size == 1 ? 65536 : size;
    bool sound = size >= 512 && (size & (size - 1)) == 0 &&
                 memcmp(r->bytes, "SQLite format 3", 16) == 0 && r->bytes[20] == 0;
    r->page_size = sound ? size : 4096; /* what SQLite makes unless told otherwise */
    r->encoding = sound ? number_at(r, 56) : 1;
    r->encoding = r->encoding < 1 || r->encoding > 3 ? 1 : r->encoding;
    r->pages = (uint32_t)(r->length / r->page_size);
    r->is_free = xcalloc((size_t)r->pages + 1, sizeof *r->is_free);
    uint32_t trunk = sound ? number_at(r, 32) : 0;
    for (uint32_t hops = 0; trunk >= 1 && trunk <= r->pages && hops < r->pages; hops++) {
        size_t at = (size_t)(trunk - 1) * r->page_size;
        uint32_t leaves = number_at(r, at + 4);
        r->is_free[trunk] = true;
        for (uint32_t i = 0; i < leaves && i < r->page_size / 4 - 2; i++) {
            uint32_t page = number_at(r, at + 8 + (size_t)i * 4);
            if (page <= r->pages) {
                r->is_free[page] = true;
            }
        }
        trunk = number_at(r, at);
    }
}

static void add_column(struct rescue *r, const char *name)
{
    if (r->columns.count < MOST_COLUMNS) {
        if (str_same_nocase(name, staff_columns[STAFF_REPLY_ID].name)) {
            r->columns.id = r->columns.count;
        }
        r->columns.names[r->columns.count++] = xstrdup(name);
    }
}

/* The columns as they are stored in the damaged file, or as Foyer makes them when it cannot say. */
static void read_columns(struct rescue *r, const char *from)
{
    sqlite3 *db = NULL;
    r->columns.id = -1;
    if (db_open(from, SQLITE_OPEN_READONLY, 0, &db) == DB_OK) {
        /* hidden 2: computed, and not stored */
        sqlite3_stmt *row = db_prepare(
            db, "SELECT name FROM pragma_table_xinfo('Replies') WHERE hidden <> 2 ORDER BY cid",
            "");
        while (row != NULL && sqlite3_step(row) == SQLITE_ROW) {
            add_column(r, db_column(row, 0));
        }
        sqlite3_finalize(row);
        db_close(db);
    }
    if (r->columns.id < 0) {
        while (r->columns.count > 0) {
            free(r->columns.names[--r->columns.count]);
        }
        for (int i = 0; i < STAFF_COLUMNS; i++) {
            add_column(r, staff_columns[i].name);
        }
    }
}

/* ---- the copy with another first page ---- */

static void put_number(uint8_t *at, uint32_t number)
{
    at[0] = (uint8_t)(number >> 24);
    at[1] = (uint8_t)(number >> 16);
    at[2] = (uint8_t)(number >> 8);
    at[3] = (uint8_t)number;
}

static void put_name(struct str *sql, const char *name)
{
    char *quoted = sqlite3_mprintf("\"%w\"", name);
    str_puts(sql, quoted != NULL ? quoted : "\"\"");
    sqlite3_free(quoted);
}

/* An empty database with that one table, for the sake of its first page. */
static bool make_scratch(const struct rescue *r, const char *path)
{
    static const char *const encodings[] = {"", "UTF-8", "UTF-16le", "UTF-16be"};
    sqlite3 *db = NULL;
    struct str sql = {0};
    str_printf(&sql, "PRAGMA page_size=%u; PRAGMA encoding='%s'; CREATE TABLE t (",
               (unsigned)r->page_size, encodings[r->encoding]);
    for (int i = 0; i < r->columns.count; i++) {
        str_puts(&sql, i > 0 ? ", " : "");
        put_name(&sql, r->columns.names[i]);
    }
    str_puts(&sql, ")");
    bool ok = db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 0, &db) == DB_OK &&
              db_exec(db, "PRAGMA journal_mode=OFF") == DB_OK && db_exec(db, sql.data) == DB_OK;
    db_close(db);
    str_free(&sql);
    return ok;
}

/* The damaged file behind the scratch's first page. */
static bool fill_scratch(struct rescue *r, const char *path)
{
    char *first = NULL;
    size_t length = 0;
    bool ok = path_read(path, LARGEST, &first, &length) && length >= r->page_size;
    if (ok) {
        uint8_t *page = (uint8_t *)first;
        memcpy(page + 92, page + 24, 4); /* "the size below is true" */
        put_number(page + 28, r->pages);
        put_number(page + 32, 0);
        put_number(page + 36, 0);
        memcpy(r->bytes, page, r->page_size);
        ok = path_write_atomic(path, r->bytes, (size_t)r->pages * r->page_size, 0600);
    }
    free(first);
    return ok;
}

static bool open_scratch(struct rescue *r, const char *path)
{
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return false;
    }
    close(fd);
    bool ok = make_scratch(r, path) && fill_scratch(r, path) &&
              db_open(path, SQLITE_OPEN_READWRITE, 0, &r->scratch) == DB_OK;
    if (ok) {
        sqlite3_db_config(r->scratch, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
        ok = db_exec(r->scratch, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                                 "PRAGMA writable_schema=ON") == DB_OK;
    }
    return ok;
}

/* ---- the rows ---- */

static bool is_ours(const char *column)
{
    for (int i = 0; i < STAFF_COLUMNS; i++) {
        if (str_same_nocase(column, staff_columns[i].name)) {
            return true;
        }
    }
    return false;
}

/* A new file with the same columns, the office's own ones behind Foyer's. */
static bool open_fresh(struct rescue *r, const char *path)
{
    unlink(path);
    int fd = path_open_private(path, O_RDWR | O_CREAT | O_EXCL);
    if (fd < 0) {
        return false;
    }
    close(fd);
    bool ok = db_open(path, SQLITE_OPEN_READWRITE, 0, &r->fresh) == DB_OK &&
              staffschema_complete(r->fresh) == DB_OK &&
              db_exec(r->fresh, "PRAGMA synchronous=EXTRA") == DB_OK && db_begin_write(r->fresh);
    for (int i = 0; ok && i < r->columns.count; i++) {
        if (!is_ours(r->columns.names[i])) {
            struct str sql = {0};
            str_puts(&sql, "ALTER TABLE \"Replies\" ADD COLUMN ");
            put_name(&sql, r->columns.names[i]);
            ok = db_exec(r->fresh, sql.data) == DB_OK;
            str_free(&sql);
        }
    }
    return ok;
}

static sqlite3_stmt *prepare_insert(const struct rescue *r)
{
    struct str sql = {0};
    str_puts(&sql, "INSERT OR IGNORE INTO \"Replies\" (");
    for (int i = 0; i < r->columns.count; i++) {
        str_puts(&sql, i > 0 ? ", " : "");
        put_name(&sql, r->columns.names[i]);
    }
    str_puts(&sql, ") VALUES (");
    for (int i = 0; i < r->columns.count; i++) {
        str_puts(&sql, i > 0 ? ", ?" : "?");
    }
    str_puts(&sql, ")");
    sqlite3_stmt *insert = db_prepare(r->fresh, sql.data, "");
    str_free(&sql);
    return insert;
}

/* A number as Foyer or the table's default makes it: 32 hexadecimal digits, with or without dashes. */
static bool is_number_of_reply(const char *text)
{
    size_t digits = strspn(text, "0123456789abcdefABCDEF-");
    return text[digits] == '\0' && (digits == 32 || digits == UUID_SIZE - 1);
}

/* All rows that the table has when it begins at `page`. */
static bool take_page(struct rescue *r, sqlite3_stmt *insert, uint32_t page)
{
    if (db_run(r->scratch, "UPDATE sqlite_schema SET rootpage = ? WHERE name = 't'", "i",
               (int64_t)page) != DB_OK ||
        db_exec(r->scratch, "PRAGMA writable_schema=RESET; PRAGMA writable_schema=ON") != DB_OK) {
        return true; /* this page cannot be asked; the next may */
    }
    bool ok = true;
    sqlite3_stmt *row = db_prepare(r->scratch, "SELECT * FROM t", "");
    while (ok && row != NULL && sqlite3_step(row) == SQLITE_ROW) {
        if (!is_number_of_reply(db_column(row, r->columns.id))) {
            continue;
        }
        sqlite3_reset(insert);
        for (int i = 0; i < r->columns.count; i++) {
            sqlite3_bind_value(insert, i + 1, sqlite3_column_value(row, i));
        }
        ok = sqlite3_step(insert) == SQLITE_DONE;
        r->rows += ok ? sqlite3_changes(r->fresh) : 0;
    }
    sqlite3_finalize(row);
    return ok;
}

static bool take_rows(struct rescue *r)
{
    sqlite3_stmt *insert = prepare_insert(r);
    bool ok = insert != NULL;
    for (uint32_t page = 2; ok && page <= r->pages; page++) {
        size_t at = (size_t)(page - 1) * r->page_size;
        if (r->bytes[at] == LEAF && !r->is_free[page]) {
            ok = take_page(r, insert, page);
        }
    }
    sqlite3_finalize(insert);
    /* They have been delivered. What has no row here is not called deleted: it may be what was torn. */
    return ok && db_exec(r->fresh, "INSERT OR IGNORE INTO \"Delivered\" SELECT \"reply id\" FROM"
                                   " \"Replies\" WHERE length(\"reply id\") = 36") == DB_OK;
}

int64_t staffrescue_read(const char *from, const char *to)
{
    struct rescue r = {0};
    char *scratch = xasprintf("%s.scratch", to);
    bool made = false;
    if (path_read(from, LARGEST, (char **)&r.bytes, &r.length)) {
        read_header(&r);
        read_columns(&r, from);
        made = open_fresh(&r, to);
        /* Nothing that can be read is no failure: the new file is then empty. */
        bool readable = made && r.pages > 1 && open_scratch(&r, scratch);
        made = made && (!readable || take_rows(&r));
        made = made && db_end(r.fresh, true);
    }
    db_close(r.scratch);
    db_close(r.fresh);
    unlink(scratch);
    if (!made) {
        unlink(to);
    }
    for (int i = 0; i < r.columns.count; i++) {
        free(r.columns.names[i]);
    }
    free(r.is_free);
    if (r.bytes != NULL) {
        wipe(r.bytes, r.length);
        free(r.bytes);
    }
    free(scratch);
    return made ? r.rows : -1;
}
