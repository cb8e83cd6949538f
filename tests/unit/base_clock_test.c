/* base/clock: dates as numbers and back, against libc's own calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"

static void every_day_of_four_centuries_agrees_with_timegm(void **state)
{
    (void)state;
    for (int64_t day = -60000; day < 100000; day++) {
        time_t t = day * 86400 + 45296;
        struct tm tm;
        gmtime_r(&t, &tm);
        struct civil c = wall_to_civil(t);
        assert_int_equal(c.year, tm.tm_year + 1900);
        assert_int_equal(c.month, tm.tm_mon + 1);
        assert_int_equal(c.day, tm.tm_mday);
        assert_int_equal(c.hour, 12);
        assert_int_equal(c.minute, 34);
        assert_int_equal(c.second, 56);
        assert_int_equal(wall_from_civil(c), t);
        assert_int_equal((wall_weekday(t) + 1) % 7, tm.tm_wday);
    }
}

static void fields_out_of_range_carry_over(void **state)
{
    (void)state;
    char iso[24];
    wall_to_iso(wall_from_civil((struct civil){2026, 14, 1, 0, 0, 0}), false, iso);
    assert_string_equal(iso, "2027-02-01");
    wall_to_iso(wall_from_civil((struct civil){2028, 3, 0, 25, 0, 0}), true, iso);
    assert_string_equal(iso, "2028-03-01T01:00");
}

static void days_that_do_not_exist(void **state)
{
    (void)state;
    assert_true(civil_valid(2028, 2, 29));
    assert_false(civil_valid(2026, 2, 29));
    assert_false(civil_valid(2100, 2, 29));
    assert_false(civil_valid(2026, 4, 31));
    assert_false(civil_valid(2026, 13, 1));
    assert_false(civil_valid(2026, 1, 0));
}

static void iso_texts_both_ways(void **state)
{
    (void)state;
    wall_t t = 0;
    bool timed = false;
    char iso[24];
    assert_true(wall_from_iso("2026-12-11T18:30", &t, &timed));
    assert_true(timed);
    assert_string_equal(wall_to_iso(t, true, iso), "2026-12-11T18:30");
    assert_int_equal(wall_weekday(t), 4);
    assert_true(wall_from_iso("2026-12-11", &t, &timed));
    assert_false(timed);
    assert_true(wall_from_iso("2026-12-11 08:05:09", &t, &timed));
    assert_string_equal(wall_to_iso(t, true, iso), "2026-12-11T08:05:09");
    static const char *const wrong[] = {"",
                                        "2026-2-11",
                                        "2026-02-30",
                                        "2026-12-11x",
                                        "2026-12-11T25:00",
                                        "2026-12-11T18",
                                        "today",
                                        "2026-12-11T18:30Z"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(wall_from_iso(wrong[i], &t, &timed));
    }
    assert_string_equal(wall_to_iso(WALL_NONE, true, iso), "");
}

static void a_virtual_clock_moves_when_told(void **state)
{
    (void)state;
    struct clock clock = clock_virtual(1000);
    clock_advance(&clock, 2500);
    clock_advance(&clock, -100);
    assert_int_equal(clock_ms(&clock), 2500);
    assert_int_equal(clock_wall(&clock), 1002);
}

static void whole_days_are_counted_by_the_calendar(void **state)
{
    (void)state;
    wall_t late = wall_from_civil((struct civil){2026, 11, 23, 23, 59, 0});
    assert_int_equal(wall_days_between(late, late + 60), 1);
    assert_int_equal(wall_days_between(late + 60, late), -1);
    assert_int_equal(wall_midnight(late), wall_from_civil((struct civil){2026, 11, 23, 0, 0, 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_four_centuries_agrees_with_timegm),
        cmocka_unit_test(fields_out_of_range_carry_over),
        cmocka_unit_test(days_that_do_not_exist),
        cmocka_unit_test(iso_texts_both_ways),
        cmocka_unit_test(a_virtual_clock_moves_when_told),
        cmocka_unit_test(whole_days_are_counted_by_the_calendar),
    };
    return cmocka_run_group_tests_name("base/clock", tests, NULL, NULL);
}
