/* The schemas. How: an array of scripts for each database; script N makes version N + 1. A released
 * script is never edited: a change is a further one. The staff file's table is made from the list of
 * its columns in store/staffcolumns.c, because staff may add to it and take from it.
 *
 * Moments are whole seconds on the school's wall clock (base/clock.h), NULL for none. */
#include "store/schema.h"

#include <stddef.h>
#include <stdio.h>

static const char *const catalogue_scripts[] = {
    "CREATE TABLE drops (key TEXT PRIMARY KEY NOT NULL, source TEXT NOT NULL,"
    " signature TEXT NOT NULL, first_seen INTEGER, failed INTEGER NOT NULL);"
    /* AUTOINCREMENT: a number once given is never given to another item. */
    "CREATE TABLE items (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,"
    " drop_key TEXT NOT NULL REFERENCES drops(key) ON UPDATE CASCADE ON DELETE CASCADE,"
    " position INTEGER NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,"
    " text TEXT NOT NULL, starts INTEGER, ends INTEGER, all_day INTEGER NOT NULL,"
    " show_from INTEGER, show_until INTEGER, urgent INTEGER NOT NULL, first_seen INTEGER,"
    " place TEXT NOT NULL, time_words TEXT NOT NULL, contact TEXT NOT NULL, needs TEXT NOT NULL,"
    " skills TEXT NOT NULL, takes TEXT NOT NULL, training TEXT NOT NULL, link TEXT NOT NULL,"
    " class_name TEXT NOT NULL, credit TEXT NOT NULL, places INTEGER NOT NULL,"
    " helpers INTEGER NOT NULL);"
    "CREATE INDEX items_by_drop ON items (drop_key, position);"
    "CREATE TABLE pictures (item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,"
    " position INTEGER NOT NULL, hash TEXT NOT NULL, width INTEGER NOT NULL,"
    " height INTEGER NOT NULL, PRIMARY KEY (item_id, position)) WITHOUT ROWID;"
    "CREATE TABLE translations (item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,"
    " language TEXT NOT NULL, title TEXT, text TEXT, PRIMARY KEY (item_id, language))"
    " WITHOUT ROWID;"
    "CREATE TABLE problems (drop_key TEXT NOT NULL REFERENCES drops(key) ON UPDATE CASCADE"
    " ON DELETE CASCADE, position INTEGER NOT NULL, source TEXT NOT NULL, weight INTEGER NOT NULL,"
    " reason TEXT NOT NULL, advice TEXT NOT NULL, since INTEGER,"
    " PRIMARY KEY (drop_key, position)) WITHOUT ROWID;"
    "CREATE TABLE decoded (hash TEXT PRIMARY KEY NOT NULL, refused TEXT) WITHOUT ROWID;"
    "CREATE TABLE decoded_pages (content_hash TEXT NOT NULL REFERENCES decoded(hash)"
    " ON DELETE CASCADE, page INTEGER NOT NULL, hash TEXT NOT NULL, width INTEGER NOT NULL,"
    " height INTEGER NOT NULL, PRIMARY KEY (content_hash, page)) WITHOUT ROWID;"
    "CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;"
    /* Starts at a random place, so that a catalogue made anew never looks like the old one. */
    "CREATE TABLE generation (number INTEGER NOT NULL);"
    "INSERT INTO generation VALUES (abs(random() / 4));",
    "ALTER TABLE items ADD COLUMN is_not TEXT NOT NULL DEFAULT ''",
};

static const char *const outbox_scripts[] = {
    /* sequence and boot_id order replies even when the clock was wrong. */
    "CREATE TABLE replies (uuid TEXT PRIMARY KEY NOT NULL, sequence INTEGER NOT NULL UNIQUE,"
    " boot_id TEXT NOT NULL, kind INTEGER NOT NULL, about TEXT NOT NULL, about_key TEXT NOT NULL,"
    " about_when TEXT NOT NULL, interests TEXT NOT NULL, available TEXT NOT NULL,"
    " people INTEGER NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL,"
    " prefers TEXT NOT NULL, message TEXT NOT NULL, language TEXT NOT NULL,"
    " notice_version TEXT NOT NULL, kiosk TEXT NOT NULL, created INTEGER,"
    " clock_sure INTEGER NOT NULL,"
    /* delivered: when the office's file had it; forgotten: the office deleted it there, so nothing
     * but the number is kept here. */
    " delivered INTEGER, forgotten INTEGER);"
    "CREATE INDEX replies_waiting ON replies (sequence) WHERE delivered IS NULL;"
    "CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;",
    "ALTER TABLE replies ADD COLUMN organisation TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE replies ADD COLUMN agreed TEXT NOT NULL DEFAULT '';",
    "ALTER TABLE replies ADD COLUMN children INTEGER NOT NULL DEFAULT 0;",
    /* wiped: the office has had it for long enough, so that only what can be counted is kept here;
     * erased: its person asked to be removed, so it is forgotten and must not stand anywhere again. */
    "ALTER TABLE replies ADD COLUMN wiped INTEGER; ALTER TABLE replies ADD COLUMN erased INTEGER;",
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum db_result schema_bring(sqlite3 *db, enum schema_kind kind)
{
    const char *const *scripts = kind == SCHEMA_CATALOGUE ? catalogue_scripts : outbox_scripts;
    size_t newest = kind == SCHEMA_CATALOGUE ? COUNT(catalogue_scripts) : COUNT(outbox_scripts);
    if (db_number(db, -1, "PRAGMA user_version", "") == (int64_t)newest) {
        return DB_OK;
    }
    if (!db_begin_write(db)) {
        return db_last(db);
    }
    /* Asked again inside the transaction: another process may have been faster. */
    int64_t version = db_number(db, -1, "PRAGMA user_version", "");
    enum db_result result = version < 0                 ? db_last(db)
                            : version > (int64_t)newest ? DB_FAILED
                                                        : DB_OK;
    for (size_t i = (size_t)version; result == DB_OK && i < newest; i++) {
        result = db_exec(db, scripts[i]);
    }
    if (result == DB_OK) {
        char sql[48];
        snprintf(sql, sizeof sql, "PRAGMA user_version = %zu", newest);
        result = db_exec(db, sql);
    }
    if (!db_end(db, result == DB_OK) && result == DB_OK) {
        result = db_last(db) == DB_OK ? DB_FAILED : db_last(db);
    }
    return result;
}
