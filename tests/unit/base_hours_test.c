/* base/hours: what IT people write as screen hours, and when that is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/hours.h"

static const struct holidays none = {0};

/* November 2026: the 16th is a Monday. */
static wall_t at(int day, int hour, int minute)
{
    return wall_from_civil((struct civil){2026, 11, day, hour, minute, 0});
}

static bool open_at(const char *text, const struct holidays *holidays, wall_t now)
{
    struct hours hours;
    if (!hours_read(text, &hours)) {
        fail_msg("\"%s\" is refused", text);
    }
    return hours_open(&hours, holidays, now);
}

static void every_day_unless_days_are_named(void **state)
{
    (void)state;
    for (int day = 16; day <= 22; day++) {
        assert_false(open_at("07:30-18:00", &none, at(day, 7, 29)));
        assert_true(open_at("07:30-18:00", &none, at(day, 7, 30)));
        assert_true(open_at("07:30-18:00", &none, at(day, 17, 59)));
        assert_false(open_at("07:30-18:00", &none, at(day, 18, 0)));
        assert_int_equal(open_at("Mon-Fri 07:30-18:00", &none, at(day, 12, 0)), day <= 20);
        assert_true(open_at("", &none, at(day, 3, 0)));
        assert_true(open_at("00:00-24:00", &none, at(day, 0, 0)));
        assert_true(open_at("00:00-24:00", &none, at(day, 23, 59)));
    }
}

static void days_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const char text[] = "mon-Thursday 7:30 - 18:00; FRI 07:30-16:00,Sat Sun 10:00-12:00";
    assert_true(open_at(text, &none, at(19, 17, 0)));
    assert_false(open_at(text, &none, at(20, 17, 0)));
    assert_true(open_at(text, &none, at(22, 11, 0)));
    assert_false(open_at(text, &none, at(21, 9, 0)));
    /* over the week's end, and a second span on the days before it */
    assert_true(open_at("Fri-Mon 09:00-10:00, 15:00-16:00", &none, at(16, 15, 0)));
    assert_false(open_at("Fri-Mon 09:00-10:00, 15:00-16:00", &none, at(17, 15, 0)));
}

static void past_midnight_belongs_to_the_day_it_began_on(void **state)
{
    (void)state;
    static const char text[] = "Fri 18:00-02:00";
    assert_false(open_at(text, &none, at(20, 1, 0)));
    assert_true(open_at(text, &none, at(20, 23, 59)));
    assert_true(open_at(text, &none, at(21, 0, 0)));
    assert_true(open_at(text, &none, at(21, 1, 59)));
    assert_false(open_at(text, &none, at(21, 2, 0)));
    assert_false(open_at(text, &none, at(21, 19, 0)));
    /* Sunday night into Monday */
    assert_true(open_at("Sun 22:00-06:00", &none, at(23, 5, 0)));
}

static void holidays_are_off_all_day(void **state)
{
    (void)state;
    struct holidays holidays;
    assert_true(holidays_read("2026-11-18 to 2026-11-19", &holidays));
    assert_true(open_at("07:30-18:00", &holidays, at(17, 12, 0)));
    assert_false(open_at("07:30-18:00", &holidays, at(18, 12, 0)));
    assert_false(open_at("07:30-18:00", &holidays, at(19, 12, 0)));
    assert_true(open_at("20:00-02:00", &holidays, at(18, 1, 0))); /* the evening before ends */
    assert_false(open_at("20:00-02:00", &holidays, at(20, 1, 0)));
    assert_true(open_at("", &holidays, at(18, 12, 0))); /* no hours: always on */
}

/* The system's clock through both changes of the year, minute by minute, in zones with one and without:
 * what the wall says is what counts. */
static void changes_of_the_clock_move_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int year, month, day;
    } changes[] = {{"Europe/London", 2026, 3, 29},
                   {"Europe/London", 2026, 10, 25},
                   {"America/New_York", 2026, 11, 1},
                   {"Australia/Sydney", 2026, 10, 4},
                   {"Asia/Kolkata", 2026, 3, 29}};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        setenv("TZ", changes[i].zone, 1);
        tzset();
        struct tm begin = {.tm_year = changes[i].year - 1900,
                           .tm_mon = changes[i].month - 1,
                           .tm_mday = changes[i].day,
                           .tm_isdst = -1};
        time_t t = mktime(&begin);
        int on = 0;
        for (int minute = 0; minute < 23 * 60; minute++, t += 60) {
            struct tm local;
            localtime_r(&t, &local);
            int clock = local.tm_hour * 60 + local.tm_min;
            bool is = open_at("07:30-18:00", &none, wall_from_unix(t));
            assert_int_equal(is, clock >= 450 && clock < 1080);
            on += is;
        }
        assert_int_equal(on, 630); /* ten and a half hours, on that day too */
    }
    setenv("TZ", "Europe/London", 1);
    tzset();
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"perhaps",
                                        "7-18",
                                        "07:30",
                                        "07:30-",
                                        "07:30-18",
                                        "07:30-18:60",
                                        "07:30-24:01",
                                        "24:00-08:00",
                                        "07:30-07:30",
                                        "007:30-18:00",
                                        "-7:30-18:00",
                                        "07:3-18:00",
                                        "07:30-18:00 Mon",
                                        "Mon",
                                        "Mo 07:30-18:00",
                                        "Mon- 07:30-18:00",
                                        "Mon-Funday 07:30-18:00",
                                        "Mondays 07:30-18:00",
                                        "07:30-18:00,",
                                        ",07:30-18:00",
                                        "07:30-18:00 19:00-20:00",
                                        "07:30–18:00",
                                        "7.30-18.00",
                                        "07:30pm-08:00pm"};
    struct hours hours;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (hours_read(wrong[i], &hours)) {
            fail_msg("\"%s\" is taken", wrong[i]);
        }
        assert_int_equal(hours.count, 0);
    }
    char many[HOURS_MOST * 16 + 32] = "07:00-08:00";
    for (int i = 0; i < HOURS_MOST; i++) {
        assert_int_equal(hours_read(many, &hours), true);
        snprintf(many + 11 + 12 * i, 32, ",07:00-08:00");
    }
    assert_false(hours_read(many, &hours));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_unless_days_are_named),
        cmocka_unit_test(days_are_read_as_people_write_them),
        cmocka_unit_test(past_midnight_belongs_to_the_day_it_began_on),
        cmocka_unit_test(holidays_are_off_all_day),
        cmocka_unit_test(changes_of_the_clock_move_nothing),
        cmocka_unit_test(other_texts_are_refused),
    };
    return cmocka_run_group_tests_name("base/hours", tests, NULL, NULL);
}
