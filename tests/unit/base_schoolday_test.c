/* School days: weekends and holidays do not count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/schoolday.h"

static wall_t day(int month, int date)
{
    return wall_from_civil((struct civil){2026, month, date, 14, 30, 0});
}

static void monday_to_friday_count(void **state)
{
    (void)state;
    struct holidays none = {0};
    /* Monday 16 November 2026 is a Monday. */
    assert_int_equal(wall_weekday(day(11, 16)), 0);
    assert_int_equal(schooldays_between(day(11, 16), day(11, 16), &none), 0);
    assert_int_equal(schooldays_between(day(11, 16), day(11, 17), &none), 1);
    assert_int_equal(schooldays_between(day(11, 16), day(11, 23), &none), 5);
    assert_int_equal(schooldays_between(day(11, 16), day(11, 24), &none), 6);
    assert_int_equal(schooldays_between(day(11, 20), day(11, 22), &none), 0); /* a weekend */
    assert_int_equal(schooldays_between(day(11, 21), day(11, 23), &none), 1); /* from a Saturday */
    assert_int_equal(schooldays_between(day(11, 24), day(11, 16), &none), 0); /* backwards */
    assert_int_equal(schooldays_between(0, day(11, 16), &none), SCHOOLDAYS_MOST); /* since 1970 */
}

static void holidays_do_not(void **state)
{
    (void)state;
    struct holidays holidays;
    assert_true(holidays_read("2026-12-19 to 2027-01-04, 2026-11-18", &holidays));
    assert_int_equal(holidays.count, 2);
    assert_false(schoolday_is(day(11, 18), &holidays));
    assert_true(schoolday_is(day(11, 19), &holidays));
    assert_false(schoolday_is(day(12, 21), &holidays));
    assert_int_equal(schooldays_between(day(11, 16), day(11, 24), &holidays), 5);
    wall_t fifth = wall_from_civil((struct civil){2027, 1, 5, 0, 0, 0});
    assert_int_equal(schooldays_between(day(12, 18), fifth, &holidays), 1);
    assert_true(schoolday_after(day(12, 18), 1, &holidays) == fifth);
    assert_true(schoolday_after(day(11, 20), 1, &holidays) == wall_midnight(day(11, 23)));
}

static void other_texts_are_no_holidays(void **state)
{
    (void)state;
    struct holidays holidays;
    static const char *const wrong[] = {"perhaps",
                                        "2026-13-01",
                                        "2026-02-30",
                                        "2026-12-19 to",
                                        "2027-01-04 to 2026-12-19",
                                        "2026-12-19,",
                                        "2026-12-19T08:00",
                                        "19.12.2026",
                                        "to"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        holidays.count = 9;
        assert_false(holidays_read(wrong[i], &holidays));
        assert_int_equal(holidays.count, 0);
    }
    assert_true(holidays_read("", &holidays));
    assert_true(holidays_read(" 2026-12-19 ", &holidays));
    assert_int_equal(holidays.count, 1);
}

static void holidays_without_an_end_end_the_counting(void **state)
{
    (void)state;
    struct holidays holidays;
    assert_true(holidays_read("2026-01-01 to 9999-12-31", &holidays));
    assert_true(schoolday_after(day(11, 16), 3, &holidays) > day(11, 16));
    assert_int_equal(schooldays_between(day(11, 16), day(12, 16), &holidays), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(monday_to_friday_count),
        cmocka_unit_test(holidays_do_not),
        cmocka_unit_test(other_texts_are_no_holidays),
        cmocka_unit_test(holidays_without_an_end_end_the_counting),
    };
    return cmocka_run_group_tests_name("base/schoolday", tests, NULL, NULL);
}
