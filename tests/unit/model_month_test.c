/* model/month: the grid of a month, which items fall on a day, and between which months to turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/month.h"

static wall_t day(int year, int month, int d)
{
    return wall_from_civil((struct civil){.year = year, .month = month, .day = d});
}

static void every_day_of_ten_years_stands_once_in_its_column(void **state)
{
    (void)state;
    for (int first_weekday = 0; first_weekday <= 6; first_weekday += 6) {
        for (int month = 2024 * 12; month < 2034 * 12; month++) {
            struct month_grid grid = month_grid(month, first_weekday);
            assert_in_range(grid.weeks, 4, MONTH_WEEKS);
            int inside = 0;
            for (size_t i = 0; i < grid.weeks * 7; i++) {
                assert_int_equal(wall_weekday(grid.days[i]), ((int)(i % 7) + first_weekday) % 7);
                assert_true(i == 0 || grid.days[i] - grid.days[i - 1] == WALL_DAY);
                inside += month_of(grid.days[i]) == month;
            }
            assert_int_equal(inside, wall_days_between(month_first(month), month_first(month + 1)));
        }
    }
}

static void november_2026_has_six_rows_and_february_2027_four(void **state)
{
    (void)state;
    struct month_grid grid = month_grid(2026 * 12 + 10, 0);
    assert_int_equal(grid.weeks, 6); /* it begins on a Sunday */
    assert_true(grid.days[6] == day(2026, 11, 1));
    assert_int_equal(month_grid(2026 * 12 + 10, 6).weeks, 5);
    grid = month_grid(2027 * 12 + 1, 0);
    assert_int_equal(grid.weeks, 4); /* 28 days from a Monday on */
    assert_true(grid.days[0] == day(2027, 2, 1));
}

static void an_item_is_on_every_day_it_lasts(void **state)
{
    (void)state;
    struct item item = item_make(ITEM_EVENT);
    assert_false(month_item_on(&item, day(2026, 11, 24)));
    item.starts = day(2026, 11, 24) + 18 * 3600;
    assert_true(month_item_on(&item, day(2026, 11, 24)));
    assert_false(month_item_on(&item, day(2026, 11, 23)));
    assert_false(month_item_on(&item, day(2026, 11, 25)));
    item.starts = day(2026, 12, 31); /* a camp over the new year; ends are exclusive */
    item.ends = day(2027, 1, 2);
    assert_true(month_item_on(&item, day(2026, 12, 31)));
    assert_true(month_item_on(&item, day(2027, 1, 1)));
    assert_false(month_item_on(&item, day(2027, 1, 2)));
    item.ends = item.starts; /* an end that is none */
    assert_true(month_item_on(&item, day(2026, 12, 31)));
    item_free(&item);
}

static void turning_ends_where_nothing_is_on(void **state)
{
    (void)state;
    struct item items[3];
    const struct item *list[3];
    for (size_t i = 0; i < 3; i++) {
        items[i] = item_make(ITEM_EVENT);
        list[i] = &items[i];
    }
    int first = 0, last = 0;
    assert_false(month_span(list, 3, day(2026, 11, 24), &first, &last));
    assert_int_equal(first, 2026 * 12 + 10);
    assert_int_equal(last, first);
    items[0].starts = day(2026, 9, 1); /* over long ago */
    items[1].starts = day(2026, 10, 30);
    items[1].ends = day(2026, 12, 2);
    items[2].starts = day(2027, 2, 3);
    assert_true(month_span(list, 3, day(2026, 11, 24), &first, &last));
    assert_int_equal(first, 2026 * 12 + 10);
    assert_int_equal(last, 2027 * 12 + 1);
    for (size_t i = 0; i < 3; i++) {
        item_free(&items[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_ten_years_stands_once_in_its_column),
        cmocka_unit_test(november_2026_has_six_rows_and_february_2027_four),
        cmocka_unit_test(an_item_is_on_every_day_it_lasts),
        cmocka_unit_test(turning_ends_where_nothing_is_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
