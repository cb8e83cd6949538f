/* The office's file: every reply once, the office's own work kept, whatever is done to the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "faultvfs.h"
#include "scratch.h"
#include "store/stafffile.h"

#define NOW ((wall_t)1795000000)

struct desk {
    char *dir, *path;
    struct str why;
};

static enum staff_result try_open(struct desk *desk, struct stafffile **file)
{
    str_clear(&desk->why);
    return staff_open(desk->path, NOW, file, &desk->why);
}

static enum staff_result deliver(struct desk *desk, const struct reply *replies, size_t count)
{
    struct stafffile *file = NULL;
    enum staff_result result = try_open(desk, &file);
    if (result == STAFF_OK) {
        result = staff_add(file, replies, count, &desk->why);
    }
    staff_close(file);
    return result;
}

/* What the office does, with a tool of its own: the sqlite3 shell. Its output; caller frees. */
static char *office(const struct desk *desk, const char *sql)
{
    char *command = xasprintf("sqlite3 -bail '%s' \"%s\" 2>&1", desk->path, sql);
    FILE *shell = popen(command, "r");
    assert_non_null(shell);
    char out[4096];
    size_t got = fread(out, 1, sizeof out - 1, shell);
    out[got] = '\0';
    assert_int_equal(pclose(shell), 0);
    free(command);
    if (got > 0 && out[got - 1] == '\n') {
        out[got - 1] = '\0';
    }
    return xstrdup(out);
}

static void assert_office(const struct desk *desk, const char *sql, const char *expected)
{
    char *out = office(desk, sql);
    assert_string_equal(out, expected);
    free(out);
}

static void a_row_has_what_was_typed(void **state)
{
    struct desk *desk = *state;
    struct reply reply = scratch_reply();
    assert_int_equal(deliver(desk, &reply, 1), STAFF_OK);
    assert_office(
        desk,
        "SELECT received, kind, about, [event date], name, phone, email, prefers,"
        " interests, available, people, language, [notice version], kiosk, clock, status,"
        " assigned, last_contact, notes, organisation, [agreed to], children FROM Replies",
        "2026-11-23 08:42:05|coming|Canteen helper|2026-12-11 18:30|Zo\xC3\xAB O'Neill|"
        "0412345678|zoe@example.org|phone call|reading, gardening|mornings|4|en|1|hall|sure|"
        "new||||Caf\xC3\xA9 & Co|newsletter by e-mail|3");
    char *id = office(desk, "SELECT [reply id] FROM Replies");
    assert_string_equal(id, reply.uuid);
    free(id);
    assert_office(desk,
                  "SELECT count(*) FROM [Read me] WHERE [column] IN"
                  " (SELECT name FROM pragma_table_info('Replies'))",
                  "24");
    assert_office(desk,
                  "SELECT group_concat([column], ', ') FROM [Read me] WHERE [column] IN"
                  " (SELECT name FROM sqlite_schema WHERE type = 'view')",
                  "New replies, By role, Per event");
    assert_office(desk, "PRAGMA journal_mode; PRAGMA integrity_check", "delete\nok");
    struct stat st;
    assert_int_equal(stat(desk->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    reply_wipe(&reply);
}

static void a_reply_comes_once_and_staff_columns_stay(void **state)
{
    struct desk *desk = *state;
    struct reply replies[2] = {scratch_reply(), scratch_reply()};
    assert_int_equal(deliver(desk, replies, 1), STAFF_OK);
    free(office(desk, "UPDATE Replies SET status = 'answered', assigned = 'Ms K', last_contact ="
                      " 'Monday', notes = 'rang', name = 'Zoe'"));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(deliver(desk, replies, 2), STAFF_OK);
    }
    assert_office(desk,
                  "SELECT status, assigned, last_contact, notes, name FROM Replies ORDER BY rowid",
                  "answered|Ms K|Monday|rang|Zoe\nnew||||Zo\xC3\xAB O'Neill");
    reply_wipe(&replies[0]);
    reply_wipe(&replies[1]);
}

static void a_deleted_reply_stays_away_and_is_told(void **state)
{
    struct desk *desk = *state;
    struct reply replies[2] = {scratch_reply(), scratch_reply()};
    assert_int_equal(deliver(desk, replies, 2), STAFF_OK);
    char *sql = xasprintf("DELETE FROM Replies WHERE [reply id] = '%s'", replies[0].uuid);
    free(office(desk, sql));
    free(sql);
    assert_int_equal(deliver(desk, replies, 2), STAFF_OK);
    assert_office(desk, "SELECT count(*) FROM Replies", "1");
    struct stafffile *file = NULL;
    char **uuids = NULL;
    size_t count = 0;
    assert_int_equal(try_open(desk, &file), STAFF_OK);
    assert_int_equal(staff_deleted(file, &uuids, &count, &desk->why), STAFF_OK);
    assert_int_equal(count, 1);
    assert_string_equal(uuids[0], replies[0].uuid);
    free(uuids[0]);
    free(uuids);
    staff_close(file);
    reply_wipe(&replies[0]);
    reply_wipe(&replies[1]);
}

/* The office rearranges its file: nothing is lost, nothing is taken for deleted. */
static void changed_columns_are_borne(void **state)
{
    struct desk *desk = *state;
    struct reply replies[3] = {scratch_reply(), scratch_reply(), scratch_reply()};
    assert_int_equal(deliver(desk, replies, 1), STAFF_OK);
    free(office(desk, "ALTER TABLE Replies DROP COLUMN message;"
                      "ALTER TABLE Replies RENAME COLUMN phone TO telephone;"
                      "ALTER TABLE Replies RENAME COLUMN [reply id] TO number;"
                      "ALTER TABLE Replies ADD COLUMN [our own];"
                      "CREATE TRIGGER bad AFTER INSERT ON Replies BEGIN DELETE FROM Replies; END"));
    assert_int_equal(deliver(desk, replies, 2), STAFF_OK);
    assert_office(desk,
                  "SELECT count(*), count(message), count(telephone), count(phone) FROM Replies",
                  "2|1|1|1");
    struct stafffile *file = NULL;
    char **uuids = NULL;
    size_t count = 0;
    assert_int_equal(try_open(desk, &file), STAFF_OK);
    assert_int_equal(staff_deleted(file, &uuids, &count, &desk->why), STAFF_OK);
    assert_int_equal(count, 0);
    free(uuids);
    staff_close(file);
    /* The whole table renamed: a new one is made and filled. */
    free(office(desk, "ALTER TABLE Replies RENAME TO [Replies of last year]"));
    assert_int_equal(deliver(desk, replies, 3), STAFF_OK);
    assert_office(desk, "SELECT count(*) FROM Replies", "3");
    for (int i = 0; i < 3; i++) {
        reply_wipe(&replies[i]);
    }
}

static void a_damaged_or_strange_file_is_put_aside(void **state)
{
    struct desk *desk = *state;
    struct reply reply = scratch_reply();
    for (int kind = 0; kind < 3; kind++) {
        unlink(desk->path);
        if (kind == 0) {
            scratch_ruin(desk->path, 10000);
        } else if (kind == 1) {
            assert_int_equal(deliver(desk, &reply, 1), STAFF_OK);
            FILE *file = fopen(desk->path, "r+b"); /* the header stays, a page behind it does not */
            assert_non_null(file);
            fseek(file, 4096, SEEK_SET);
            for (int i = 0; i < 12000; i++) {
                fputc(i * 7 & 0xFF, file);
            }
            fclose(file);
        } else {
            free(office(desk, "CREATE VIEW Replies AS SELECT 1"));
        }
        assert_int_equal(deliver(desk, &reply, 1), STAFF_DAMAGED);
        assert_non_null(strstr(desk->why.data, ".damaged-"));
        assert_int_equal(deliver(desk, &reply, 1), STAFF_OK);
        assert_office(desk, "SELECT count(*) FROM Replies", "1");
    }
    reply_wipe(&reply);
}

static void what_is_in_the_way_is_said(void **state)
{
    struct desk *desk = *state;
    struct reply reply = scratch_reply();
    char *path = desk->path;
    desk->path = path_join(desk->dir, "missing/Replies.sqlite");
    assert_int_equal(deliver(desk, &reply, 1), STAFF_AWAY);
    assert_non_null(strstr(desk->why.data, "missing"));
    free(desk->path);
    desk->path = path;
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(deliver(desk, &reply, 1), STAFF_FAILED);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_int_equal(deliver(desk, &reply, 1), STAFF_FAILED);
    assert_int_equal(unlink(path), 0);
    assert_true(path_write_atomic(path, "", 0, 0600)); /* an empty file is a new one */
    assert_int_equal(deliver(desk, &reply, 1), STAFF_OK);
    reply_wipe(&reply);
}

/* A reply of a kind, about something. */
static struct reply about(enum reply_kind kind, const char *what, const char *when,
                          const char *name)
{
    struct reply reply = scratch_reply();
    reply.kind = kind;
    free(reply.about);
    free(reply.about_when);
    free(reply.name);
    reply.about = xstrdup(what);
    reply.about_when = xstrdup(when);
    reply.name = xstrdup(name);
    return reply;
}

static void the_views_answer_what_the_office_asks(void **state)
{
    struct desk *desk = *state;
    struct reply replies[] = {
        about(REPLY_HELP, "Library helpers", "", "Ann"),
        about(REPLY_COMING, "Winter fair", "2999-12-11T18:30", "Ben"),
        about(REPLY_QUESTION, "Winter fair", "2999-12-11T18:30", "Cem"),
        about(REPLY_HELP, "Winter fair", "2999-12-11T18:30", "Dot"),
        about(REPLY_COMING, "Sooner", "2999-01-02T10:00", "Eve"),
        about(REPLY_COMING, "Long over", "2001-01-02T10:00", "Fay"),
        about(REPLY_PARTNER, "", "", "Gus"),
    };
    size_t count = sizeof replies / sizeof replies[0];
    assert_int_equal(deliver(desk, replies, count), STAFF_OK);
    assert_office(desk, "SELECT what || ' ' || name FROM [Per event]",
                  "comes Eve\ncomes Ben\nhelps Dot\nasks Cem\ncomes Fay");
    assert_office(desk, "SELECT role || ': ' || name FROM [By role]",
                  "Library helpers: Ann\nWinter fair: Dot\nbusinesses and groups: Gus");
    free(office(desk,
                "UPDATE Replies SET status = ' NEW ' WHERE name = 'Ann';"
                "UPDATE Replies SET status = 'done' WHERE name IN ('Ben', 'Cem', 'Dot', 'Eve')"));
    assert_office(desk, "SELECT count(*) FROM [New replies]", "3");
    /* The office's own view stays; one that was dropped comes back; a renamed column breaks none. */
    free(office(desk, "DROP VIEW [By role]; DROP VIEW [New replies];"
                      "CREATE VIEW [New replies] AS SELECT 'mine';"
                      "ALTER TABLE Replies RENAME COLUMN phone TO telephone"));
    assert_int_equal(deliver(desk, replies, count), STAFF_OK);
    assert_office(desk, "SELECT * FROM [New replies]", "mine");
    assert_office(desk, "SELECT count(*) FROM [By role]", "3");
    assert_office(desk, "SELECT telephone FROM [Per event] LIMIT 1", "0412345678");
    for (size_t i = 0; i < count; i++) {
        reply_wipe(&replies[i]);
    }
}

static void a_newer_file_is_only_added_to(void **state)
{
    struct desk *desk = *state;
    struct reply replies[2] = {scratch_reply(), scratch_reply()};
    assert_int_equal(deliver(desk, replies, 1), STAFF_OK);
    free(office(desk, "PRAGMA user_version = 99; DROP VIEW [By role]; DROP TABLE [Read me]"));
    assert_int_equal(deliver(desk, replies, 2), STAFF_OK);
    assert_non_null(strstr(desk->why.data, "newer Foyer"));
    assert_office(desk, "SELECT count(*) FROM Replies", "2");
    assert_office(desk,
                  "PRAGMA user_version; SELECT count(*) FROM sqlite_schema WHERE name IN"
                  " ('By role', 'Read me')",
                  "99\n0");
    reply_wipe(&replies[0]);
    reply_wipe(&replies[1]);
}

static void a_rule_of_the_office_keeps_only_what_breaks_it_out(void **state)
{
    struct desk *desk = *state;
    struct reply replies[3] = {about(REPLY_HELP, "a", "", "Ann"), about(REPLY_HELP, "b", "", "Ann"),
                               about(REPLY_HELP, "c", "", "Cem")};
    assert_int_equal(deliver(desk, replies, 0), STAFF_OK);
    free(office(desk, "CREATE UNIQUE INDEX one_a_name ON Replies (name)"));
    for (int again = 0; again < 2; again++) {
        assert_int_equal(deliver(desk, replies, 3), STAFF_REFUSED);
        assert_non_null(strstr(desk->why.data, "1 replies are refused by a rule"));
        assert_office(desk, "SELECT about FROM Replies", "a\nc");
        assert_office(desk, "SELECT count(*) FROM Delivered", "2");
    }
    free(office(desk, "DROP INDEX one_a_name"));
    assert_int_equal(deliver(desk, replies, 3), STAFF_OK);
    assert_office(desk, "SELECT about FROM Replies", "a\nc\nb");
    for (int i = 0; i < 3; i++) {
        reply_wipe(&replies[i]);
    }
}

static void a_column_of_another_type_loses_no_digit(void **state)
{
    struct desk *desk = *state;
    struct reply reply = scratch_reply(); /* 0412345678 */
    assert_int_equal(deliver(desk, &reply, 0), STAFF_OK);
    free(office(desk, "CREATE TABLE r2 AS SELECT * FROM Replies; DROP TABLE Replies; CREATE TABLE"
                      " Replies (phone INTEGER, name REAL, email, [reply id] TEXT)"));
    assert_int_equal(deliver(desk, &reply, 1), STAFF_OK);
    assert_office(desk, "SELECT phone, name, email FROM Replies",
                  "'0412345678|Zo\xC3\xAB O'Neill|zoe@example.org");
    reply_wipe(&reply);
}

static void another_replys_number_is_told_from_its_own(void **state)
{
    struct desk *desk = *state;
    struct reply ours = about(REPLY_HELP, "a", "", "Ann"),
                 theirs = about(REPLY_COMING, "b", "", "Ben");
    struct stafffile *file = NULL;
    memcpy(theirs.uuid, ours.uuid, UUID_SIZE);
    theirs.created += 3600;
    assert_int_equal(deliver(desk, &theirs, 1), STAFF_OK);
    assert_int_equal(try_open(desk, &file), STAFF_OK);
    assert_true(staff_is_taken(file, &ours));
    assert_false(staff_is_taken(file, &theirs));
    staff_close(file);
    /* The office has corrected its row: still the same reply. */
    free(office(desk, "UPDATE Replies SET name = 'Benjamin', message = ''"));
    assert_int_equal(try_open(desk, &file), STAFF_OK);
    assert_false(staff_is_taken(file, &theirs));
    staff_close(file);
    reply_wipe(&ours);
    reply_wipe(&theirs);
}

static void a_locked_file_is_left_in_peace(void **state)
{
    struct desk *desk = *state;
    struct reply replies[2] = {scratch_reply(), scratch_reply()};
    assert_int_equal(deliver(desk, replies, 1), STAFF_OK);
    static const char *const locks[] = {"BEGIN IMMEDIATE;", "BEGIN EXCLUSIVE;"};
    for (int i = 0; i < 2; i++) {
        char *command = xasprintf("sqlite3 '%s'", desk->path);
        FILE *shell = popen(command, "w");
        assert_non_null(shell);
        char *ready = path_join(desk->dir, "ready");
        fprintf(shell, "%s\nUPDATE Replies SET notes = 'mine';\n.output '%s'\nSELECT 1;\n.output\n",
                locks[i], ready);
        fflush(shell);
        for (int tries = 0; tries < 1000 && access(ready, F_OK) != 0; tries++) {
            usleep(5000);
        }
        assert_int_equal(deliver(desk, replies, 2), STAFF_LOCKED);
        fputs("COMMIT;\n", shell);
        assert_int_equal(pclose(shell), 0);
        unlink(ready);
        free(ready);
        free(command);
    }
    assert_int_equal(deliver(desk, replies, 2), STAFF_OK);
    assert_office(desk, "SELECT group_concat(notes) FROM Replies", "mine,");
    /* A file that a tool has switched to WAL is switched back. */
    free(office(desk, "PRAGMA journal_mode=WAL"));
    assert_int_equal(deliver(desk, replies, 2), STAFF_OK);
    assert_office(desk, "PRAGMA journal_mode", "delete");
    reply_wipe(&replies[0]);
    reply_wipe(&replies[1]);
}

static void rows_can_be_exported(void **state)
{
    struct desk *desk = *state;
    struct grid grid = {0};
    assert_int_not_equal(staff_rows(desk->path, &grid, &desk->why), STAFF_OK);
    assert_int_equal(grid.rows, 0);
    struct reply replies[2] = {scratch_reply(), scratch_reply()};
    assert_int_equal(deliver(desk, replies, 1), STAFF_OK);
    free(office(desk, "ALTER TABLE Replies ADD COLUMN [our own] DEFAULT 'x'"));
    assert_int_equal(staff_rows(desk->path, &grid, &desk->why), STAFF_OK);
    staff_rows_add(&grid, &replies[0]); /* is there already */
    staff_rows_add(&grid, &replies[1]);
    assert_int_equal(grid.rows, 3);
    assert_int_equal(grid.columns, 25);
    assert_string_equal(grid_cell(&grid, 0, 24), "our own");
    assert_string_equal(grid_cell(&grid, 1, 24), "x");
    assert_string_equal(grid_cell(&grid, 2, 24), "");
    assert_string_equal(grid_cell(&grid, 2, 6), "0412345678");
    grid_wipe(&grid);
    staff_rows_add(&grid, NULL);
    assert_int_equal(grid.rows, 1);
    assert_string_equal(grid_cell(&grid, 0, 0), "received");
    grid_wipe(&grid);
    reply_wipe(&replies[0]);
    reply_wipe(&replies[1]);
}

/* Which the hook below copies the file to. */
static void copy_to_other(void *context)
{
    const struct desk *desk = context;
    char *command = xasprintf("cp '%s' '%s.copy'", desk->path, desk->path);
    assert_int_equal(system(command), 0);
    free(command);
}

/* Somebody copies the file while a reply is being written: put back later, the copy must not say that the
 * office had the reply and deleted it. */
static void a_copy_made_meanwhile_has_no_id_without_its_row(void **state)
{
    struct desk *desk = *state;
    struct desk copy = {.dir = desk->dir, .path = xasprintf("%s.copy", desk->path)};
    struct reply first = scratch_reply();
    assert_int_equal(deliver(desk, &first, 1), STAFF_OK);
    bool met = true;
    for (int at = 1; met; at++) {
        struct reply reply = scratch_reply();
        struct stafffile *file = NULL;
        assert_int_equal(try_open(desk, &file), STAFF_OK);
        fault_arm(
            (struct fault){.kind = FAULT_HOOK, .at = at, .hook = copy_to_other, .context = desk});
        assert_int_equal(staff_add(file, &reply, 1, &desk->why), STAFF_OK);
        met = fault_disarm();
        staff_close(file);
        reply_wipe(&reply);
        if (met && try_open(&copy, &file) == STAFF_OK) { /* else it counts as damaged */
            char **uuids = NULL;
            size_t count = 0;
            assert_int_equal(staff_deleted(file, &uuids, &count, &copy.why), STAFF_OK);
            assert_int_equal(count, 0);
            free(uuids);
            staff_close(file);
        }
    }
    reply_wipe(&first);
    str_free(&copy.why);
    free(copy.path);
}

/* The office deletes while a pass goes on: what is confirmed afterwards does not bring it back. */
static void a_row_deleted_during_a_pass_stays_away(void **state)
{
    struct desk *desk = *state;
    struct reply replies[3] = {scratch_reply(), scratch_reply(), scratch_reply()};
    for (size_t news = 0; news < 2; news++) { /* with nothing to add, and with a further reply */
        struct reply *first = &replies[news]; /* with what follows it, the last one is new */
        assert_int_equal(deliver(desk, first, 1), STAFF_OK);
        struct stafffile *file = NULL;
        assert_int_equal(try_open(desk, &file), STAFF_OK);
        free(office(desk, "DELETE FROM Replies"));
        assert_int_equal(staff_add(file, first, 1 + news, &desk->why), STAFF_OK);
        assert_int_equal(staff_confirm(file, first, 1 + news, &desk->why), STAFF_OK);
        staff_close(file);
        assert_int_equal(deliver(desk, first, 1 + news), STAFF_OK);
        assert_office(desk, "SELECT count(*) FROM Replies", news == 0 ? "0" : "1");
        assert_office(desk, "SELECT count(*) FROM Delivered", news == 0 ? "1" : "3");
    }
    for (size_t i = 0; i < 3; i++) {
        reply_wipe(&replies[i]);
    }
}

/* What was written into a file that is not the office's any more has not arrived. */
static void a_file_replaced_while_it_is_written_is_noticed(void **state)
{
    static const char *const commands[] = {"true",
                                           "rm '%s'",
                                           "mv '%s' '%s.away'",
                                           "cp '%s.old' '%s.new' && mv '%s.new' '%s'",
                                           "cp '%s.old' '%s'",
                                           "cp /dev/null '%s'"};
    struct desk *desk = *state;
    struct reply first = scratch_reply();
    struct reply second = scratch_reply();
    assert_int_equal(deliver(desk, &first, 1), STAFF_OK);
    char *keep = xasprintf("cp '%s' '%s.old'", desk->path, desk->path);
    assert_int_equal(system(keep), 0);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct stafffile *file = NULL;
        assert_int_equal(try_open(desk, &file), STAFF_OK);
        assert_int_equal(staff_add(file, &second, 1, &desk->why), STAFF_OK);
        struct str command = {0};
        for (const char *c = commands[i]; *c != '\0'; c++) {
            if (c[0] == '%') {
                str_puts(&command, desk->path);
                c++;
            } else {
                str_add(&command, c, 1);
            }
        }
        assert_int_equal(system(command.data), 0);
        str_free(&command);
        enum staff_result result = staff_confirm(file, &second, 1, &desk->why);
        assert_true(i == 0 ? result == STAFF_OK : result != STAFF_OK);
        staff_close(file);
        assert_int_equal(deliver(desk, &second, 1), STAFF_OK);
        assert_int_equal(try_open(desk, &file), STAFF_OK);
        assert_int_equal(staff_confirm(file, &second, 1, &desk->why), STAFF_OK);
        staff_close(file);
    }
    free(keep);
    reply_wipe(&first);
    reply_wipe(&second);
}

static int begin(void **state)
{
    struct desk *desk = xcalloc(1, sizeof *desk);
    desk->dir = scratch_make();
    desk->path = path_join(desk->dir, "Replies.sqlite");
    *state = desk;
    return 0;
}

static int end(void **state)
{
    struct desk *desk = *state;
    scratch_remove(desk->dir);
    free(desk->path);
    str_free(&desk->why);
    free(desk);
    return 0;
}

#define AT_A_DESK(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_A_DESK(a_row_has_what_was_typed),
        AT_A_DESK(a_reply_comes_once_and_staff_columns_stay),
        AT_A_DESK(a_deleted_reply_stays_away_and_is_told),
        AT_A_DESK(changed_columns_are_borne),
        AT_A_DESK(a_damaged_or_strange_file_is_put_aside),
        AT_A_DESK(what_is_in_the_way_is_said),
        AT_A_DESK(the_views_answer_what_the_office_asks),
        AT_A_DESK(a_newer_file_is_only_added_to),
        AT_A_DESK(a_rule_of_the_office_keeps_only_what_breaks_it_out),
        AT_A_DESK(a_column_of_another_type_loses_no_digit),
        AT_A_DESK(another_replys_number_is_told_from_its_own),
        AT_A_DESK(a_locked_file_is_left_in_peace),
        AT_A_DESK(rows_can_be_exported),
        AT_A_DESK(a_copy_made_meanwhile_has_no_id_without_its_row),
        AT_A_DESK(a_row_deleted_during_a_pass_stays_away),
        AT_A_DESK(a_file_replaced_while_it_is_written_is_noticed),
    };
    fault_install();
    return cmocka_run_group_tests_name("store/stafffile", tests, NULL, NULL);
}
