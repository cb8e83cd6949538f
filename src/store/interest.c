/* Interest. How: one row for each day and item; the file is opened for a moment at a time, because it
 * is written once a minute at most. */
#include "store/interest.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "store/db.h"

#define BUSY_MS 200 /* the drawing waits for this */
#define KEEP_DAYS 35

/* ---- counts ---- */

static int64_t mark_of(const char *key)
{
    return (int64_t)(str_hash(STR_HASH_SEED, key, strlen(key)) >> 1);
}

static size_t place_of(const struct interest *interest, int64_t mark)
{
    size_t low = 0;
    size_t high = interest->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (interest->counts[middle].mark < mark) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_at(const struct interest *interest, size_t at, int64_t mark)
{
    return at < interest->count && interest->counts[at].mark == mark;
}

static void add_mark(struct interest *interest, int64_t mark, int times)
{
    size_t at = place_of(interest, mark);
    if (!is_at(interest, at, mark)) {
        interest->counts =
            xgrow(interest->counts, interest->count, &interest->capacity, sizeof *interest->counts);
        memmove(&interest->counts[at + 1], &interest->counts[at],
                (interest->count - at) * sizeof *interest->counts);
        interest->counts[at] = (struct interest_count){.mark = mark};
        interest->count++;
    }
    interest->counts[at].times += times;
}

void interest_add(struct interest *interest, const char *key, int times)
{
    add_mark(interest, mark_of(key), times);
}

int interest_times(const struct interest *interest, const char *key)
{
    size_t at = place_of(interest, mark_of(key));
    return is_at(interest, at, mark_of(key)) ? interest->counts[at].times : 0;
}

/* Claps are counted like openings, under a mark that no key of an item has. */
static int64_t clap_mark(const char *key)
{
    static const char clapped[] = "clapped\n";
    uint64_t hash = str_hash(STR_HASH_SEED, clapped, sizeof clapped);
    return (int64_t)(str_hash(hash, key, strlen(key)) >> 1);
}

void interest_clap(struct interest *interest, const char *key)
{
    add_mark(interest, clap_mark(key), 1);
}

int interest_claps(const struct interest *interest, const char *key)
{
    size_t at = place_of(interest, clap_mark(key));
    return is_at(interest, at, clap_mark(key)) ? interest->counts[at].times : 0;
}

void interest_free(struct interest *interest)
{
    free(interest->counts);
    *interest = (struct interest){0};
}

/* ---- the file ---- */

static int64_t day_of(wall_t now)
{
    return wall_midnight(now) / WALL_DAY;
}

static enum db_result open_for_writing(const char *path, sqlite3 **db)
{
    int fd = path_open_private(path, O_RDWR | O_CREAT);
    if (fd < 0) {
        return DB_AWAY;
    }
    close(fd);
    enum db_result result = db_open(path, SQLITE_OPEN_READWRITE, BUSY_MS, db);
    if (result == DB_OK) {
        result = db_exec(*db, "PRAGMA synchronous=NORMAL;"
                              "CREATE TABLE IF NOT EXISTS opened (day INTEGER NOT NULL,"
                              " item INTEGER NOT NULL, times INTEGER NOT NULL,"
                              " PRIMARY KEY (day, item)) WITHOUT ROWID");
    }
    if (result != DB_OK) {
        db_close(*db);
        *db = NULL;
    }
    return result;
}

static bool store_rows(sqlite3 *db, const struct interest *interest, wall_t now)
{
    if (!db_begin_write(db)) {
        return false;
    }
    bool ok = db_run(db, "DELETE FROM opened WHERE day < ?", "i", day_of(now) - KEEP_DAYS) == DB_OK;
    for (size_t i = 0; ok && i < interest->count; i++) {
        ok = db_run(db,
                    "INSERT INTO opened VALUES (?, ?, ?) ON CONFLICT (day, item)"
                    " DO UPDATE SET times = times + excluded.times",
                    "iii", day_of(now), interest->counts[i].mark,
                    (int64_t)interest->counts[i].times) == DB_OK;
    }
    return db_end(db, ok);
}

bool interest_store(const char *state_dir, const struct interest *interest, wall_t now)
{
    char *path = path_join(state_dir, "interest.db");
    sqlite3 *db = NULL;
    enum db_result result = open_for_writing(path, &db);
    if (result == DB_DAMAGED && unlink(path) == 0) {
        result = open_for_writing(path, &db);
    }
    bool ok = result == DB_OK && store_rows(db, interest, now);
    db_close(db);
    free(path);
    return ok;
}

bool interest_load_week(const char *state_dir, wall_t now, struct interest *interest)
{
    char *path = path_join(state_dir, "interest.db");
    sqlite3 *db = NULL;
    bool ok = db_open(path, SQLITE_OPEN_READONLY, BUSY_MS, &db) == DB_OK;
    sqlite3_stmt *row = ok ? db_prepare(db,
                                        "SELECT item, sum(times) FROM opened WHERE day > ?"
                                        " GROUP BY item",
                                        "i", day_of(now) - 7)
                           : NULL;
    ok = row != NULL;
    while (ok && sqlite3_step(row) == SQLITE_ROW) {
        add_mark(interest, sqlite3_column_int64(row, 0), sqlite3_column_int(row, 1));
    }
    sqlite3_finalize(row);
    db_close(db);
    free(path);
    return ok;
}
