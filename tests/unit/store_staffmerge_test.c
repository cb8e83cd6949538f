/* Several kiosks' files in one: every reply once, deletions final, everybody's edits kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "scratch.h"
#include "store/retention.h"
#include "store/stafffile.h"
#include "store/staffmerge.h"

#define NOW ((wall_t)1795000000) /* 2026-11-18 */

/* Two kiosks and the office. */
struct offices {
    char *dir, *joined, *hall, *gym;
    struct str why;
    struct staffmerge_count count;
    enum staffmerge_winner winner;
};

static char *tool(const char *path, const char *sql)
{
    char *command = xasprintf("sqlite3 -bail '%s' \"%s\" 2>&1", path, sql);
    FILE *shell = popen(command, "r");
    assert_non_null(shell);
    char out[4096];
    size_t got = fread(out, 1, sizeof out - 1, shell);
    out[got] = '\0';
    if (pclose(shell) != 0) {
        fail_msg("%s: %s", sql, out);
    }
    free(command);
    if (got > 0 && out[got - 1] == '\n') {
        out[got - 1] = '\0';
    }
    return xstrdup(out);
}

static void does(const char *path, const char *sql)
{
    free(tool(path, sql));
}

static void assert_sql(const char *path, const char *sql, const char *expected)
{
    char *out = tool(path, sql);
    assert_string_equal(out, expected);
    free(out);
}

/* A kiosk delivers `count` more replies, called A, B … in the column about. */
static void send(const char *path, const char *first, size_t count)
{
    struct str why = {0};
    for (size_t i = 0; i < count; i++) {
        struct reply reply = scratch_reply();
        free(reply.about);
        reply.about = xasprintf("%c", first[0] + (int)i);
        struct stafffile *file = NULL;
        assert_int_equal(staff_open(path, NOW, &file, &why), STAFF_OK);
        assert_int_equal(staff_add(file, &reply, 1, &why), STAFF_OK);
        staff_close(file);
        reply_wipe(&reply);
    }
    str_free(&why);
}

static enum staff_result merge(struct offices *o, const char *path)
{
    struct stafffile *file = NULL;
    struct staffcopy *copy = NULL;
    struct staffmerge rules = {.file = path, .winner = o->winner, .now = NOW};
    str_clear(&o->why);
    o->count = (struct staffmerge_count){0};
    enum staff_result result = staffcopy_read(path, &copy, &o->why);
    if (result == STAFF_OK) {
        assert_int_equal(staff_open(o->joined, NOW, &file, &o->why), STAFF_OK);
        result = staffmerge(file, copy, &rules, &o->count, &o->why);
    }
    staff_close(file);
    staffcopy_free(copy);
    return result;
}

static void merged(struct offices *o, const char *path)
{
    assert_int_equal(merge(o, path), STAFF_OK);
}

static int setup(void **state)
{
    struct offices *o = xcalloc(1, sizeof *o);
    o->dir = scratch_make();
    o->joined = path_join(o->dir, "All.sqlite");
    o->hall = path_join(o->dir, "Replies-hall.sqlite");
    o->gym = path_join(o->dir, "Replies-gym.sqlite");
    *state = o;
    return 0;
}

static int teardown(void **state)
{
    struct offices *o = *state;
    str_free(&o->why);
    free(o->joined);
    free(o->hall);
    free(o->gym);
    scratch_remove(o->dir);
    free(o);
    return 0;
}

/* ---- tests ---- */

static void a_cell_is_decided_by_who_changed_it(void **state)
{
    (void)state;
    static const struct {
        uint32_t then, theirs, ours;
        enum staffmerge_cell wanted;
    } table[] = {
        {1, 1, 1, STAFFMERGE_LEAVE}, {1, 1, 2, STAFFMERGE_LEAVE}, {1, 2, 1, STAFFMERGE_TAKE},
        {1, 2, 2, STAFFMERGE_LEAVE}, {1, 2, 3, STAFFMERGE_BOTH},  {0, 0, 0, STAFFMERGE_LEAVE},
        {0, 2, 0, STAFFMERGE_TAKE},  {1, 0, 1, STAFFMERGE_TAKE},  {1, 0, 2, STAFFMERGE_BOTH},
        {1, 2, 0, STAFFMERGE_BOTH},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(staffmerge_decide(table[i].then, table[i].theirs, table[i].ours),
                         table[i].wanted);
    }
}

static void every_reply_comes_once(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 3);
    send(o->gym, "P", 2);
    merged(o, o->hall);
    assert_int_equal(o->count.added, 3);
    for (int i = 0; i < 3; i++) {
        merged(o, o->gym);
        merged(o, o->hall);
        assert_true(o->count.unchanged);
    }
    send(o->hall, "D", 1);
    merged(o, o->hall);
    assert_int_equal(o->count.added, 1);
    assert_sql(o->joined,
               "SELECT group_concat(about, '') FROM (SELECT about FROM Replies ORDER BY about)",
               "ABCDPQ");
    assert_sql(o->joined, "SELECT count(*) FROM Delivered", "6");
    assert_sql(o->joined,
               "SELECT received, name, people, [agreed to], status FROM Replies WHERE about = 'A'",
               "2026-11-23 08:42:05|Zo\xC3\xAB O'Neill|4|newsletter by e-mail|new");
    assert_sql(o->joined, "SELECT count(*) > 20 FROM [Read me]", "1");
    assert_sql(o->joined, "PRAGMA integrity_check", "ok");
}

static void edits_on_either_side_are_kept(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 3);
    does(o->hall, "UPDATE Replies SET assigned = 'Ms K' WHERE about = 'A'");
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT assigned FROM Replies WHERE about = 'A'", "Ms K");
    does(o->hall, "UPDATE Replies SET status = 'answered' WHERE about = 'A'");
    does(o->joined, "UPDATE Replies SET notes = 'rang' WHERE about IN ('A', 'B')");
    merged(o, o->hall);
    assert_int_equal(o->count.changed, 1);
    assert_sql(o->joined, "SELECT about, status, assigned, notes FROM Replies ORDER BY about",
               "A|answered|Ms K|rang\nB|new||rang\nC|new||");
    /* Emptied again there. */
    does(o->hall, "UPDATE Replies SET assigned = NULL WHERE about = 'A'");
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT assigned, status FROM Replies WHERE about = 'A'", "|answered");
}

static void what_both_changed_loses_no_word(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 1);
    merged(o, o->hall);
    does(o->hall, "UPDATE Replies SET status = 'by phone', notes = 'will come'");
    does(o->joined, "UPDATE Replies SET status = 'by mail', notes = 'cannot come'");
    merged(o, o->hall);
    assert_int_equal(o->count.both, 2);
    const char *wanted = "by mail|cannot come\n[hall 2026-11-18] will come\n"
                         "[hall 2026-11-18] status: by phone";
    assert_sql(o->joined, "SELECT status, notes FROM Replies", wanted);
    merged(o, o->hall);
    does(o->hall, "UPDATE Replies SET assigned = 'Mr P'"); /* something else there */
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT status, notes FROM Replies", wanted);
    assert_sql(o->joined, "SELECT assigned FROM Replies", "Mr P");
}

static void theirs_may_win(void **state)
{
    struct offices *o = *state;
    o->winner = STAFFMERGE_THEIRS;
    send(o->hall, "A", 2);
    merged(o, o->hall);
    does(o->hall, "UPDATE Replies SET status = 'by phone', notes = 'will come' WHERE about = 'A';"
                  "DELETE FROM Replies WHERE about = 'B'");
    does(o->joined, "UPDATE Replies SET status = 'by mail', notes = 'cannot come'");
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT about, status, notes FROM Replies",
               "A|by phone|will come\n[hall 2026-11-18] cannot come\n"
               "[hall 2026-11-18] status: by mail");
}

static void deleted_rows_stay_away(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 4);
    merged(o, o->hall);
    does(o->joined, "DELETE FROM Replies WHERE about = 'A'");
    does(o->joined, "UPDATE Replies SET status = 'mine' WHERE about = 'C'");
    does(o->hall, "DELETE FROM Replies WHERE about IN ('B', 'C');"
                  "UPDATE Replies SET status = 'done' WHERE about = 'A'");
    merged(o, o->hall);
    assert_int_equal(o->count.removed, 1);
    assert_int_equal(o->count.kept, 1);
    assert_sql(o->joined, "SELECT about, status FROM Replies ORDER BY about", "C|mine\nD|new");
    /* A reply that was deleted before the office ever saw it: not from an older copy either. */
    char *copy = path_join(o->dir, "Copy of hall.sqlite");
    send(o->hall, "E", 1);
    char *command = xasprintf("cp '%s' '%s'", o->hall, copy);
    assert_int_equal(system(command), 0);
    does(o->hall, "DELETE FROM Replies WHERE about = 'E'");
    merged(o, o->hall);
    merged(o, copy);
    assert_sql(o->joined, "SELECT count(*) FROM Replies WHERE about = 'E'", "0");
    free(command);
    free(copy);
}

static void who_was_erased_goes_in_any_case(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 2);
    merged(o, o->hall);
    does(o->joined, "UPDATE Replies SET notes = 'a nice chat'");
    char *id = tool(o->hall, "SELECT [reply id] FROM Replies WHERE about = 'A'");
    struct stafffile *file = NULL;
    size_t removed = 0;
    assert_int_equal(staff_open(o->hall, NOW, &file, &o->why), STAFF_OK);
    assert_int_equal(retention_erase_rows(file, &id, 1, &removed, &o->why), STAFF_OK);
    staff_close(file);
    free(id);
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT about FROM Replies", "B");
}

static void who_was_anonymised_is_so_everywhere(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 1);
    merged(o, o->hall);
    does(o->joined, "UPDATE Replies SET phone = '0999', notes = 'mother of Z', status = 'done'");
    does(o->hall, "UPDATE Replies SET name = '(removed)', phone = '', email = '', message ="
                  " '(removed)', notes = ''");
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT name, phone, email, message, notes, status FROM Replies",
               "(removed)|||(removed)||done");
}

static void a_file_made_anew_undoes_nothing(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 1);
    does(o->hall, "UPDATE Replies SET status = 'answered', notes = 'rang'");
    merged(o, o->hall);
    does(o->hall, "UPDATE Replies SET status = 'new', notes = ''"); /* as after a damage */
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT status, notes FROM Replies", "answered|rang");
    does(o->hall, "UPDATE Replies SET status = 'done'");
    merged(o, o->hall);
    assert_int_equal(o->count.both, 0);
    assert_sql(o->joined, "SELECT status FROM Replies", "done");
}

static void two_files_with_the_same_reply_agree(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 1);
    char *command = xasprintf("cp '%s' '%s'", o->hall, o->gym);
    assert_int_equal(system(command), 0);
    free(command);
    merged(o, o->hall);
    merged(o, o->gym);
    does(o->hall, "UPDATE Replies SET status = 'answered'");
    for (int i = 0; i < 3; i++) {
        merged(o, o->hall);
        merged(o, o->gym);
        assert_sql(o->joined, "SELECT status, notes FROM Replies", "answered|");
    }
}

static void staffs_own_rows_and_columns_come_over(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 1);
    does(o->hall, "ALTER TABLE Replies ADD COLUMN [Bring \\\"cake\\\"?];"
                  "UPDATE Replies SET [Bring \\\"cake\\\"?] = 'yes';"
                  "INSERT INTO Replies (about, notes) VALUES ('by hand', 'asked me at the gate')");
    merged(o, o->hall);
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT about, notes, [Bring \\\"cake\\\"?] FROM Replies ORDER BY about",
               "A||yes\nby hand|asked me at the gate|");
    does(o->joined, "DELETE FROM Replies WHERE about = 'by hand'");
    send(o->hall, "B", 1);
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT count(*) FROM Replies", "2");
}

static void a_joined_file_made_anew_is_filled_again(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 2);
    merged(o, o->hall);
    does(o->joined, "DROP TABLE Replies");
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT count(*) FROM Replies", "2");
    assert_int_equal(unlink(o->joined), 0);
    merged(o, o->hall);
    assert_sql(o->joined, "SELECT count(*) FROM Replies", "2");
}

static void odd_files_are_named_and_change_nothing(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 2);
    merged(o, o->hall);
    assert_int_equal(merge(o, o->gym), STAFF_AWAY);
    scratch_ruin(o->gym, 20000);
    assert_int_equal(merge(o, o->gym), STAFF_DAMAGED);
    char *command = xasprintf("head -c 9000 '%s' >'%s'", o->hall, o->gym); /* half of a copy */
    assert_int_equal(system(command), 0);
    free(command);
    assert_int_equal(merge(o, o->gym), STAFF_DAMAGED);
    assert_int_equal(unlink(o->gym), 0);
    does(o->gym, "CREATE TABLE Replies (a); CREATE TABLE Delivered (b)");
    assert_int_equal(merge(o, o->gym), STAFF_FAILED);
    assert_int_equal(unlink(o->gym), 0);
    send(o->gym, "P", 1);
    char *journal = xasprintf("%s-journal", o->gym);
    scratch_ruin(journal, 512);
    assert_int_equal(merge(o, o->gym), STAFF_LOCKED);
    assert_int_equal(unlink(journal), 0);
    free(journal);
    /* A row without a number, a trigger, a column of another type, one that is gone, one too many. */
    does(o->gym, "CREATE TRIGGER t AFTER UPDATE ON Replies BEGIN DELETE FROM Replies; END;"
                 "UPDATE Replies SET [reply id] = '' WHERE 0;"
                 "INSERT INTO Replies ([reply id], about) VALUES ('', 'nobody');"
                 "ALTER TABLE Replies DROP COLUMN notes; ALTER TABLE Replies DROP COLUMN people;"
                 "ALTER TABLE Replies ADD COLUMN [from a newer version] BLOB DEFAULT x'00ff';"
                 "PRAGMA journal_mode = WAL");
    merged(o, o->gym);
    assert_int_equal(o->count.nameless, 1);
    assert_int_equal(o->count.added, 1);
    assert_sql(o->joined, "SELECT count(*), sum(about = 'nobody') FROM Replies", "3|0");
    assert_sql(o->joined, "PRAGMA integrity_check", "ok");
}

static void what_was_noted_holds_no_word_of_anybody(void **state)
{
    struct offices *o = *state;
    send(o->hall, "A", 1);
    merged(o, o->hall);
    does(o->joined, "DELETE FROM Replies; PRAGMA secure_delete = ON; VACUUM");
    send(o->hall, "B", 1);
    merged(o, o->hall);
    does(o->joined, "DELETE FROM Replies; VACUUM");
    char *bytes = NULL;
    size_t length = 0;
    assert_true(path_read(o->joined, 1 << 24, &bytes, &length));
    assert_null(memmem(bytes, length, "O'Neill", 7));
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_is_decided_by_who_changed_it),
        cmocka_unit_test_setup_teardown(every_reply_comes_once, setup, teardown),
        cmocka_unit_test_setup_teardown(edits_on_either_side_are_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(what_both_changed_loses_no_word, setup, teardown),
        cmocka_unit_test_setup_teardown(theirs_may_win, setup, teardown),
        cmocka_unit_test_setup_teardown(deleted_rows_stay_away, setup, teardown),
        cmocka_unit_test_setup_teardown(who_was_erased_goes_in_any_case, setup, teardown),
        cmocka_unit_test_setup_teardown(who_was_anonymised_is_so_everywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_made_anew_undoes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(two_files_with_the_same_reply_agree, setup, teardown),
        cmocka_unit_test_setup_teardown(staffs_own_rows_and_columns_come_over, setup, teardown),
        cmocka_unit_test_setup_teardown(a_joined_file_made_anew_is_filled_again, setup, teardown),
        cmocka_unit_test_setup_teardown(odd_files_are_named_and_change_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_noted_holds_no_word_of_anybody, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
