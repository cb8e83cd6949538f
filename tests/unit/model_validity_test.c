/* model/validity: what is shown while the share is away, and words without a clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/validity.h"
#include "model/words.h"

static const wall_t monday = (wall_t)20780 * WALL_DAY + 38520; /* 2026-11-23 10:42 */

static struct item_list two_items(void)
{
    struct item_list list = {0};
    item_list_add(&list, item_make(ITEM_ACHIEVEMENT));
    item_list_add(&list, item_make(ITEM_NOTICE));
    return list;
}

static bool achievements_show(wall_t now, bool sure, const char *share)
{
    struct clock_belief clock = {.sure = sure, .now = now};
    return validity_judge(&clock, share).achievements;
}

static void three_days_away_and_achievements_rest(void **state)
{
    (void)state;
    struct item_list list = two_items();
    const char *share = "away since 2026-11-20T10:42";
    assert_true(achievements_show(monday - 1, true, share));
    struct clock_belief clock = {.sure = true, .now = monday};
    struct validity v = validity_judge(&clock, share);
    assert_false(v.achievements);
    validity_apply(&v, &list);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].kind, ITEM_NOTICE);
    item_list_free(&list);
    /* Back, or never said: everything shows. */
    assert_true(achievements_show(monday, true, "ok"));
    assert_true(achievements_show(monday, true, NULL));
    assert_true(achievements_show(monday, true, "away since then"));
}

/* Once they rest, a clock that is lost does not bring them back: its time stands still, and was later. */
static void they_rest_on_when_the_clock_is_lost(void **state)
{
    (void)state;
    assert_false(achievements_show(monday, false, "away since 2026-11-20T10:42"));
    assert_true(achievements_show(monday, false, "away since 2026-11-21T10:42"));
}

static void nothing_is_today_when_nobody_knows_the_day(void **state)
{
    (void)state;
    struct str words = {0};
    words_moment(&words, monday, true, monday);
    assert_string_equal(words.data, "Today");
    str_clear(&words);
    words_moment(&words, monday, true, WALL_NONE);
    assert_string_equal(words.data, "Monday 23 November 2026");
    str_free(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_days_away_and_achievements_rest),
        cmocka_unit_test(they_rest_on_when_the_clock_is_lost),
        cmocka_unit_test(nothing_is_today_when_nobody_knows_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
