/* The catalogue. How: one transaction for each drop; every call first sees that the file is still the
 * one that was opened and still a database, and opens it anew when not. So a file that was overwritten
 * or made anew under a running process heals without anybody starting anything. */
#include "store/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "store/inside.h"
#include "store/schema.h"

#define BUSY_MS 3000

struct catalogue {
    char *path;
    enum catalogue_access access;
    sqlite3 *db; /* NULL: to be opened again */
    sqlite3_stmt *generation;
    int64_t last_generation;
    wall_t now;   /* the last moment that a caller told; dates the name of a damaged file */
    bool suspect; /* a statement found damage: look at the whole file before the next */
};

/* ---- opening and healing ---- */

static void shut(struct catalogue *catalogue)
{
    sqlite3_finalize(catalogue->generation);
    catalogue->generation = NULL;
    db_close(catalogue->db);
    catalogue->db = NULL;
}

static enum db_result open_for_reading(struct catalogue *catalogue)
{
    /* Not SQLITE_OPEN_READONLY: a reader of a WAL database takes part in its shared memory. */
    enum db_result result =
        db_open(catalogue->path, SQLITE_OPEN_READWRITE, BUSY_MS, &catalogue->db);
    if (result == DB_OK) {
        result = db_exec(catalogue->db, "PRAGMA query_only=ON");
    }
    if (result == DB_OK) {
        result = db_check(catalogue->db);
    }
    /* A file that import has only just begun has no tables yet: try again later. */
    if (result == DB_OK && db_number(catalogue->db, 0, "PRAGMA user_version", "") == 0) {
        result = DB_AWAY;
    }
    return result;
}

static enum db_result open_for_writing(struct catalogue *catalogue)
{
    /* Made here, so that it is never readable for others, not even for a moment. */
    int fd = path_open_private(catalogue->path, O_RDWR | O_CREAT);
    if (fd < 0) {
        return DB_AWAY;
    }
    close(fd);
    enum db_result result =
        db_open(catalogue->path, SQLITE_OPEN_READWRITE, BUSY_MS, &catalogue->db);
    if (result == DB_OK) {
        result = db_check(catalogue->db);
    }
    if (result == DB_OK) {
        /* NORMAL: after a power cut the last drops may be missing; import then makes them again. */
        result = db_exec(catalogue->db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                                        "PRAGMA foreign_keys=ON");
    }
    if (result == DB_OK) {
        result = schema_bring(catalogue->db, SCHEMA_CATALOGUE);
        /* Of a newer Foyer: all of it can be made anew, so it is treated like a damaged one. */
        result = result == DB_FAILED ? DB_DAMAGED : result;
    }
    return result;
}

/* Opens; a damaged file is set aside once and made anew. `note` may be NULL. */
static bool open_file(struct catalogue *catalogue, struct str *note)
{
    catalogue->suspect = false;
    enum db_result result = catalogue->access == CATALOGUE_READ ? open_for_reading(catalogue)
                                                                : open_for_writing(catalogue);
    char *aside = NULL;
    if (result == DB_DAMAGED && catalogue->access == CATALOGUE_WRITE) {
        shut(catalogue);
        aside = path_set_aside(catalogue->path, catalogue->now);
        result = aside != NULL ? open_for_writing(catalogue) : DB_AWAY;
    }
    if (result != DB_OK) {
        shut(catalogue);
    } else if (aside != NULL) {
        char *said =
            xasprintf("The list of what is on the share was damaged. It was put aside as %s "
                      "and is made anew from the share; nothing needs to be done.",
                      path_base(aside));
        (void)db_run(catalogue->db, "INSERT OR REPLACE INTO facts VALUES ('note', ?)", "t", said);
        if (note != NULL) {
            str_puts(note, said);
        } else {
            log_warn("%s", said);
        }
        free(said);
    }
    free(aside);
    return result == DB_OK;
}

struct catalogue *catalogue_open(const char *state_dir, enum catalogue_access access, wall_t now,
                                 struct str *note)
{
    if (access == CATALOGUE_WRITE && !path_make_private(state_dir)) {
        return NULL;
    }
    struct catalogue *catalogue = xcalloc(1, sizeof *catalogue);
    catalogue->path = path_join(state_dir, "catalogue.db");
    catalogue->access = access;
    catalogue->now = now;
    if (!open_file(catalogue, note)) {
        catalogue_close(catalogue);
        return NULL;
    }
    return catalogue;
}

void catalogue_close(struct catalogue *catalogue)
{
    if (catalogue != NULL) {
        shut(catalogue);
        free(catalogue->path);
        free(catalogue);
    }
}

sqlite3 *catalogue_db(struct catalogue *catalogue)
{
    if (catalogue->db != NULL &&
        (catalogue->suspect || !db_still_there(catalogue->db, catalogue->path))) {
        shut(catalogue);
    }
    if (catalogue->db == NULL) {
        (void)open_file(catalogue, NULL);
    }
    return catalogue->db;
}

/* Remembers damage for the next call; passes `ok` on. */
static bool judged(struct catalogue *catalogue, bool ok)
{
    if (!ok && db_last(catalogue->db) == DB_DAMAGED) {
        catalogue->suspect = true;
    }
    return ok;
}

/* Ends the transaction; damage is judged before ROLLBACK, which would hide it. */
static bool finish(struct catalogue *catalogue, bool ok)
{
    judged(catalogue, ok);
    return db_end(catalogue->db, ok) || judged(catalogue, false);
}

int64_t catalogue_generation(struct catalogue *catalogue)
{
    sqlite3 *db = catalogue_db(catalogue);
    if (db == NULL) {
        return catalogue->last_generation;
    }
    if (catalogue->generation == NULL) {
        catalogue->generation = db_prepare(db, "SELECT number FROM generation", "");
    }
    if (catalogue->generation != NULL) {
        if (sqlite3_step(catalogue->generation) == SQLITE_ROW) {
            catalogue->last_generation = sqlite3_column_int64(catalogue->generation, 0);
        } else {
            judged(catalogue, false);
        }
        sqlite3_reset(catalogue->generation);
    }
    return catalogue->last_generation;
}

bool catalogue_is_at(struct catalogue *catalogue, int64_t generation)
{
    return catalogue_generation(catalogue) == generation && catalogue->db != NULL &&
           !catalogue->suspect;
}

static bool bump(sqlite3 *db)
{
    return db_exec(db, "UPDATE generation SET number = number + 1") == DB_OK;
}

/* ---- reading ---- */

#define ITEM_COLUMNS                                                                             \
    "id, key, source, kind, title, text, starts, ends, all_day, show_from, show_until, urgent,"  \
    " first_seen, place, time_words, contact, needs, skills, takes, training, link, class_name," \
    " credit, is_not, places, helpers"

static struct item read_item(sqlite3_stmt *row)
{
    enum item_kind kind = ITEM_NOTICE;
    (void)item_kind_from_word(db_column(row, 3), &kind);
    struct item item = item_make(kind);
    item.id = sqlite3_column_int64(row, 0);
    item_set(&item.key, db_column(row, 1));
    item_set(&item.source, db_column(row, 2));
    item_set(&item.title, db_column(row, 4));
    item_set(&item.text, db_column(row, 5));
    item.starts = db_column_wall(row, 6);
    item.ends = db_column_wall(row, 7);
    item.all_day = sqlite3_column_int(row, 8) != 0;
    item.show_from = db_column_wall(row, 9);
    item.show_until = db_column_wall(row, 10);
    item.urgent = sqlite3_column_int(row, 11) != 0;
    item.first_seen = db_column_wall(row, 12);
    char **const texts[] = {&item.where,      &item.when,   &item.contact,  &item.needs,
                            &item.skills,     &item.takes,  &item.training, &item.link,
                            &item.class_name, &item.credit, &item.is_not};
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++) {
        item_set(texts[i], db_column(row, 13 + i));
    }
    item.places = sqlite3_column_int(row, 24);
    item.helpers = sqlite3_column_int(row, 25);
    return item;
}

static bool read_pictures(sqlite3_stmt *pictures, struct item *item)
{
    int code = db_rebind(pictures, "i", item->id) ? SQLITE_ROW : SQLITE_ERROR;
    while (code == SQLITE_ROW && (code = sqlite3_step(pictures)) == SQLITE_ROW) {
        item_add_picture(item, db_column(pictures, 0), sqlite3_column_int(pictures, 1),
                         sqlite3_column_int(pictures, 2));
    }
    return code == SQLITE_DONE;
}

static bool read_translations(sqlite3_stmt *translations, struct item *item)
{
    int code = db_rebind(translations, "i", item->id) ? SQLITE_ROW : SQLITE_ERROR;
    while (code == SQLITE_ROW && (code = sqlite3_step(translations)) == SQLITE_ROW) {
        item_add_translation(item, db_column(translations, 0),
                             (const char *)sqlite3_column_text(translations, 1),
                             (const char *)sqlite3_column_text(translations, 2));
    }
    return code == SQLITE_DONE;
}

bool catalogue_items(struct catalogue *catalogue, struct item_list *out)
{
    *out = (struct item_list){0};
    sqlite3 *db = catalogue_db(catalogue);
    if (db == NULL || !db_begin_read(db)) {
        return false;
    }
    sqlite3_stmt *items =
        db_prepare(db, "SELECT " ITEM_COLUMNS " FROM items ORDER BY drop_key, position, id", "");
    sqlite3_stmt *pictures = db_prepare(
        db, "SELECT hash, width, height FROM pictures WHERE item_id = ? ORDER BY position", "i",
        (int64_t)0);
    sqlite3_stmt *translations = db_prepare(
        db, "SELECT language, title, text FROM translations WHERE item_id = ?", "i", (int64_t)0);
    bool ok = items != NULL && pictures != NULL && translations != NULL;
    int code = SQLITE_DONE;
    while (ok && (code = sqlite3_step(items)) == SQLITE_ROW) {
        struct item item = read_item(items);
        ok = read_pictures(pictures, &item) && read_translations(translations, &item);
        item_list_add(out, item);
    }
    ok = judged(catalogue, ok && code == SQLITE_DONE);
    sqlite3_finalize(items);
    sqlite3_finalize(pictures);
    sqlite3_finalize(translations);
    (void)db_end(db, true);
    db_rest(db); /* from now on only the generation is asked for */
    if (!ok) {
        item_list_free(out);
    }
    return ok;
}

bool catalogue_problems(struct catalogue *catalogue, struct problem_list *out)
{
    *out = (struct problem_list){0};
    sqlite3 *db = catalogue_db(catalogue);
    sqlite3_stmt *row =
        db == NULL ? NULL
                   : db_prepare(db,
                                "SELECT source, weight, reason, advice, since FROM problems"
                                " ORDER BY since DESC, drop_key, position",
                                "");
    int code = SQLITE_ERROR;
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        problem_add(out, db_column(row, 0), (enum problem_weight)sqlite3_column_int(row, 1),
                    db_column(row, 2), db_column(row, 3));
        out->problems[out->count - 1].since = db_column_wall(row, 4);
    }
    bool ok = db != NULL && judged(catalogue, code == SQLITE_DONE);
    sqlite3_finalize(row);
    if (!ok) {
        problem_list_free(out);
    }
    return ok;
}

bool catalogue_drops(struct catalogue *catalogue, struct drop_known_list *out)
{
    *out = (struct drop_known_list){0};
    sqlite3 *db = catalogue_db(catalogue);
    sqlite3_stmt *row =
        db == NULL
            ? NULL
            : db_prepare(db, "SELECT key, signature, first_seen FROM drops ORDER BY key", "");
    int code = SQLITE_ERROR;
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        out->drops = xgrow(out->drops, out->count, &out->capacity, sizeof out->drops[0]);
        out->drops[out->count++] = (struct drop_known){
            db_column_copy(row, 0), db_column_copy(row, 1), db_column_wall(row, 2)};
    }
    bool ok = db != NULL && judged(catalogue, code == SQLITE_DONE);
    sqlite3_finalize(row);
    if (!ok) {
        drop_known_list_free(out);
    }
    return ok;
}

void drop_known_list_free(struct drop_known_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->drops[i].key);
        free(list->drops[i].signature);
    }
    free(list->drops);
    *list = (struct drop_known_list){0};
}

/* ---- writing ---- */

static bool put_extras(sqlite3 *db, int64_t id, const struct item *item)
{
    bool ok = db_run(db, "DELETE FROM pictures WHERE item_id = ?", "i", id) == DB_OK &&
              db_run(db, "DELETE FROM translations WHERE item_id = ?", "i", id) == DB_OK;
    for (size_t i = 0; ok && i < item->picture_count; i++) {
        const struct picture *p = &item->pictures[i];
        ok = db_run(db, "INSERT INTO pictures VALUES (?, ?, ?, ?, ?)", "iitii", id, (int64_t)i,
                    p->hash, (int64_t)p->width, (int64_t)p->height) == DB_OK;
    }
    for (size_t i = 0; ok && i < item->translation_count; i++) {
        const struct translation *t = &item->translations[i];
        ok = db_run(db, "INSERT OR REPLACE INTO translations VALUES (?, ?, ?, ?)", "ittt", id,
                    t->language, t->title, t->text) == DB_OK;
    }
    return ok;
}

/* An item known by its key keeps its id and first_seen. */
static bool put_item(sqlite3 *db, const struct drop *drop, const struct item *item, size_t position,
                     wall_t first_seen)
{
    static const char sql[] =
        "INSERT INTO items (key, drop_key, position, source, kind, title, text, starts, ends,"
        " all_day, show_from, show_until, urgent, first_seen, place, time_words, contact, needs,"
        " skills, takes, training, link, class_name, credit, is_not, places, helpers)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET drop_key = excluded.drop_key,"
        " position = excluded.position, source = excluded.source, kind = excluded.kind,"
        " title = excluded.title, text = excluded.text, starts = excluded.starts,"
        " ends = excluded.ends, all_day = excluded.all_day, show_from = excluded.show_from,"
        " show_until = excluded.show_until, urgent = excluded.urgent, place = excluded.place,"
        " time_words = excluded.time_words, contact = excluded.contact, needs = excluded.needs,"
        " skills = excluded.skills, takes = excluded.takes, training = excluded.training,"
        " link = excluded.link, class_name = excluded.class_name, credit = excluded.credit,"
        " is_not = excluded.is_not,"
        " places = excluded.places, helpers = excluded.helpers RETURNING id";
    sqlite3_stmt *row =
        db_prepare(db, sql,
                   "ttitttt"
                   "wwiwwiw"
                   "ttttttttttt"
                   "ii",
                   item->key, drop->key, (int64_t)position, item->source,
                   item_kind_word(item->kind), item->title, item->text, item->starts, item->ends,
                   (int64_t)item->all_day, item->show_from, item->show_until, (int64_t)item->urgent,
                   item->first_seen != WALL_NONE ? item->first_seen : first_seen, item->where,
                   item->when, item->contact, item->needs, item->skills, item->takes,
                   item->training, item->link, item->class_name, item->credit, item->is_not,
                   (int64_t)item->places, (int64_t)item->helpers);
    bool ok = row != NULL && sqlite3_step(row) == SQLITE_ROW;
    int64_t id = ok ? sqlite3_column_int64(row, 0) : 0;
    ok = ok && sqlite3_step(row) == SQLITE_DONE;
    sqlite3_finalize(row);
    return ok && put_extras(db, id, item);
}

/* What is new replaces; what is no longer there goes. Items on their way out have position -1. */
static bool put_items(sqlite3 *db, const struct drop *drop, wall_t first_seen)
{
    bool ok =
        db_run(db, "UPDATE items SET position = -1 WHERE drop_key = ?", "t", drop->key) == DB_OK;
    for (size_t i = 0; ok && i < drop->items.count; i++) {
        ok = put_item(db, drop, &drop->items.items[i], i, first_seen);
    }
    return ok && db_run(db, "DELETE FROM items WHERE drop_key = ? AND position = -1", "t",
                        drop->key) == DB_OK;
}

/* A problem that was there already keeps the time it was first seen. */
static bool put_problems(sqlite3 *db, const struct drop *drop, wall_t now)
{
    bool ok = db_exec(db, "CREATE TEMP TABLE IF NOT EXISTS earlier (source, reason, since);"
                          "DELETE FROM earlier") == DB_OK &&
              db_run(db,
                     "INSERT INTO earlier SELECT source, reason, since FROM problems"
                     " WHERE drop_key = ?",
                     "t", drop->key) == DB_OK &&
              db_run(db, "DELETE FROM problems WHERE drop_key = ?", "t", drop->key) == DB_OK;
    for (size_t i = 0; ok && i < drop->problems.count; i++) {
        const struct problem *p = &drop->problems.problems[i];
        ok = db_run(db,
                    "INSERT INTO problems VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce((SELECT since"
                    " FROM earlier WHERE source = ?3 AND reason = ?5), ?7))",
                    "titittw", drop->key, (int64_t)i, p->source, (int64_t)p->weight, p->reason,
                    p->advice, now) == DB_OK;
    }
    return ok;
}

bool catalogue_put(struct catalogue *catalogue, const struct drop *drop, wall_t now)
{
    catalogue->now = now;
    sqlite3 *db = catalogue_db(catalogue);
    if (db == NULL || !db_begin_write(db)) {
        return false;
    }
    wall_t first_seen = drop->first_seen != WALL_NONE ? drop->first_seen : now;
    bool ok = db_run(db,
                     "INSERT INTO drops VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                     " source = excluded.source, signature = excluded.signature,"
                     " failed = excluded.failed",
                     "tttwi", drop->key, drop->source, drop->signature, first_seen,
                     (int64_t)drop->failed) == DB_OK;
    ok = ok && put_problems(db, drop, now);
    ok = ok && (drop->failed || (put_items(db, drop, first_seen) && bump(db)));
    return finish(catalogue, ok);
}

bool catalogue_shows(struct catalogue *catalogue, const char *key, wall_t now)
{
    sqlite3 *db = catalogue_db(catalogue);
    return db != NULL && db_number(db, 0,
                                   "SELECT count(*) FROM items WHERE drop_key = ?"
                                   " AND (show_until IS NULL OR show_until > ?)",
                                   "tw", key, now) > 0;
}

bool catalogue_seen(struct catalogue *catalogue, const char *key, wall_t when)
{
    sqlite3 *db = catalogue_db(catalogue);
    if (db == NULL || !db_begin_write(db)) {
        return false;
    }
    bool ok =
        db_run(db, "UPDATE drops SET first_seen = ? WHERE key = ?", "wt", when, key) == DB_OK &&
        db_run(db, "UPDATE items SET first_seen = ? WHERE drop_key = ?", "wt", when, key) == DB_OK;
    return finish(catalogue, ok && bump(db));
}

bool catalogue_outdate_picture(struct catalogue *catalogue, const char *hash)
{
    sqlite3 *db = catalogue_db(catalogue);
    return db != NULL &&
           judged(catalogue,
                  db_run(db,
                         "UPDATE drops SET signature = '' WHERE key IN (SELECT drop_key FROM items"
                         " JOIN pictures ON pictures.item_id = items.id WHERE pictures.hash = ?)",
                         "t", hash) == DB_OK);
}

bool catalogue_take_down(struct catalogue *catalogue, const char *key)
{
    sqlite3 *db = catalogue_db(catalogue);
    if (db == NULL || !db_begin_write(db)) {
        return false;
    }
    bool had_items =
        db_number(db, 0, "SELECT count(*) FROM items WHERE drop_key = ?", "t", key) > 0;
    bool ok = db_run(db, "DELETE FROM drops WHERE key = ?", "t", key) == DB_OK;
    return finish(catalogue, ok && (!had_items || bump(db)));
}

bool catalogue_rename(struct catalogue *catalogue, const char *old_key, const char *new_key)
{
    sqlite3 *db = catalogue_db(catalogue);
    if (db == NULL || !db_begin_write(db)) {
        return false;
    }
    /* A key already taken violates PRIMARY KEY, and everything stays as it was. */
    bool ok =
        db_run(db, "UPDATE drops SET key = ? WHERE key = ?", "tt", new_key, old_key) == DB_OK &&
        sqlite3_changes(db) == 1 &&
        db_run(db,
               "UPDATE items SET key = ?1 || substr(key, length(?2) + 1)"
               " WHERE drop_key = ?1 AND substr(key, 1, length(?2)) = ?2",
               "tt", new_key, old_key) == DB_OK &&
        bump(db);
    return finish(catalogue, ok);
}

/* ---- pictures ---- */

bool catalogue_pictures(struct catalogue *catalogue, struct hash_list *out)
{
    *out = (struct hash_list){0};
    sqlite3 *db = catalogue_db(catalogue);
    sqlite3_stmt *row =
        db == NULL ? NULL : db_prepare(db, "SELECT DISTINCT hash FROM pictures ORDER BY hash", "");
    int code = SQLITE_ERROR;
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        out->hashes = xgrow(out->hashes, out->count, &out->capacity, sizeof out->hashes[0]);
        out->hashes[out->count++] = db_column_copy(row, 0);
    }
    bool ok = db != NULL && judged(catalogue, code == SQLITE_DONE);
    sqlite3_finalize(row);
    if (!ok) {
        hash_list_free(out);
    }
    return ok;
}

void hash_list_free(struct hash_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->hashes[i]);
    }
    free(list->hashes);
    *list = (struct hash_list){0};
}

bool catalogue_remember(struct catalogue *catalogue, const char *content_hash,
                        const struct decoded_page *pages, size_t page_count, const char *refused)
{
    sqlite3 *db = catalogue_db(catalogue);
    if (db == NULL || !db_begin_write(db)) {
        return false;
    }
    /* REPLACE would not run ON DELETE CASCADE for the row it removes in every setting: be plain. */
    bool ok = db_run(db, "DELETE FROM decoded WHERE hash = ?", "t", content_hash) == DB_OK &&
              db_run(db, "INSERT INTO decoded VALUES (?, ?)", "tt", content_hash, refused) == DB_OK;
    for (size_t i = 0; ok && i < page_count; i++) {
        ok = db_run(db, "INSERT INTO decoded_pages VALUES (?, ?, ?, ?, ?)", "titii", content_hash,
                    (int64_t)i, pages[i].hash, (int64_t)pages[i].width,
                    (int64_t)pages[i].height) == DB_OK;
    }
    return finish(catalogue, ok);
}

static int by_hash(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool catalogue_forget_decoded(struct catalogue *catalogue, const struct hash_list *kept)
{
    sqlite3 *db = catalogue_db(catalogue);
    if (db == NULL || !db_begin_write(db)) {
        return false;
    }
    sqlite3_stmt *row = db_prepare(
        db,
        "SELECT hash FROM decoded WHERE refused IS NULL AND NOT EXISTS (SELECT 1 FROM "
        "decoded_pages AS p"
        " JOIN pictures AS shown ON shown.hash = p.hash WHERE p.content_hash = decoded.hash)",
        "");
    struct hash_list unused = {0};
    size_t capacity = 0;
    while (row != NULL && sqlite3_step(row) == SQLITE_ROW) {
        const char *hash = db_column(row, 0);
        if (kept == NULL || kept->count == 0 ||
            bsearch(&hash, kept->hashes, kept->count, sizeof *kept->hashes, by_hash) == NULL) {
            unused.hashes = xgrow(unused.hashes, unused.count, &capacity, sizeof *unused.hashes);
            unused.hashes[unused.count++] = xstrdup(hash);
        }
    }
    bool ok = row != NULL;
    sqlite3_finalize(row);
    for (size_t i = 0; ok && i < unused.count; i++) {
        ok = db_run(db, "DELETE FROM decoded WHERE hash = ?", "t", unused.hashes[i]) == DB_OK;
    }
    ok = ok &&
         db_run(db,
                "DELETE FROM decoded WHERE refused IS NOT NULL AND (SELECT count(*) FROM decoded"
                " WHERE refused IS NOT NULL) > ?",
                "i", (int64_t)CATALOGUE_REFUSED) == DB_OK;
    hash_list_free(&unused);
    return finish(catalogue, ok);
}

static bool recall_pages(sqlite3 *db, const char *content_hash, struct decoded_page **pages,
                         size_t *page_count)
{
    sqlite3_stmt *row = db_prepare(db,
                                   "SELECT hash, width, height FROM decoded_pages"
                                   " WHERE content_hash = ? ORDER BY page",
                                   "t", content_hash);
    size_t capacity = 0;
    int code = SQLITE_ERROR;
    while (row != NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        *pages = xgrow(*pages, *page_count, &capacity, sizeof **pages);
        struct decoded_page *page = &(*pages)[(*page_count)++];
        *page = (struct decoded_page){.width = sqlite3_column_int(row, 1),
                                      .height = sqlite3_column_int(row, 2)};
        strncpy(page->hash, db_column(row, 0), sizeof page->hash - 1);
    }
    sqlite3_finalize(row);
    return code == SQLITE_DONE;
}

bool catalogue_recall(struct catalogue *catalogue, const char *content_hash,
                      struct decoded_page **pages, size_t *page_count, char **refused)
{
    *pages = NULL;
    *page_count = 0;
    *refused = NULL;
    sqlite3 *db = catalogue_db(catalogue);
    sqlite3_stmt *row = db == NULL ? NULL
                                   : db_prepare(db, "SELECT refused FROM decoded WHERE hash = ?",
                                                "t", content_hash);
    bool known = row != NULL && sqlite3_step(row) == SQLITE_ROW;
    if (known && sqlite3_column_type(row, 0) != SQLITE_NULL) {
        *refused = db_column_copy(row, 0);
    }
    sqlite3_finalize(row);
    if (known && *refused == NULL && !recall_pages(db, content_hash, pages, page_count)) {
        judged(catalogue, false);
        free(*pages);
        *pages = NULL;
        *page_count = 0;
        known = false;
    }
    return known;
}

/* ---- facts ---- */

bool catalogue_set_fact(struct catalogue *catalogue, const char *name, const char *value)
{
    sqlite3 *db = catalogue_db(catalogue);
    return db != NULL && judged(catalogue, db_run(db, "INSERT OR REPLACE INTO facts VALUES (?, ?)",
                                                  "tt", name, value) == DB_OK);
}

char *catalogue_fact(struct catalogue *catalogue, const char *name)
{
    sqlite3 *db = catalogue_db(catalogue);
    return db == NULL ? NULL : db_text(db, "SELECT value FROM facts WHERE name = ?", "t", name);
}

bool catalogue_tidy(struct catalogue *catalogue)
{
    sqlite3 *db = catalogue_db(catalogue);
    /* The first column says whether a reader was in the way. */
    return db != NULL && db_number(db, 1, "PRAGMA wal_checkpoint(TRUNCATE)", "") == 0;
}
