/* Retention: what is forgotten is gone from the rows, its number stays, and what counts still counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "scratch.h"
#include "store/retention.h"

#define NOW ((wall_t)1795000000)

struct desk {
    char *dir, *path;
    struct outbox *outbox;
    struct str why;
};

static struct stafffile *open_staff(struct desk *desk)
{
    struct stafffile *file = NULL;
    assert_int_equal(staff_open(desk->path, NOW, &file, &desk->why), STAFF_OK);
    return file;
}

static void deliver(struct desk *desk, const struct reply *reply, wall_t when)
{
    struct stafffile *file = open_staff(desk);
    assert_true(outbox_put(desk->outbox, reply));
    assert_int_equal(staff_add(file, reply, 1, &desk->why), STAFF_OK);
    assert_true(outbox_mark_delivered(desk->outbox, reply, 1, when));
    staff_close(file);
}

/* The column of the only row of the office's file; "" when there is none. Caller frees. */
static char *office(const struct desk *desk, const char *column)
{
    struct grid grid = {0};
    struct str why = {0};
    assert_int_equal(staff_rows(desk->path, &grid, &why), STAFF_OK);
    assert_true(grid.rows <= 2);
    char *text = xstrdup(grid.rows < 2 ? "" : grid_text(&grid, 1, grid_column(&grid, column)));
    grid_wipe(&grid);
    return text;
}

static void assert_office(const struct desk *desk, const char *column, const char *expected)
{
    char *text = office(desk, column);
    assert_string_equal(text, expected);
    free(text);
}

static size_t wipe_at(struct desk *desk, wall_t now, int days)
{
    size_t wiped = 99;
    assert_true(retention_wipe(desk->outbox, now, days, &wiped));
    return wiped;
}

static void old_copies_are_wiped_and_still_count(void **state)
{
    struct desk *desk = *state;
    struct reply reply = scratch_reply();
    deliver(desk, &reply, NOW);
    assert_int_equal(wipe_at(desk, NOW + 30 * WALL_DAY - 1, 30), 0);
    assert_int_equal(outbox_count(desk->outbox), 1);
    assert_int_equal(wipe_at(desk, NOW + 30 * WALL_DAY, 30), 1);
    assert_int_equal(wipe_at(desk, NOW + 30 * WALL_DAY, 30), 0);
    assert_int_equal(outbox_count(desk->outbox), 0);
    struct reply *all = NULL;
    size_t count = 99;
    assert_true(outbox_all(desk->outbox, &all, &count));
    assert_int_equal(count, 0);
    reply_array_wipe(all, count);
    struct tally_list tallies = {0};
    assert_true(outbox_tally(desk->outbox, &tallies));
    assert_int_equal(tallies.count, 1); /* four people still come */
    tally_list_free(&tallies);
    /* The form sent once more is the same reply. */
    assert_true(outbox_put(desk->outbox, &reply));
    assert_int_equal(outbox_waiting(desk->outbox), 0);
    assert_int_equal(outbox_count(desk->outbox), 0);
    reply_wipe(&reply);
}

static void what_waits_is_never_wiped(void **state)
{
    struct desk *desk = *state;
    struct reply reply = scratch_reply();
    assert_true(outbox_put(desk->outbox, &reply));
    assert_int_equal(wipe_at(desk, NOW + 9999 * WALL_DAY, 1), 0);
    assert_int_equal(outbox_waiting(desk->outbox), 1);
    assert_int_equal(outbox_count(desk->outbox), 1);
    reply_wipe(&reply);
}

/* A delivery that a wrong clock has dated counts from when the clock was right. */
static void a_wrong_clock_wipes_nothing_early(void **state)
{
    struct desk *desk = *state;
    struct reply past = scratch_reply();
    struct reply future = scratch_reply();
    deliver(desk, &past, 3600);                        /* 1970 */
    deliver(desk, &future, NOW + 14 * 365 * WALL_DAY); /* 2040 */
    assert_int_equal(wipe_at(desk, NOW, 30), 0);
    assert_int_equal(outbox_count(desk->outbox), 2);
    assert_int_equal(wipe_at(desk, NOW + 29 * WALL_DAY, 30), 0);
    assert_int_equal(wipe_at(desk, NOW + 30 * WALL_DAY, 30), 2);
    reply_wipe(&past);
    reply_wipe(&future);
}

static void what_is_erased_never_comes_back(void **state)
{
    struct desk *desk = *state;
    struct reply reply = scratch_reply();
    struct reply waiting = scratch_reply();
    deliver(desk, &reply, NOW);
    assert_true(outbox_put(desk->outbox, &waiting));
    char other[] = "11111111-2222-4333-8444-555555555555"; /* another kiosk's */
    assert_true(retention_erase(desk->outbox, reply.uuid, NOW));
    assert_true(retention_erase(desk->outbox, waiting.uuid, NOW));
    assert_true(retention_erase(desk->outbox, other, NOW));
    assert_true(retention_erase(desk->outbox, other, NOW));
    assert_int_equal(outbox_waiting(desk->outbox), 0);
    char **uuids = NULL;
    size_t count = 0, removed = 0;
    assert_true(retention_erased(desk->outbox, &uuids, &count));
    assert_int_equal(count, 3);
    struct stafffile *file = open_staff(desk);
    assert_int_equal(retention_erase_rows(file, uuids, count, &removed, &desk->why), STAFF_OK);
    assert_int_equal(removed, 1);
    /* A sync that had read the waiting one before adds nothing. */
    assert_int_equal(staff_add(file, &waiting, 1, &desk->why), STAFF_OK);
    assert_int_equal(retention_erase_rows(file, uuids, count, &removed, &desk->why), STAFF_OK);
    assert_int_equal(removed, 0);
    assert_int_equal(retention_tidy_staff(file, &desk->why), STAFF_OK);
    staff_close(file);
    assert_office(desk, "reply id", "");
    for (size_t i = 0; i < count; i++) {
        free(uuids[i]);
    }
    free(uuids);
    reply_wipe(&reply);
    reply_wipe(&waiting);
}

static void names_are_taken_out_and_numbers_stay(void **state)
{
    struct desk *desk = *state;
    struct reply reply = scratch_reply(); /* received on 23 November, for 11 December 2026 */
    deliver(desk, &reply, NOW);
    struct stafffile *file = open_staff(desk);
    size_t changed = 99;
    wall_t evening = wall_from_civil((struct civil){2026, 12, 11, 20, 0, 0});
    assert_int_equal(retention_anonymise(file, evening, 10, &changed, &desk->why), STAFF_OK);
    assert_int_equal(changed, 0); /* they are still expected */
    assert_int_equal(retention_anonymise(file, evening + WALL_DAY, 19, &changed, &desk->why),
                     STAFF_OK);
    assert_int_equal(changed, 0); /* not yet old enough */
    assert_int_equal(retention_anonymise(file, evening + WALL_DAY, 18, &changed, &desk->why),
                     STAFF_OK);
    assert_int_equal(changed, 1);
    assert_int_equal(retention_anonymise(file, evening + 9 * WALL_DAY, 18, &changed, &desk->why),
                     STAFF_OK);
    assert_int_equal(changed, 0); /* once is enough */
    staff_close(file);
    assert_office(desk, "name", RETENTION_REMOVED);
    assert_office(desk, "message", RETENTION_REMOVED);
    assert_office(desk, "organisation", RETENTION_REMOVED);
    assert_office(desk, "phone", "");
    assert_office(desk, "email", "");
    assert_office(desk, "about", "Canteen helper");
    assert_office(desk, "people", "4");
    assert_office(desk, "children", "3");
    assert_office(desk, "status", "new");
    assert_office(desk, "reply id", reply.uuid);
    reply_wipe(&reply);
}

static int begin(void **state)
{
    struct desk *desk = xcalloc(1, sizeof *desk);
    desk->dir = scratch_make();
    desk->path = path_join(desk->dir, "Replies.sqlite");
    desk->outbox = outbox_open(desk->dir, NOW, NULL);
    *state = desk;
    return desk->outbox == NULL;
}

static int end(void **state)
{
    struct desk *desk = *state;
    outbox_close(desk->outbox);
    scratch_remove(desk->dir);
    free(desk->path);
    str_free(&desk->why);
    free(desk);
    return 0;
}

#define SCRATCHED(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCHED(old_copies_are_wiped_and_still_count), SCRATCHED(what_waits_is_never_wiped),
        SCRATCHED(a_wrong_clock_wipes_nothing_early),    SCRATCHED(what_is_erased_never_comes_back),
        SCRATCHED(names_are_taken_out_and_numbers_stay),
    };
    return cmocka_run_group_tests_name("store/retention", tests, NULL, NULL);
}
