/* model/validity: what may be claimed without a clock, and while the share is away. */
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
    struct item photo = item_make(ITEM_ACHIEVEMENT);
    photo.first_seen = monday - WALL_DAY;
    photo.show_until = monday + WALL_DAY;
    struct item notice = item_make(ITEM_NOTICE);
    notice.first_seen = monday;
    notice.show_until = monday + 2 * WALL_DAY;
    item_list_add(&list, photo);
    item_list_add(&list, notice);
    return list;
}

static void a_set_clock_changes_nothing(void **state)
{
    (void)state;
    struct item_list list = two_items();
    struct validity v = validity_judge(&list, monday, false, "ok");
    assert_true(v.clock_sure && v.achievements && v.now == monday);
    validity_apply(&v, &list);
    assert_int_equal(list.count, 2);
    assert_true(list.items[0].show_until == monday + WALL_DAY);
    item_list_free(&list);
}

static void without_a_clock_nothing_expires(void **state)
{
    (void)state;
    struct item_list list = two_items();
    struct validity v = validity_judge(&list, 600, false, "ok"); /* 1970 */
    assert_false(v.clock_sure);
    assert_true(v.now == monday); /* that much has passed for certain */
    validity_apply(&v, &list);
    assert_int_equal(list.count, 2);
    assert_true(list.items[0].show_until == WALL_NONE && list.items[1].show_until == WALL_NONE);
    item_list_free(&list);
    /* What was over when the latest thing was seen is over for certain. */
    list = two_items();
    list.items[0].show_until = monday - 60;
    validity_apply(&v, &list);
    assert_true(list.items[0].show_until == monday - 60);
    item_list_free(&list);
}

static void a_clock_behind_what_was_seen_is_not_set(void **state)
{
    (void)state;
    struct item_list list = two_items();
    assert_true(validity_judge(&list, monday - WALL_DAY, false, NULL).clock_sure);
    assert_false(validity_judge(&list, monday - WALL_DAY - 1, false, NULL).clock_sure);
    assert_true(validity_judge(&list, monday - WALL_DAY - 1, true, NULL).clock_sure);
    item_list_free(&list);
}

static void three_days_away_and_achievements_rest(void **state)
{
    (void)state;
    struct item_list list = two_items();
    const char *share = "away since 2026-11-20T10:42";
    assert_true(validity_judge(&list, monday - 1, true, share).achievements);
    struct validity v = validity_judge(&list, monday, true, share);
    assert_false(v.achievements);
    validity_apply(&v, &list);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].kind, ITEM_NOTICE);
    /* Back, or never said: everything shows. */
    assert_true(validity_judge(&list, monday, true, "ok").achievements);
    assert_true(validity_judge(&list, monday, true, NULL).achievements);
    assert_true(validity_judge(&list, monday, true, "away since then").achievements);
    item_list_free(&list);
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
        cmocka_unit_test(a_set_clock_changes_nothing),
        cmocka_unit_test(without_a_clock_nothing_expires),
        cmocka_unit_test(a_clock_behind_what_was_seen_is_not_set),
        cmocka_unit_test(three_days_away_and_achievements_rest),
        cmocka_unit_test(nothing_is_today_when_nobody_knows_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
