/* A damaged office's file: what can still be read of it is in the new one, whichever page is torn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/alloc.h"
#include "base/path.h"
#include "scratch.h"
#include "store/stafffile.h"
#include "store/staffrescue.h"

#define NOW ((wall_t)1795000000)
#define REPLIES 200
#define NOTED 180 /* so many of them have the office's notes */
#define PAGE 4096
/* What stands on one page: so many notes may go with it. */
#define ON_A_PAGE 20

struct desk {
    char *dir, *path, *whole; /* the file, and a copy of it before it is damaged */
    struct reply replies[REPLIES];
};

static void run(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        fail_msg("%s: %s", sql, error);
    }
    sqlite3_close(db);
}

static int64_t number(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    sqlite3_close(db);
    return value;
}

static enum staff_result deliver(struct desk *desk, struct str *why)
{
    struct stafffile *file = NULL;
    enum staff_result result = staff_open(desk->path, NOW, &file, why);
    if (result == STAFF_OK) {
        result = staff_add(file, desk->replies, REPLIES, why);
    }
    staff_close(file);
    return result;
}

static int begin(void **state)
{
    struct desk *desk = xcalloc(1, sizeof *desk);
    struct str why = {0};
    desk->dir = scratch_make();
    desk->path = path_join(desk->dir, "Replies.sqlite");
    desk->whole = path_join(desk->dir, "whole");
    for (int i = 0; i < REPLIES; i++) {
        desk->replies[i] = scratch_reply();
        snprintf(desk->replies[i].uuid, UUID_SIZE, "%08d-0000-4000-8000-000000000000", i);
    }
    assert_int_equal(deliver(desk, &why), STAFF_OK);
    run(desk->path, "ALTER TABLE Replies ADD COLUMN \"our \"\"own\"\" column\" TEXT;"
                    "UPDATE Replies SET status = 'done', notes = 'note ' || \"reply id\","
                    " \"our \"\"own\"\" column\" = 'x' WHERE rowid <= 180;"
                    "INSERT INTO Replies (name, notes) VALUES ('Mr Own', 'typed by the office')");
    char *bytes = NULL;
    size_t length = 0;
    assert_true(path_read(desk->path, SIZE_MAX / 2, &bytes, &length));
    assert_true(path_write_atomic(desk->whole, bytes, length, 0600));
    free(bytes);
    str_free(&why);
    *state = desk;
    return 0;
}

static int end(void **state)
{
    struct desk *desk = *state;
    for (int i = 0; i < REPLIES; i++) {
        reply_wipe(&desk->replies[i]);
    }
    scratch_remove(desk->dir);
    free(desk->path);
    free(desk->whole);
    free(desk);
    return 0;
}

/* Puts the whole file back, with page `page` (from 0) torn: zeros, or what the disk had elsewhere. */
static size_t tear(const struct desk *desk, size_t page, bool zeros)
{
    char *bytes = NULL;
    size_t length = 0;
    assert_true(path_read(desk->whole, SIZE_MAX / 2, &bytes, &length));
    for (size_t i = 0; page * PAGE < length && i < PAGE; i++) {
        bytes[page * PAGE + i] = zeros ? '\0' : (char)(i * 131 + 7);
    }
    assert_true(path_write_atomic(desk->path, bytes, length, 0600));
    free(bytes);
    return length / PAGE;
}

static void judge(struct desk *desk, size_t page, int64_t *fewest)
{
    struct str why = {0};
    enum staff_result first = deliver(desk, &why);
    if (first == STAFF_DAMAGED) {
        assert_int_equal(deliver(desk, &why), STAFF_OK);
    } else {
        assert_int_equal(first, STAFF_OK); /* a page that holds nothing that matters */
    }
    assert_int_equal(
        number(desk->path,
               "SELECT count(DISTINCT \"reply id\") FROM Replies WHERE length(\"reply id\") = 36"),
        REPLIES);
    assert_int_equal(
        number(desk->path, "SELECT count(*) - count(DISTINCT \"reply id\") FROM Replies"), 0);
    int64_t noted =
        number(desk->path, "SELECT count(*) FROM Replies WHERE notes = 'note ' || \"reply id\""
                           " AND status = 'done' AND \"our \"\"own\"\" column\" = 'x'");
    if (noted < NOTED - ON_A_PAGE) {
        fail_msg("page %zu: %lld of %d notes are left. %s", page, (long long)noted, NOTED,
                 why.data);
    }
    *fewest = noted < *fewest ? noted : *fewest;
    str_free(&why);
}

/* The first page holds the schema: without it the office's own column has no name any more. */
static void whichever_page_is_torn_the_others_are_read(void **state)
{
    struct desk *desk = *state;
    int64_t fewest = NOTED;
    size_t pages = 2;
    for (size_t page = 1; page < pages; page++) {
        for (int zeros = 0; zeros < 2; zeros++) {
            pages = tear(desk, page, zeros != 0);
            judge(desk, page, &fewest);
        }
    }
    assert_true(pages > 20);
    assert_true(fewest < NOTED); /* some page held rows: else nothing was tried */
    print_message("# %zu pages torn in turn, zeros and garbage: at worst %lld of %d notes lost\n",
                  pages - 1, (long long)(NOTED - fewest), NOTED);
}

static void without_its_first_page_the_rows_are_read(void **state)
{
    struct desk *desk = *state;
    for (int zeros = 0; zeros < 2; zeros++) {
        tear(desk, 0, zeros != 0);
        struct str why = {0};
        assert_int_equal(deliver(desk, &why), STAFF_DAMAGED);
        assert_non_null(strstr(why.data, "201 rows of it could still be read"));
        assert_int_equal(deliver(desk, &why), STAFF_OK);
        assert_int_equal(number(desk->path, "SELECT count(*) FROM Replies WHERE status = 'done'"
                                            " AND notes = 'note ' || \"reply id\""),
                         NOTED);
        assert_int_equal(number(desk->path, "SELECT count(*) FROM Replies WHERE name = 'Mr Own'"),
                         1);
        assert_int_equal(number(desk->path, "SELECT count(*) FROM Replies"), REPLIES + 1);
        str_free(&why);
    }
}

/* What makes the difference: the outbox alone brings the replies back, but not what the office wrote. */
static void without_the_rescue_the_notes_would_be_gone(void **state)
{
    struct desk *desk = *state;
    struct str why = {0};
    assert_int_equal(unlink(desk->path), 0);
    assert_int_equal(deliver(desk, &why), STAFF_OK);
    assert_int_equal(number(desk->path, "SELECT count(*) FROM Replies"), REPLIES);
    assert_int_equal(number(desk->path, "SELECT count(*) FROM Replies WHERE notes <> ''"), 0);
    str_free(&why);
}

/* Rows on pages that were freed (deleted with a tool that does not overwrite) stay deleted. */
static void what_was_deleted_is_not_read_from_free_pages(void **state)
{
    struct desk *desk = *state;
    run(desk->whole,
        "PRAGMA secure_delete = OFF; DELETE FROM Replies WHERE rowid BETWEEN 50 AND 150;"
        " DELETE FROM Delivered WHERE \"reply id\" BETWEEN '00000049' AND '0000015'");
    int64_t left = number(desk->whole, "SELECT count(*) FROM Replies");
    assert_true(left < REPLIES);
    assert_true(number(desk->whole, "SELECT freelist_count FROM pragma_freelist_count") > 3);
    int64_t root = number(desk->whole, "SELECT rootpage FROM sqlite_schema WHERE name = 'Replies'");
    tear(desk, (size_t)root - 1, true);
    char *fresh = path_join(desk->dir, "fresh");
    assert_int_equal(staffrescue_read(desk->path, fresh), left);
    assert_int_equal(number(fresh, "SELECT count(*) FROM Replies"), left);
    free(fresh);
}

static void what_is_no_database_gives_an_empty_file(void **state)
{
    struct desk *desk = *state;
    char *fresh = path_join(desk->dir, "fresh");
    scratch_ruin(desk->path, 100000);
    assert_int_equal(staffrescue_read(desk->path, fresh), 0);
    assert_int_equal(number(fresh, "SELECT count(*) FROM Replies"), 0);
    assert_int_equal(unlink(fresh), 0);
    assert_true(path_write_atomic(desk->path, "short", 5, 0600));
    assert_int_equal(staffrescue_read(desk->path, fresh), 0);
    free(fresh);
}

/* Killed between the two renames: the next open takes what was rescued. */
static void an_interrupted_rescue_is_finished(void **state)
{
    struct desk *desk = *state;
    struct str why = {0};
    char *rescued = xasprintf("%s.rescued", desk->path);
    assert_true(staffrescue_read(desk->whole, rescued) > 0);
    assert_int_equal(unlink(desk->path), 0);
    assert_int_equal(deliver(desk, &why), STAFF_OK);
    assert_int_equal(number(desk->path, "SELECT count(*) FROM Replies WHERE status = 'done'"),
                     NOTED);
    assert_int_equal(access(rescued, F_OK), -1);
    free(rescued);
    str_free(&why);
}

#define AT_A_DESK(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_A_DESK(whichever_page_is_torn_the_others_are_read),
        AT_A_DESK(without_its_first_page_the_rows_are_read),
        AT_A_DESK(without_the_rescue_the_notes_would_be_gone),
        AT_A_DESK(what_was_deleted_is_not_read_from_free_pages),
        AT_A_DESK(what_is_no_database_gives_an_empty_file),
        AT_A_DESK(an_interrupted_rescue_is_finished),
    };
    return cmocka_run_group_tests_name("store/staffrescue", tests, NULL, NULL);
}
