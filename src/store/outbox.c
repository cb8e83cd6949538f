/* The outbox. How: WAL with synchronous=FULL, one INSERT a reply, read back by a fresh statement and
 * compared before anyone is thanked. */
#include "store/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "store/db.h"
#include "store/schema.h"

struct outbox {
    sqlite3 *db;
};

struct outbox *outbox_open(const char *state_dir, wall_t now, struct str *note)
{
    char *path = path_join(state_dir, "outbox.db");
    sqlite3 *db = NULL;
    struct str said = {0};
    enum db_result result = db_open_or_renew(path, DB_DURABLE, now, &db, &said);
    struct outbox *outbox = NULL;
    if (result == DB_OK && db_run(db, schema_outbox)) {
        outbox = xcalloc(1, sizeof *outbox);
        outbox->db = db;
        if (said.length > 0) {
            outbox_set_fact(outbox, "note", said.data);
        }
    } else {
        str_printf(&said, "%s cannot be written; check the disk and that the folder belongs to "
                          "Foyer's account.", path);
        log_error("%s", said.data);
        sqlite3_close(db);
    }
    if (note != NULL) {
        str_puts(note, said.data);
    }
    str_free(&said);
    free(path);
    return outbox;
}

void outbox_close(struct outbox *outbox)
{
    if (outbox != NULL) {
        sqlite3_close(outbox->db);
        free(outbox);
    }
}

#define REPLY_COLUMNS                                                                              \
    "uuid, kind, about, about_key, about_when, interests, available, people, name, phone, email, " \
    "prefers, message, language, notice_version, kiosk, created, clock_sure"

static void bind_reply(sqlite3_stmt *s, const struct reply *r)
{
    db_text(s, 1, r->uuid);
    db_text(s, 2, reply_kind_word(r->kind));
    const char *const before[] = {r->about, r->about_key, r->about_when, r->interests, r->available};
    for (int i = 0; i < 5; i++) {
        db_text(s, 3 + i, before[i]);
    }
    db_int(s, 8, r->people);
    const char *const after[] = {r->name,    r->phone,    r->email,          r->prefers,
                                 r->message, r->language, r->notice_version, r->kiosk};
    for (int i = 0; i < 8; i++) {
        db_text(s, 9 + i, after[i]);
    }
    db_wall(s, 17, r->created, true);
    db_int(s, 18, r->clock_sure);
}

static struct reply read_reply(sqlite3_stmt *s)
{
    struct reply r = reply_make();
    snprintf(r.uuid, sizeof r.uuid, "%s", db_column(s, 0));
    for (int i = 0; i < REPLY_KIND_COUNT; i++) {
        if (str_same(db_column(s, 1), reply_kind_word((enum reply_kind)i))) {
            r.kind = (enum reply_kind)i;
        }
    }
    char **const before[] = {&r.about, &r.about_key, &r.about_when, &r.interests, &r.available};
    for (int i = 0; i < 5; i++) {
        free(*before[i]);
        *before[i] = xstrdup(db_column(s, 2 + i));
    }
    r.people = (int)db_column_int(s, 7);
    char **const after[] = {&r.name,    &r.phone,    &r.email,          &r.prefers,
                            &r.message, &r.language, &r.notice_version, &r.kiosk};
    for (int i = 0; i < 8; i++) {
        free(*after[i]);
        *after[i] = xstrdup(db_column(s, 8 + i));
    }
    r.created = db_column_wall(s, 16);
    r.clock_sure = db_column_int(s, 17) != 0;
    return r;
}

static bool same_reply(const struct reply *a, const struct reply *b)
{
    const char *const x[] = {a->uuid,  a->about, a->about_key, a->about_when, a->interests,
                             a->available, a->name, a->phone,  a->email,      a->prefers,
                             a->message, a->language};
    const char *const y[] = {b->uuid,  b->about, b->about_key, b->about_when, b->interests,
                             b->available, b->name, b->phone,  b->email,      b->prefers,
                             b->message, b->language};
    bool same = a->kind == b->kind && a->people == b->people;
    for (size_t i = 0; i < sizeof x / sizeof x[0]; i++) {
        same = same && str_same(x[i], y[i]);
    }
    return same;
}

/* What is stored under that UUID, compared with what should be. */
static bool read_back(struct outbox *o, const struct reply *reply)
{
    sqlite3_stmt *s = db_prepare(o->db, "SELECT " REPLY_COLUMNS " FROM reply WHERE uuid=?");
    if (s == NULL) {
        return false;
    }
    db_text(s, 1, reply->uuid);
    bool same = false;
    if (db_row(s)) {
        struct reply stored = read_reply(s);
        same = same_reply(reply, &stored);
        reply_wipe(&stored);
    }
    sqlite3_finalize(s);
    return same;
}

bool outbox_put(struct outbox *o, const struct reply *reply)
{
    if (!db_run(o->db, "BEGIN IMMEDIATE")) {
        return false;
    }
    sqlite3_stmt *s = db_prepare(o->db, "INSERT INTO reply(" REPLY_COLUMNS ") "
                                        "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
                                        "ON CONFLICT(uuid) DO NOTHING");
    bool ok = s != NULL;
    if (ok) {
        bind_reply(s, reply);
        ok = db_done(s);
    }
    if (!ok || !db_run(o->db, "COMMIT")) {
        db_run(o->db, "ROLLBACK");
        return false;
    }
    return read_back(o, reply);
}

int64_t outbox_count(struct outbox *o)
{
    return db_number(o->db, "SELECT count(*) FROM reply", -1);
}

int64_t outbox_waiting(struct outbox *o)
{
    return db_number(o->db, "SELECT count(*) FROM reply WHERE delivered IS NULL", -1);
}

static bool collect(struct outbox *o, const char *sql, size_t limit, struct reply **replies,
                    size_t *count)
{
    *replies = NULL;
    *count = 0;
    size_t capacity = 0;
    sqlite3_stmt *s = db_prepare(o->db, sql);
    if (s == NULL) {
        return false;
    }
    db_int(s, 1, limit > INT64_MAX ? INT64_MAX : (int64_t)limit);
    while (db_row(s)) {
        *replies = xgrow(*replies, *count, &capacity, sizeof **replies);
        (*replies)[(*count)++] = read_reply(s);
    }
    return sqlite3_finalize(s) == SQLITE_OK;
}

bool outbox_pending(struct outbox *o, size_t limit, struct reply **replies, size_t *count)
{
    return collect(o, "SELECT " REPLY_COLUMNS " FROM reply WHERE delivered IS NULL "
                      "ORDER BY number LIMIT ?", limit, replies, count);
}

bool outbox_all(struct outbox *o, struct reply **replies, size_t *count)
{
    return collect(o, "SELECT " REPLY_COLUMNS " FROM reply ORDER BY number LIMIT ?", INT64_MAX,
                   replies, count);
}

void reply_array_wipe(struct reply *replies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        reply_wipe(&replies[i]);
    }
    free(replies);
}

bool outbox_mark_delivered(struct outbox *o, const char *uuid, wall_t now)
{
    sqlite3_stmt *s = db_prepare(
        o->db, "UPDATE reply SET delivered=?2 WHERE uuid=?1 AND delivered IS NULL");
    if (s == NULL) {
        return false;
    }
    db_text(s, 1, uuid);
    db_wall(s, 2, now, true);
    return db_done(s);
}

bool outbox_mark_all_waiting(struct outbox *o)
{
    return db_run(o->db, "UPDATE reply SET delivered=NULL");
}

bool outbox_set_fact(struct outbox *o, const char *name, const char *value)
{
    sqlite3_stmt *s = db_prepare(o->db, "INSERT INTO fact VALUES(?1,?2) ON CONFLICT(name) DO UPDATE "
                                        "SET value=?2 WHERE value IS NOT ?2");
    if (s == NULL) {
        return false;
    }
    db_text(s, 1, name);
    db_text(s, 2, value);
    return db_done(s);
}

char *outbox_fact(struct outbox *o, const char *name)
{
    sqlite3_stmt *s = db_prepare(o->db, "SELECT value FROM fact WHERE name=?");
    if (s == NULL) {
        return NULL;
    }
    db_text(s, 1, name);
    char *value = db_row(s) ? xstrdup(db_column(s, 0)) : NULL;
    sqlite3_finalize(s);
    return value;
}
