/* The catalogue. How: one row a drop, cascading to everything made of it, so that putting and taking
 * down are one transaction each; a counter says when readers should look again. */
#include "store/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "store/db.h"
#include "store/schema.h"

struct catalogue {
    sqlite3 *db;
    sqlite3_stmt *generation;
};

struct catalogue *catalogue_open(const char *state_dir, enum catalogue_access access, wall_t now,
                                 struct str *note)
{
    char *path = path_join(state_dir, "catalogue.db");
    sqlite3 *db = NULL;
    struct str said = {0};
    enum db_result result = access == CATALOGUE_WRITE
                                ? db_open_or_renew(path, DB_WRITE, now, &db, &said)
                                : db_open(path, DB_READ, &db);
    if (result == DB_OK && access == CATALOGUE_WRITE && !db_run(db, schema_catalogue)) {
        result = DB_REFUSED;
    }
    if (result != DB_OK && access == CATALOGUE_WRITE) {
        log_error("%s cannot be written; check that the folder belongs to Foyer's account", path);
    }
    free(path);
    struct catalogue *catalogue = NULL;
    if (result == DB_OK) {
        catalogue = xcalloc(1, sizeof *catalogue);
        catalogue->db = db;
        if (said.length > 0) {
            catalogue_set_fact(catalogue, "note", said.data);
        }
    } else {
        sqlite3_close(db);
    }
    if (note != NULL) {
        str_puts(note, said.data);
    }
    str_free(&said);
    return catalogue;
}

void catalogue_close(struct catalogue *catalogue)
{
    if (catalogue != NULL) {
        sqlite3_finalize(catalogue->generation);
        sqlite3_close(catalogue->db);
        free(catalogue);
    }
}

int64_t catalogue_generation(struct catalogue *c)
{
    if (c->generation == NULL) {
        c->generation = db_prepare(c->db, "SELECT value FROM fact WHERE name='generation'");
    }
    int64_t generation = db_row(c->generation) ? db_column_int(c->generation, 0) : -1;
    sqlite3_reset(c->generation);
    return generation;
}

static bool next_generation(struct catalogue *c)
{
    return db_run(c->db, "UPDATE fact SET value=value+1 WHERE name='generation'");
}

#define ITEM_COLUMNS                                                                               \
    "id, key, source, kind, title, text, starts, ends, all_day, show_from, show_until, urgent, "   \
    "first_seen, location, time_words, contact, needs, skills, takes, training, link, class, "     \
    "credit, places, helpers"

static struct item read_item(sqlite3_stmt *s)
{
    enum item_kind kind = ITEM_NOTICE;
    item_kind_from_word(db_column(s, 3), &kind);
    struct item item = item_make(kind);
    item.id = db_column_int(s, 0);
    char **texts[] = {&item.key, &item.source};
    item_set(texts[0], db_column(s, 1));
    item_set(texts[1], db_column(s, 2));
    item_set(&item.title, db_column(s, 4));
    item_set(&item.text, db_column(s, 5));
    item.starts = db_column_wall(s, 6);
    item.ends = db_column_wall(s, 7);
    item.all_day = db_column_int(s, 8) != 0;
    item.show_from = db_column_wall(s, 9);
    item.show_until = db_column_wall(s, 10);
    item.urgent = db_column_int(s, 11) != 0;
    item.first_seen = db_column_wall(s, 12);
    char **more[] = {&item.where,    &item.when, &item.contact,    &item.needs, &item.skills,
                     &item.takes,    &item.training, &item.link, &item.class_name, &item.credit};
    for (int i = 0; i < 10; i++) {
        item_set(more[i], db_column(s, 13 + i));
    }
    item.places = (int)db_column_int(s, 23);
    item.helpers = (int)db_column_int(s, 24);
    return item;
}

static struct item *find_item(struct item_list *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].id == id) {
            return &list->items[i];
        }
    }
    return NULL;
}

/* Pictures and translations come in one pass each, in the items' order. */
static bool read_parts(struct catalogue *c, struct item_list *list)
{
    sqlite3_stmt *s =
        db_prepare(c->db, "SELECT item, hash, width, height FROM picture ORDER BY item, place");
    struct item *item = NULL;
    while (db_row(s)) {
        int64_t id = db_column_int(s, 0);
        item = item != NULL && item->id == id ? item : find_item(list, id);
        if (item != NULL) {
            item_add_picture(item, db_column(s, 1), (int)db_column_int(s, 2),
                             (int)db_column_int(s, 3));
        }
    }
    bool ok = s != NULL && sqlite3_finalize(s) == SQLITE_OK;
    s = db_prepare(c->db, "SELECT item, language, title, text FROM translation");
    while (db_row(s)) {
        item = find_item(list, db_column_int(s, 0));
        if (item != NULL) {
            const char *title = sqlite3_column_type(s, 2) != SQLITE_NULL ? db_column(s, 2) : NULL;
            char *copy = xstrdup(title);
            const char *text = sqlite3_column_type(s, 3) != SQLITE_NULL ? db_column(s, 3) : NULL;
            item_add_translation(item, db_column(s, 1), copy, text);
            free(copy);
        }
    }
    return s != NULL && sqlite3_finalize(s) == SQLITE_OK && ok;
}

bool catalogue_items(struct catalogue *c, struct item_list *out)
{
    *out = (struct item_list){0};
    if (!db_run(c->db, "BEGIN")) { /* items and their pictures from one moment */
        return false;
    }
    sqlite3_stmt *s = db_prepare(c->db, "SELECT " ITEM_COLUMNS " FROM item ORDER BY id");
    while (db_row(s)) {
        item_list_add(out, read_item(s));
    }
    bool ok = s != NULL && sqlite3_finalize(s) == SQLITE_OK;
    ok = ok && read_parts(c, out);
    db_run(c->db, "COMMIT");
    if (!ok) {
        item_list_free(out);
    }
    return ok;
}

bool catalogue_problems(struct catalogue *c, struct problem_list *out)
{
    *out = (struct problem_list){0};
    sqlite3_stmt *s = db_prepare(c->db, "SELECT source, weight, reason, advice, since FROM problem "
                                        "ORDER BY since DESC, source, place");
    while (db_row(s)) {
        char *reason = xstrdup(db_column(s, 2));
        problem_add(out, db_column(s, 0), (enum problem_weight)db_column_int(s, 1), reason,
                    db_column(s, 3));
        out->problems[out->count - 1].since = db_column_wall(s, 4);
        free(reason);
    }
    return s != NULL && sqlite3_finalize(s) == SQLITE_OK;
}

bool catalogue_drops(struct catalogue *c, struct drop_known_list *out)
{
    *out = (struct drop_known_list){0};
    sqlite3_stmt *s = db_prepare(c->db, "SELECT key, signature, first_seen FROM dropped");
    while (db_row(s)) {
        out->drops = xgrow(out->drops, out->count, &out->capacity, sizeof out->drops[0]);
        struct drop_known *drop = &out->drops[out->count++];
        drop->key = xstrdup(db_column(s, 0));
        drop->signature = xstrdup(db_column(s, 1));
        drop->first_seen = db_column_wall(s, 2);
    }
    return s != NULL && sqlite3_finalize(s) == SQLITE_OK;
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

/* Writes one item's row; a known key keeps its id. Returns the id, 0 on failure. */
static int64_t put_item(struct catalogue *c, const char *drop_key, const struct item *item, int place,
                        wall_t first_seen)
{
    sqlite3_stmt *s = db_prepare(
        c->db,
        "INSERT INTO item(key, drop_key, place, source, kind, title, text, starts, ends, all_day, "
        "show_from, show_until, urgent, first_seen, location, time_words, contact, needs, skills, "
        "takes, training, link, class, credit, places, helpers) "
        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,"
        "?24,?25,?26) ON CONFLICT(key) DO UPDATE SET drop_key=?2, place=?3, source=?4, kind=?5, "
        "title=?6, text=?7, starts=?8, ends=?9, all_day=?10, show_from=?11, show_until=?12, "
        "urgent=?13, first_seen=?14, location=?15, time_words=?16, contact=?17, needs=?18, "
        "skills=?19, takes=?20, training=?21, link=?22, class=?23, credit=?24, places=?25, "
        "helpers=?26 RETURNING id");
    if (s == NULL) {
        return 0;
    }
    db_text(s, 1, item->key);
    db_text(s, 2, drop_key);
    db_int(s, 3, place);
    db_text(s, 4, item->source);
    db_text(s, 5, item_kind_word(item->kind));
    db_text(s, 6, item->title);
    db_text(s, 7, item->text);
    db_wall(s, 8, item->starts, !item->all_day);
    db_wall(s, 9, item->ends, !item->all_day);
    db_int(s, 10, item->all_day);
    db_wall(s, 11, item->show_from, true);
    db_wall(s, 12, item->show_until, true);
    db_int(s, 13, item->urgent);
    db_wall(s, 14, item->first_seen != WALL_NONE ? item->first_seen : first_seen, true);
    const char *const texts[] = {item->where,  item->when,  item->contact,    item->needs,
                                 item->skills, item->takes, item->training,   item->link,
                                 item->class_name, item->credit};
    for (int i = 0; i < 10; i++) {
        db_text(s, 15 + i, texts[i]);
    }
    db_int(s, 25, item->places);
    db_int(s, 26, item->helpers);
    int64_t id = db_row(s) ? db_column_int(s, 0) : 0;
    return sqlite3_finalize(s) == SQLITE_OK ? id : 0;
}

static bool put_parts(struct catalogue *c, int64_t id, const struct item *item)
{
    bool ok = true;
    for (size_t i = 0; ok && i < item->picture_count; i++) {
        sqlite3_stmt *s = db_prepare(c->db, "INSERT INTO picture VALUES(?,?,?,?,?)");
        db_int(s, 1, id);
        db_int(s, 2, (int64_t)i);
        db_text(s, 3, item->pictures[i].hash);
        db_int(s, 4, item->pictures[i].width);
        db_int(s, 5, item->pictures[i].height);
        ok = db_done(s);
    }
    for (size_t i = 0; ok && i < item->translation_count; i++) {
        sqlite3_stmt *s = db_prepare(c->db, "INSERT OR REPLACE INTO translation VALUES(?,?,?,?)");
        db_int(s, 1, id);
        db_text(s, 2, item->translations[i].language);
        db_text(s, 3, item->translations[i].title);
        db_text(s, 4, item->translations[i].text);
        ok = db_done(s);
    }
    return ok;
}

/* Runs a statement whose only parameter is a text. */
static bool run_with(struct catalogue *c, const char *sql, const char *text)
{
    sqlite3_stmt *s = db_prepare(c->db, sql);
    if (s == NULL) {
        return false;
    }
    db_text(s, 1, text);
    return db_done(s);
}

static bool put_items(struct catalogue *c, const struct drop *drop, wall_t first_seen)
{
    /* Marked first, so that items the new version no longer has can be told from those it keeps. */
    bool ok = run_with(c, "UPDATE item SET place=-1 WHERE drop_key=?", drop->key) &&
              run_with(c, "DELETE FROM picture WHERE item IN (SELECT id FROM item WHERE drop_key=?)",
                       drop->key) &&
              run_with(c,
                       "DELETE FROM translation WHERE item IN (SELECT id FROM item WHERE drop_key=?)",
                       drop->key);
    for (size_t i = 0; ok && i < drop->items.count; i++) {
        const struct item *item = &drop->items.items[i];
        int64_t id = put_item(c, drop->key, item, (int)i, first_seen);
        ok = id != 0 && put_parts(c, id, item);
    }
    return ok && run_with(c, "DELETE FROM item WHERE drop_key=? AND place=-1", drop->key);
}

static bool put_problems(struct catalogue *c, const struct drop *drop, wall_t now)
{
    bool ok = run_with(c, "DELETE FROM problem WHERE drop_key=?", drop->key);
    for (size_t i = 0; ok && i < drop->problems.count; i++) {
        const struct problem *p = &drop->problems.problems[i];
        sqlite3_stmt *s = db_prepare(c->db, "INSERT INTO problem VALUES(?,?,?,?,?,?,?)");
        db_text(s, 1, drop->key);
        db_int(s, 2, (int64_t)i);
        db_text(s, 3, p->source);
        db_int(s, 4, p->weight);
        db_text(s, 5, p->reason);
        db_text(s, 6, p->advice);
        db_wall(s, 7, p->since != WALL_NONE ? p->since : now, true);
        ok = db_done(s);
    }
    return ok;
}

/* Ends a transaction the way it went. */
static bool finish(struct catalogue *c, bool ok)
{
    if (ok && db_run(c->db, "COMMIT")) {
        return true;
    }
    db_run(c->db, "ROLLBACK");
    return false;
}

bool catalogue_put(struct catalogue *c, const struct drop *drop, wall_t now)
{
    wall_t first_seen = drop->first_seen != WALL_NONE ? drop->first_seen : now;
    if (!db_run(c->db, "BEGIN IMMEDIATE")) {
        return false;
    }
    sqlite3_stmt *s = db_prepare(c->db, "INSERT INTO dropped VALUES(?1,?2,?3,?4) ON CONFLICT(key) "
                                        "DO UPDATE SET source=?2, signature=?3");
    db_text(s, 1, drop->key);
    db_text(s, 2, drop->source);
    db_text(s, 3, drop->signature != NULL ? drop->signature : "");
    db_wall(s, 4, first_seen, true);
    bool ok = db_done(s);
    if (ok && !drop->failed) {
        ok = put_items(c, drop, first_seen);
    }
    ok = ok && put_problems(c, drop, now) && next_generation(c);
    return finish(c, ok);
}

bool catalogue_take_down(struct catalogue *c, const char *key)
{
    if (!db_run(c->db, "BEGIN IMMEDIATE")) {
        return false;
    }
    return finish(c, run_with(c, "DELETE FROM dropped WHERE key=?", key) && next_generation(c));
}

bool catalogue_rename(struct catalogue *c, const char *old_key, const char *new_key)
{
    if (!db_run(c->db, "BEGIN IMMEDIATE")) {
        return false;
    }
    sqlite3_stmt *s = db_prepare(c->db, "UPDATE dropped SET key=?2, signature='' WHERE key=?1");
    db_text(s, 1, old_key);
    db_text(s, 2, new_key);
    bool ok = db_done(s);
    /* Item keys start with the drop's: "old#0" becomes "new#0" and keeps its id. */
    s = ok ? db_prepare(c->db, "UPDATE item SET key=?2 || substr(key, length(?1) + 1) "
                               "WHERE drop_key=?2 AND substr(key, 1, length(?1))=?1")
           : NULL;
    if (s != NULL) {
        db_text(s, 1, old_key);
        db_text(s, 2, new_key);
        ok = db_done(s);
    }
    return finish(c, ok && next_generation(c));
}

bool catalogue_pictures(struct catalogue *c, struct hash_list *out)
{
    *out = (struct hash_list){0};
    sqlite3_stmt *s = db_prepare(c->db, "SELECT DISTINCT hash FROM picture");
    while (db_row(s)) {
        out->hashes = xgrow(out->hashes, out->count, &out->capacity, sizeof out->hashes[0]);
        out->hashes[out->count++] = xstrdup(db_column(s, 0));
    }
    return s != NULL && sqlite3_finalize(s) == SQLITE_OK;
}

void hash_list_free(struct hash_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->hashes[i]);
    }
    free(list->hashes);
    *list = (struct hash_list){0};
}

bool catalogue_remember(struct catalogue *c, const char *content_hash,
                        const struct decoded_page *pages, size_t page_count, const char *refused)
{
    if (!db_run(c->db, "BEGIN IMMEDIATE")) {
        return false;
    }
    sqlite3_stmt *s = db_prepare(c->db, "INSERT OR REPLACE INTO content VALUES(?,?)");
    db_text(s, 1, content_hash);
    db_text(s, 2, refused);
    bool ok = db_done(s);
    for (size_t i = 0; ok && i < page_count; i++) {
        s = db_prepare(c->db, "INSERT OR REPLACE INTO content_page VALUES(?,?,?,?,?)");
        db_text(s, 1, content_hash);
        db_int(s, 2, (int64_t)i);
        db_text(s, 3, pages[i].hash);
        db_int(s, 4, pages[i].width);
        db_int(s, 5, pages[i].height);
        ok = db_done(s);
    }
    return finish(c, ok);
}

bool catalogue_recall(struct catalogue *c, const char *content_hash, struct decoded_page **pages,
                      size_t *page_count, char **refused)
{
    *pages = NULL;
    *page_count = 0;
    *refused = NULL;
    sqlite3_stmt *s = db_prepare(c->db, "SELECT refused FROM content WHERE hash=?");
    db_text(s, 1, content_hash);
    bool known = db_row(s);
    if (known && sqlite3_column_type(s, 0) != SQLITE_NULL) {
        *refused = xstrdup(db_column(s, 0));
    }
    sqlite3_finalize(s);
    if (!known || *refused != NULL) {
        return known;
    }
    s = db_prepare(c->db,
                   "SELECT hash, width, height FROM content_page WHERE content=? ORDER BY place");
    db_text(s, 1, content_hash);
    size_t capacity = 0;
    while (db_row(s)) {
        *pages = xgrow(*pages, *page_count, &capacity, sizeof **pages);
        struct decoded_page *page = &(*pages)[(*page_count)++];
        snprintf(page->hash, sizeof page->hash, "%s", db_column(s, 0));
        page->width = (int)db_column_int(s, 1);
        page->height = (int)db_column_int(s, 2);
    }
    sqlite3_finalize(s);
    return *page_count > 0;
}

bool catalogue_set_fact(struct catalogue *c, const char *name, const char *value)
{
    sqlite3_stmt *s = db_prepare(c->db, "INSERT INTO fact VALUES(?1,?2) ON CONFLICT(name) DO UPDATE "
                                        "SET value=?2 WHERE value IS NOT ?2");
    if (s == NULL) {
        return false;
    }
    db_text(s, 1, name);
    db_text(s, 2, value);
    return db_done(s);
}

char *catalogue_fact(struct catalogue *c, const char *name)
{
    sqlite3_stmt *s = db_prepare(c->db, "SELECT value FROM fact WHERE name=?");
    if (s == NULL) {
        return NULL;
    }
    db_text(s, 1, name);
    char *value = db_row(s) ? xstrdup(db_column(s, 0)) : NULL;
    sqlite3_finalize(s);
    return value;
}

bool catalogue_tidy(struct catalogue *c)
{
    /* Contents nobody uses any more are forgotten with the rest. */
    return db_run(c->db, "DELETE FROM content WHERE refused IS NULL AND NOT EXISTS (SELECT 1 FROM "
                         "content_page p JOIN picture ON picture.hash=p.hash WHERE "
                         "p.content=content.hash)") &&
           db_run(c->db, "PRAGMA wal_checkpoint(TRUNCATE)");
}
