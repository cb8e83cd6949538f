/* Salvage. How: SQLite reads a damaged table up to the first page that is wrong, so it is read forwards
 * until then, backwards until then, and each row in between is asked for by its number. Values go over as
 * they are, by the names of the columns that both files have. */
#include "store/salvage.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "store/db.h"
#include "store/schema.h"

/* Rows that are asked for one by one, at most. */
#define MOST_ASKED 100000

struct salvage {
    sqlite3 *from, *to;
    sqlite3_stmt *insert;
    char *columns; /* that both have */
    size_t count;
};

/* The columns of the new table that the old one has, too. Caller frees. */
static char *common_columns(struct salvage *s, bool values)
{
    struct str list = {0};
    sqlite3_stmt *name = db_prepare(s->to, "SELECT name FROM pragma_table_info('replies')", "");
    while (name != NULL && sqlite3_step(name) == SQLITE_ROW) {
        const char *column = db_column(name, 0);
        if (db_number(s->from, 0,
                      "SELECT count(*) FROM pragma_table_info('replies') WHERE name = ?", "t",
                      column) == 0) {
            continue;
        }
        str_puts(&list, list.length > 0 ? ", " : "");
        if (!values) {
            str_puts(&list, column);
        } else if (str_same(column, "sequence")) { /* its place, unless that is taken */
            str_puts(&list, "CASE WHEN EXISTS (SELECT 1 FROM replies WHERE sequence = :sequence)"
                            " THEN (SELECT max(sequence) + 1 FROM replies) ELSE :sequence END");
        } else {
            str_printf(&list, ":%s", column);
        }
    }
    sqlite3_finalize(name);
    return list.data != NULL ? str_take(&list) : xstrdup("");
}

static bool prepare_insert(struct salvage *s)
{
    char *values = common_columns(s, true);
    s->columns = common_columns(s, false);
    char *sql = xasprintf("INSERT INTO replies (%s) VALUES (%s) ON CONFLICT DO NOTHING", s->columns,
                          values);
    s->insert = s->columns[0] != '\0' ? db_prepare(s->to, sql, "") : NULL;
    free(sql);
    free(values);
    return s->insert != NULL;
}

/* The current row goes over, if it is one: with a number that was given by Foyer. */
static void take_row(struct salvage *s, sqlite3_stmt *row)
{
    sqlite3_reset(s->insert);
    sqlite3_clear_bindings(s->insert);
    bool ok = false;
    for (int i = 1; i < sqlite3_column_count(row); i++) {
        char name[80];
        snprintf(name, sizeof name, ":%s", sqlite3_column_name(row, i));
        int at = sqlite3_bind_parameter_index(s->insert, name);
        if (at > 0) {
            sqlite3_bind_value(s->insert, at, sqlite3_column_value(row, i));
        }
        if (str_same(name, ":uuid")) {
            ok = sqlite3_column_type(row, i) == SQLITE_TEXT && db_column(row, i)[0] != '\0';
        }
    }
    s->count += ok && sqlite3_step(s->insert) == SQLITE_DONE && sqlite3_changes(s->to) > 0;
}

/* Rows as `where` says, as far as they can be read; `last` is the number of the last one. True: to the
 * end. */
static bool take_rows(struct salvage *s, const char *where, int64_t value, int64_t *last)
{
    char *sql = xasprintf("SELECT rowid, %s FROM replies NOT INDEXED WHERE %s", s->columns, where);
    int code = SQLITE_ERROR;
    sqlite3_stmt *row = db_prepare(s->from, sql, "i", value);
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        *last = sqlite3_column_int64(row, 0);
        take_row(s, row);
    }
    sqlite3_finalize(row);
    free(sql);
    return code == SQLITE_DONE;
}

static void take_replies(struct salvage *s)
{
    int64_t front = 0;
    int64_t back = 0;
    if (take_rows(s, "rowid > ? ORDER BY rowid", INT64_MIN, &front)) {
        return;
    }
    if (take_rows(s, "rowid < ? ORDER BY rowid DESC", INT64_MAX, &back)) {
        return;
    }
    int64_t end = back > front && back - front < MOST_ASKED ? back : front + MOST_ASKED;
    for (int64_t at = front + 1; at < end; at++) {
        int64_t ignored = 0;
        (void)take_rows(s, "rowid = ?", at, &ignored);
    }
}

static void take_facts(struct salvage *s)
{
    sqlite3_stmt *row = db_prepare(s->from, "SELECT name, value FROM facts", "");
    while (row != NULL && sqlite3_step(row) == SQLITE_ROW) {
        (void)db_run(s->to, "INSERT OR IGNORE INTO facts VALUES (?, ?)", "tt", db_column(row, 0),
                     db_column(row, 1));
    }
    sqlite3_finalize(row);
}

static void remove_file(const char *path)
{
    char *journal = xasprintf("%s-journal", path);
    (void)unlink(path);
    (void)unlink(journal);
    free(journal);
}

bool salvage_outbox(const char *damaged, const char *fresh, size_t *count)
{
    struct salvage s = {0};
    remove_file(fresh);
    int fd = path_open_private(fresh, O_RDWR | O_CREAT | O_EXCL);
    bool ok = fd >= 0;
    if (fd >= 0) {
        close(fd);
    }
    ok = ok && db_open(fresh, SQLITE_OPEN_READWRITE, 0, &s.to) == DB_OK &&
         db_exec(s.to, "PRAGMA synchronous=EXTRA") == DB_OK &&
         schema_bring(s.to, SCHEMA_OUTBOX) == DB_OK && db_begin_write(s.to);
    if (ok && db_open(damaged, SQLITE_OPEN_READWRITE, 0, &s.from) == DB_OK) {
        sqlite3_db_config(s.from, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        if (prepare_insert(&s)) {
            take_replies(&s);
        }
        take_facts(&s);
    }
    sqlite3_finalize(s.insert);
    ok = ok && db_end(s.to, true);
    db_close(s.from);
    db_close(s.to);
    free(s.columns);
    if (!ok) {
        remove_file(fresh);
    }
    *count = s.count;
    return ok;
}
