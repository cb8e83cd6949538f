/* model/lamp: when the picture goes off, and what a touch then does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/lamp.h"

static struct hours hours;
static struct holidays holidays;
static const int64_t HOUR_MS = 3600000;

static int read_hours(void **state)
{
    (void)state;
    return hours_read("Mon-Fri 07:30-18:00", &hours) && holidays_read("2026-11-18", &holidays) ? 0
                                                                                               : 1;
}

/* Monday 16 November 2026, so many hours in. */
static struct lamp_day day_at(double hour)
{
    return (struct lamp_day){
        .hours = &hours,
        .holidays = &holidays,
        .now = wall_from_civil((struct civil){2026, 11, 16, 0, 0, 0}) + (wall_t)(hour * 3600),
        .clock_sure = true,
    };
}

/* Is it off at that hour, when the program has run since midnight? */
static bool off_at(double hour)
{
    struct lamp lamp;
    struct lamp_day day = day_at(hour);
    lamp_start(&lamp, 0);
    lamp_tick(&lamp, &day, (int64_t)(hour * (double)HOUR_MS) + LAMP_AWAKE_MS);
    return lamp.off;
}

static void off_outside_the_hours(void **state)
{
    (void)state;
    assert_true(off_at(3));
    assert_true(off_at(7.49));
    assert_false(off_at(7.5));
    assert_false(off_at(17.99));
    assert_true(off_at(18));
    assert_false(off_at(24 + 12)); /* Tuesday */
    assert_true(off_at(48 + 12));  /* the holiday */
    assert_true(off_at(120 + 12)); /* Saturday */
}

static void the_start_shows_for_two_minutes(void **state)
{
    (void)state;
    struct lamp lamp;
    struct lamp_day day = day_at(20);
    lamp_start(&lamp, 500);
    assert_false(lamp_tick(&lamp, &day, 500));
    assert_false(lamp_tick(&lamp, &day, 500 + LAMP_AWAKE_MS - 1));
    assert_false(lamp_touch(&lamp, 600)); /* and a touch then is a touch */
    assert_true(lamp_tick(&lamp, &day, 600 + LAMP_AWAKE_MS));
    assert_true(lamp.off);
    assert_false(lamp_tick(&lamp, &day, 600 + LAMP_AWAKE_MS + 1)); /* said once */
}

static void a_touch_wakes_and_does_nothing_else(void **state)
{
    (void)state;
    struct lamp lamp;
    struct lamp_day day = day_at(20);
    lamp_start(&lamp, 0);
    lamp_tick(&lamp, &day, HOUR_MS);
    assert_true(lamp.off);
    assert_true(lamp_touch(&lamp, HOUR_MS + 10));
    assert_false(lamp.off);
    assert_true(lamp_touch(&lamp, HOUR_MS + 800)); /* it is still lighting up */
    assert_true(lamp_touch(&lamp, HOUR_MS + 10 + LAMP_WAKING_MS - 1));
    assert_false(lamp_touch(&lamp, HOUR_MS + 10 + LAMP_WAKING_MS));
    int64_t last = HOUR_MS + 10 + LAMP_WAKING_MS;
    assert_false(lamp_tick(&lamp, &day, last + LAMP_AWAKE_MS - 1));
    assert_true(lamp_tick(&lamp, &day, last + LAMP_AWAKE_MS)); /* two minutes after the last one */
    assert_true(lamp.off);
}

static void who_hammers_on_the_dark_glass_gets_in(void **state)
{
    (void)state;
    struct lamp lamp;
    struct lamp_day day = day_at(20);
    lamp_start(&lamp, 0);
    lamp_tick(&lamp, &day, HOUR_MS);
    int answered = 0;
    for (int64_t ms = 0; ms < 5000; ms += 100) {
        answered += !lamp_touch(&lamp, HOUR_MS + ms);
    }
    assert_int_equal(answered, (5000 - LAMP_WAKING_MS) / 100);
}

static void a_visit_is_not_interrupted(void **state)
{
    (void)state;
    struct lamp lamp;
    struct lamp_day day = day_at(18);
    lamp_start(&lamp, 0);
    day.visited = true;
    assert_false(lamp_tick(&lamp, &day, HOUR_MS));
    day.visited = false;
    assert_true(lamp_tick(&lamp, &day, HOUR_MS + 1));
}

static void without_a_sure_clock_it_stays_on(void **state)
{
    (void)state;
    struct lamp lamp;
    struct lamp_day day = day_at(3);
    lamp_start(&lamp, 0);
    lamp_tick(&lamp, &day, HOUR_MS);
    assert_true(lamp.off);
    day.clock_sure = false; /* the clock is found to be wrong: on again */
    assert_true(lamp_tick(&lamp, &day, HOUR_MS + 1));
    assert_false(lamp.off);
    day.now = wall_from_civil((struct civil){1970, 1, 1, 0, 3, 0});
    assert_false(lamp_tick(&lamp, &day, 2 * HOUR_MS));
}

/* The network sets the clock: forwards into the hours, back out of them. */
static void a_jump_of_the_clock_is_followed(void **state)
{
    (void)state;
    struct lamp lamp;
    struct lamp_day night = day_at(5), noon = day_at(12);
    lamp_start(&lamp, 0);
    assert_true(lamp_tick(&lamp, &night, HOUR_MS));
    assert_true(lamp_tick(&lamp, &noon, HOUR_MS + 1));
    assert_false(lamp.off);
    assert_true(lamp_tick(&lamp, &night, HOUR_MS + 2));
    assert_true(lamp.off);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(off_outside_the_hours),
        cmocka_unit_test(the_start_shows_for_two_minutes),
        cmocka_unit_test(a_touch_wakes_and_does_nothing_else),
        cmocka_unit_test(who_hammers_on_the_dark_glass_gets_in),
        cmocka_unit_test(a_visit_is_not_interrupted),
        cmocka_unit_test(without_a_sure_clock_it_stays_on),
        cmocka_unit_test(a_jump_of_the_clock_is_followed),
    };
    return cmocka_run_group_tests_name("model/lamp", tests, read_hours, NULL);
}
