/* Calibration: good screens and crooked ones, taps that are none, and nobody who touches themselves out. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/calibration.h"

/* What a touch screen makes of a finger at a place. */
typedef struct spot glass(struct spot finger);

static struct spot good(struct spot f)
{
    return f;
}
static struct spot swapped(struct spot f)
{
    return (struct spot){f.y, f.x};
}
static struct spot mirrored(struct spot f)
{
    return (struct spot){1 - f.x, f.y};
}
static struct spot upside_down(struct spot f)
{
    return (struct spot){1 - f.x, 1 - f.y};
}
static struct spot on_its_side(struct spot f)
{
    return (struct spot){f.y, 1 - f.x};
}
static struct spot shrunk(struct spot f)
{
    return (struct spot){0.06f + 0.8f * f.x, 0.11f + 0.75f * f.y};
}
static struct spot leaning(struct spot f)
{
    return (struct spot){f.x + 0.08f * f.y - 0.03f, f.y - 0.05f * f.x + 0.02f};
}

/* Fingers hit crosses by a few millimetres: always the same ones. */
static struct spot shaky(size_t i, struct spot f)
{
    static const struct spot off[CALIBRATING_CROSSES] = {{0.006f, -0.005f},
                                                         {-0.007f, 0.004f},
                                                         {0.003f, 0.008f},
                                                         {-0.004f, -0.006f},
                                                         {0.005f, 0.003f}};
    return (struct spot){f.x + off[i].x, f.y + off[i].y};
}

static bool measure(glass *g, bool shakes, struct calibration *out)
{
    struct spot reported[CALIBRATING_CROSSES], meant[CALIBRATING_CROSSES];
    for (size_t i = 0; i < CALIBRATING_CROSSES; i++) {
        meant[i] = calibrating_cross(i);
        reported[i] = g(shakes ? shaky(i, meant[i]) : meant[i]);
    }
    return calibration_solve(reported, meant, CALIBRATING_CROSSES, out);
}

/* How far off touches are with a calibration, at worst, over the whole panel. */
static float worst(glass *g, const struct calibration *c)
{
    float most = 0;
    for (int i = 0; i <= 20; i++) {
        for (int j = 0; j <= 20; j++) {
            struct spot finger = {(float)i / 20, (float)j / 20};
            struct spot felt = calibration_apply(c, g(finger));
            most = fmaxf(most, hypotf(felt.x - finger.x, felt.y - finger.y));
        }
    }
    return most;
}

static void a_good_screen_is_left_alone(void **state)
{
    (void)state;
    struct calibration c;
    assert_true(measure(good, false, &c));
    assert_true(calibration_is_plain(&c));
    assert_true(measure(good, true, &c));
    assert_true(calibration_is_plain(&c)); /* no hand's shaking becomes a fault of the screen */
}

static void crooked_screens_are_put_right(void **state)
{
    (void)state;
    static glass *const all[] = {swapped, mirrored, upside_down, on_its_side, shrunk, leaning};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct calibration c, plain = calibration_plain();
        assert_true(worst(all[i], &plain) > 0.05f);
        assert_true(measure(all[i], false, &c));
        assert_true(worst(all[i], &c) < 0.0001f);
        assert_true(measure(all[i], true, &c));
        assert_true(worst(all[i], &c) < 0.02f);
    }
}

static void what_is_no_tap_on_the_crosses_is_refused(void **state)
{
    (void)state;
    struct spot reported[CALIBRATING_CROSSES], meant[CALIBRATING_CROSSES];
    struct calibration c = {.xx = 7};
    for (size_t i = 0; i < CALIBRATING_CROSSES; i++) {
        reported[i] = meant[i] = calibrating_cross(i);
    }
    for (size_t wrong = 0; wrong < CALIBRATING_CROSSES; wrong++) {
        reported[wrong].x = 1 - reported[wrong].x;
        reported[wrong].y = fmodf(reported[wrong].y + 0.4f, 1);
        assert_false(calibration_solve(reported, meant, CALIBRATING_CROSSES, &c));
        reported[wrong] = meant[wrong];
    }
    for (size_t i = 0; i < CALIBRATING_CROSSES; i++) {
        reported[i] = (struct spot){0.4f, 0.4f}; /* all in one place */
    }
    assert_false(calibration_solve(reported, meant, CALIBRATING_CROSSES, &c));
    for (size_t i = 0; i < CALIBRATING_CROSSES; i++) {
        reported[i] = (struct spot){meant[i].x, 0.5f}; /* one axis is dead */
    }
    assert_false(calibration_solve(reported, meant, CALIBRATING_CROSSES, &c));
    for (size_t i = 0; i < CALIBRATING_CROSSES; i++) {
        reported[i] = (struct spot){0.4f + meant[i].x * 0.1f, 0.4f + meant[i].y * 0.1f};
    }
    assert_false(calibration_solve(reported, meant, CALIBRATING_CROSSES, &c));
    reported[2].x = NAN;
    assert_false(calibration_solve(reported, meant, CALIBRATING_CROSSES, &c));
    assert_false(calibration_solve(meant, meant, 2, &c));
    assert_true(c.xx > 6.9f); /* untouched */
}

static void it_is_read_as_it_was_written(void **state)
{
    (void)state;
    static glass *const all[] = {good, swapped, mirrored, on_its_side, shrunk, leaning};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        char text[CALIBRATION_TEXT];
        struct calibration c, again;
        assert_true(measure(all[i], true, &c));
        calibration_write(&c, text);
        assert_true(calibration_read(text, &again));
        assert_true(worst(all[i], &again) < 0.02f);
        strcat(text, "\n");
        assert_true(calibration_read(text, &again));
    }
}

static void garbage_is_not_read(void **state)
{
    (void)state;
    static const char *const garbage[] = {
        "",
        "\n",
        "no numbers",
        "1000000 0 0 0 1000000",         /* cut short */
        "1000000 0 0 0 1000000 0 0",     /* one too many */
        "1000000 0 0 0 1000000 0 kB",    /* something behind it */
        "0 0 0 0 0 0",                   /* everything is one place */
        "1000000 0 0 1000000 0 0",       /* everything is one line */
        "9000000 0 0 0 9000000 0",       /* no screen is so far off */
        "1000000 0 9000000 0 1000000 0", /* nor so far beside */
        "1.0 0 0 0 1.0 0",               /* not in millionths */
        "99999999999999999999 0 0 0 1000000 0",
    };
    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        struct calibration c = {.xx = 7};
        assert_false(calibration_read(garbage[i], &c));
        assert_true(c.xx > 6.9f);
    }
}

/* ---- measuring ---- */

/* Taps every cross through `g`, a second each. Returns when. */
static int64_t tap_all(struct calibrating *c, glass *g, int64_t now_ms)
{
    for (size_t i = 0; i < CALIBRATING_CROSSES; i++) {
        assert_int_equal(c->phase, CALIBRATING_AIM);
        assert_int_equal(c->at, i);
        struct calibration used = calibrating_in_use(c);
        assert_true(calibration_is_plain(&used)); /* touches come as they are reported */
        now_ms += 1000;
        calibrating_tap(c, g(calibrating_cross(i)), calibrating_cross(i), now_ms);
        calibrating_tap(c, (struct spot){0, 0}, calibrating_cross(i), now_ms + 90); /* a bounce */
    }
    return now_ms;
}

static void a_confirmed_one_is_kept(void **state)
{
    (void)state;
    struct calibrating c;
    calibrating_know(&c, calibration_plain());
    calibrating_begin(&c, 5000);
    int64_t now_ms = tap_all(&c, mirrored, 5000);
    assert_int_equal(c.phase, CALIBRATING_TRIAL);
    struct calibration used = calibrating_in_use(&c);
    assert_true(worst(mirrored, &used) < 0.001f);
    assert_false(c.store);
    calibrating_tick(&c, now_ms + CALIBRATING_TRIAL_MS - 1);
    calibrating_confirm(&c);
    assert_true(c.store);
    assert_int_equal(c.phase, CALIBRATING_NOT);
    assert_int_equal(c.end, CALIBRATING_KEPT);
    used = calibrating_in_use(&c);
    assert_true(worst(mirrored, &used) < 0.001f);
}

static void one_that_nobody_confirms_is_undone(void **state)
{
    (void)state;
    struct calibration old, used;
    assert_true(measure(shrunk, false, &old));
    struct calibrating c;
    calibrating_know(&c, old);
    calibrating_begin(&c, 5000);
    int64_t now_ms = tap_all(&c, mirrored, 5000);
    assert_int_equal(calibrating_left_ms(&c, now_ms), CALIBRATING_TRIAL_MS);
    calibrating_tick(&c, now_ms + CALIBRATING_TRIAL_MS);
    assert_int_equal(c.phase, CALIBRATING_NOT);
    assert_int_equal(c.end, CALIBRATING_GIVEN_UP);
    calibrating_confirm(&c); /* too late */
    assert_false(c.store);
    used = calibrating_in_use(&c);
    assert_true(worst(shrunk, &used) < 0.001f);
    /* Whoever leaves in the middle of it, likewise. */
    calibrating_begin(&c, 90000);
    tap_all(&c, mirrored, 90000);
    calibrating_stop(&c);
    used = calibrating_in_use(&c);
    assert_true(worst(shrunk, &used) < 0.001f);
    /* And taking the correction away is a trial, too. */
    calibrating_reset(&c, 200000);
    used = calibrating_in_use(&c);
    assert_true(calibration_is_plain(&used));
    calibrating_tick(&c, 200000 + CALIBRATING_TRIAL_MS);
    used = calibrating_in_use(&c);
    assert_true(worst(shrunk, &used) < 0.001f);
}

static void crosses_that_nobody_taps_go_away(void **state)
{
    (void)state;
    struct calibrating c;
    calibrating_know(&c, calibration_plain());
    calibrating_begin(&c, 5000);
    calibrating_tap(&c, calibrating_cross(0), calibrating_cross(0), 6000);
    calibrating_tick(&c, 6000 + CALIBRATING_AIM_MS - 1);
    assert_int_equal(c.phase, CALIBRATING_AIM);
    calibrating_tick(&c, 6000 + CALIBRATING_AIM_MS);
    assert_int_equal(c.phase, CALIBRATING_NOT);
    assert_int_equal(c.end, CALIBRATING_GIVEN_UP);
}

static struct spot heap(struct spot f)
{
    return (struct spot){0.5f + f.x / 100, 0.5f + f.y / 100};
}

static void nonsense_is_said_and_changes_nothing(void **state)
{
    (void)state;
    struct calibrating c;
    calibrating_know(&c, calibration_plain());
    calibrating_begin(&c, 5000);
    tap_all(&c, heap, 5000);
    assert_int_equal(c.phase, CALIBRATING_NOT);
    assert_int_equal(c.end, CALIBRATING_NONSENSE);
    assert_false(c.store);
}

/* The button that confirms is not met by a touch that is mirrored, swapped or turned. */
static void only_a_right_one_can_be_confirmed(void **state)
{
    (void)state;
    static glass *const all[] = {swapped, mirrored, upside_down, on_its_side};
    struct spot button = calibrating_confirm_at();
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct spot felt = all[i](button);
        assert_true(fmaxf(fabsf(felt.x - button.x), fabsf(felt.y - button.y)) > 0.15f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_screen_is_left_alone),
        cmocka_unit_test(crooked_screens_are_put_right),
        cmocka_unit_test(what_is_no_tap_on_the_crosses_is_refused),
        cmocka_unit_test(it_is_read_as_it_was_written),
        cmocka_unit_test(garbage_is_not_read),
        cmocka_unit_test(a_confirmed_one_is_kept),
        cmocka_unit_test(one_that_nobody_confirms_is_undone),
        cmocka_unit_test(crosses_that_nobody_taps_go_away),
        cmocka_unit_test(nonsense_is_said_and_changes_nothing),
        cmocka_unit_test(only_a_right_one_can_be_confirmed),
    };
    return cmocka_run_group_tests_name("model/calibration", tests, NULL, NULL);
}
