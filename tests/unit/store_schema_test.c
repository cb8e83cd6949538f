/* Files that an older Foyer made: they get what they lack, and nothing in them is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/path.h"
#include "scratch.h"
#include "store/catalogue.h"
#include "store/db.h"
#include "store/outbox.h"
#include "store/stafffile.h"

#define NOW ((wall_t)1795000000)

/* The outbox as version 1 made it, with a reply that waits. */
static const char old_outbox[] =
    "CREATE TABLE replies (uuid TEXT PRIMARY KEY NOT NULL, sequence INTEGER NOT NULL UNIQUE,"
    " boot_id TEXT NOT NULL, kind INTEGER NOT NULL, about TEXT NOT NULL, about_key TEXT NOT NULL,"
    " about_when TEXT NOT NULL, interests TEXT NOT NULL, available TEXT NOT NULL,"
    " people INTEGER NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL,"
    " prefers TEXT NOT NULL, message TEXT NOT NULL, language TEXT NOT NULL,"
    " notice_version TEXT NOT NULL, kiosk TEXT NOT NULL, created INTEGER,"
    " clock_sure INTEGER NOT NULL, delivered INTEGER, forgotten INTEGER);"
    "CREATE INDEX replies_waiting ON replies (sequence) WHERE delivered IS NULL;"
    "CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;"
    "INSERT INTO replies VALUES ('u-1', 1, 'b', 0, 'Garden', 'volunteering/garden#0', '',"
    " 'gardening', 'weekends', 0, 'Mai', '0412', '', 'phone call', '', 'en', '1', 'hall',"
    " 1794000000, 1, NULL, NULL);"
    "PRAGMA user_version = 1";

/* The office's file as it was before newsletters and partners. */
static const char old_staff[] =
    "CREATE TABLE Replies (received TEXT, kind TEXT, about TEXT, [event date] TEXT, name TEXT,"
    " phone TEXT, email TEXT, prefers TEXT, interests TEXT, available TEXT, people INTEGER,"
    " message TEXT, status TEXT DEFAULT 'new', assigned TEXT DEFAULT '', last_contact TEXT DEFAULT"
    " '', notes TEXT DEFAULT '', language TEXT, [notice version] TEXT, kiosk TEXT, clock TEXT,"
    " [reply id] TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))));"
    "CREATE TABLE Delivered ([reply id] TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE [Read me] ([column] TEXT, [what it is] TEXT);"
    "INSERT INTO Replies (name, notes, [reply id]) VALUES ('Ada', 'rang her', 'u-0');"
    "INSERT INTO Delivered VALUES ('u-0'); PRAGMA user_version = 1";

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 100, &db), DB_OK);
    assert_int_equal(db_exec(db, sql), DB_OK);
    db_close(db);
}

static void assert_sql(const char *path, const char *sql, const char *expected)
{
    sqlite3 *db = NULL;
    assert_int_equal(db_open(path, SQLITE_OPEN_READONLY, 100, &db), DB_OK);
    char *found = db_text(db, sql, "");
    assert_non_null(found);
    assert_string_equal(found, expected);
    free(found);
    db_close(db);
}

static void an_old_outbox_keeps_its_reply_and_takes_new_kinds(void **state)
{
    char *path = path_join(*state, "replies/outbox.db");
    scratch_folder(*state, "replies");
    run_sql(path, old_outbox);
    struct outbox *box = outbox_open(*state, NOW, NULL);
    assert_non_null(box);
    struct reply partner = scratch_reply();
    partner.kind = REPLY_PARTNER;
    assert_true(outbox_put(box, &partner));
    struct reply *replies = NULL;
    size_t count = 0;
    assert_true(outbox_pending(box, 10, &replies, &count));
    assert_int_equal(count, 2);
    assert_string_equal(replies[0].uuid, "u-1");
    assert_string_equal(replies[0].name, "Mai");
    assert_string_equal(replies[0].organisation, "");
    assert_string_equal(replies[0].agreed, "");
    assert_int_equal(replies[0].children, 0);
    assert_int_equal(replies[1].kind, REPLY_PARTNER);
    assert_string_equal(replies[1].organisation, partner.organisation);
    reply_array_wipe(replies, count);
    reply_wipe(&partner);
    outbox_close(box);
    free(path);
}

/* `foyer export` may be the first that looks after Foyer was brought up to date. */
static void an_old_outbox_can_be_looked_at(void **state)
{
    char *path = path_join(*state, "replies/outbox.db");
    scratch_folder(*state, "replies");
    run_sql(path, old_outbox);
    struct outbox *box = outbox_look(*state);
    assert_non_null(box);
    struct reply *replies = NULL;
    size_t count = 0;
    assert_true(outbox_all(box, &replies, &count));
    assert_int_equal(count, 1);
    assert_string_equal(replies[0].name, "Mai");
    reply_array_wipe(replies, count);
    outbox_close(box);
    free(path);
}

static void an_old_office_file_gets_its_columns_and_keeps_its_notes(void **state)
{
    char *path = path_join(*state, "Replies.sqlite");
    run_sql(path, old_staff);
    struct stafffile *file = NULL;
    struct str why = {0};
    assert_int_equal(staff_open(path, NOW, &file, &why), STAFF_OK);
    struct reply letter = scratch_reply();
    letter.kind = REPLY_NEWSLETTER;
    assert_int_equal(staff_add(file, &letter, 1, &why), STAFF_OK);
    staff_close(file);
    assert_sql(path, "SELECT name || '|' || notes FROM Replies WHERE [reply id] = 'u-0'",
               "Ada|rang her");
    assert_sql(path,
               "SELECT kind || '|' || [agreed to] || '|' || organisation || '|' || children FROM"
               " Replies WHERE [reply id] <> 'u-0'",
               "newsletter|newsletter by e-mail|Caf\xC3\xA9 & Co|3");
    assert_sql(path, "SELECT count(*) FROM [Read me] WHERE [column] = 'agreed to'", "1");
    struct grid grid = {0};
    assert_int_equal(staff_rows(path, &grid, &why), STAFF_OK);
    assert_int_equal(grid.rows, 3);
    grid_wipe(&grid);
    str_free(&why);
    reply_wipe(&letter);
    free(path);
}

static void an_old_catalogue_gets_what_roles_are_not(void **state)
{
    char *path = path_join(*state, "catalogue.db");
    struct catalogue *c = catalogue_open(*state, CATALOGUE_WRITE, NOW, NULL);
    catalogue_close(c);
    run_sql(path,
            "ALTER TABLE items DROP COLUMN is_not; PRAGMA user_version = 1;"
            "INSERT INTO drops VALUES ('d', 's', 'sig', 5, 0);"
            "INSERT INTO items VALUES (7, 'd#0', 'd', 0, 's', 'volunteering', 'Garden', '',"
            " NULL, NULL, 0, NULL, NULL, 0, 5, '', '', '', '', '', '', '', '', '', '', 0, 0)");
    c = catalogue_open(*state, CATALOGUE_WRITE, NOW, NULL);
    assert_non_null(c);
    struct item_list items = {0};
    assert_true(catalogue_items(c, &items));
    assert_int_equal(items.count, 1);
    assert_string_equal(items.items[0].title, "Garden");
    assert_string_equal(items.items[0].is_not, "");
    item_list_free(&items);
    catalogue_close(c);
    free(path);
}

static int begin(void **state)
{
    *state = scratch_make();
    return 0;
}

static int end(void **state)
{
    scratch_remove(*state);
    return 0;
}

#define SCRATCHED(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCHED(an_old_outbox_keeps_its_reply_and_takes_new_kinds),
        SCRATCHED(an_old_outbox_can_be_looked_at),
        SCRATCHED(an_old_office_file_gets_its_columns_and_keeps_its_notes),
        SCRATCHED(an_old_catalogue_gets_what_roles_are_not),
    };
    return cmocka_run_group_tests_name("store/schema", tests, NULL, NULL);
}
