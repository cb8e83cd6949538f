/* store/interest: what visitors opened, by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/path.h"
#include "scratch.h"
#include "store/interest.h"

static const wall_t monday = (wall_t)20780 * WALL_DAY + 38520;

static void days_add_up_to_a_week(void **state)
{
    char *dir = scratch_make();
    (void)state;
    struct interest today = {0};
    struct interest week = {0};
    assert_false(interest_load_week(dir, monday, &week));
    interest_add(&today, "b", 1);
    interest_add(&today, "a", 1);
    interest_add(&today, "b", 1);
    assert_true(interest_store(dir, &today, monday - 7 * WALL_DAY)); /* a day too long ago */
    assert_true(interest_store(dir, &today, monday - 6 * WALL_DAY));
    assert_true(interest_store(dir, &today, monday));
    assert_true(interest_store(dir, &today, monday + 60));
    assert_true(interest_load_week(dir, monday, &week));
    assert_int_equal(interest_times(&week, "a"), 3);
    assert_int_equal(interest_times(&week, "b"), 6);
    assert_int_equal(interest_times(&week, "c"), 0);
    assert_int_equal(interest_claps(&week, "a"), 0);
    interest_free(&week);
    interest_free(&today);
    interest_clap(&today, "a");
    interest_clap(&today, "a");
    assert_true(interest_store(dir, &today, monday));
    assert_true(interest_load_week(dir, monday, &week));
    assert_int_equal(interest_claps(&week, "a"), 2);
    assert_int_equal(interest_times(&week, "a"), 3); /* claps are no openings */
    interest_free(&week);
    assert_true(interest_load_week(dir, monday + 40 * WALL_DAY, &week));
    assert_int_equal(week.count, 0);
    interest_free(&today);
    scratch_remove(dir);
}

static void a_damaged_file_is_begun_anew(void **state)
{
    (void)state;
    char *dir = scratch_make();
    char *path = path_join(dir, "interest.db");
    struct interest today = {0};
    struct interest week = {0};
    scratch_ruin(path, 5000);
    assert_false(interest_load_week(dir, monday, &week));
    interest_add(&today, "a", 2);
    assert_true(interest_store(dir, &today, monday));
    assert_true(interest_load_week(dir, monday, &week));
    assert_int_equal(interest_times(&week, "a"), 2);
    interest_free(&week);
    interest_free(&today);
    free(path);
    scratch_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_add_up_to_a_week),
        cmocka_unit_test(a_damaged_file_is_begun_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
