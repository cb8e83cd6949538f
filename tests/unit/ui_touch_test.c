/* ui/touch: a touch screen that sends nonsense does nothing and costs little. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "ui/touch.h"

static struct tree tree;

static int make_tree(void **state)
{
    (void)state;
    tree_add(&tree, ROLE_BUTTON, "Next", (struct rect){0, 0, 100, 80}, (struct action){1, 0});
    return 0;
}

static int free_tree(void **state)
{
    (void)state;
    tree_free(&tree);
    return 0;
}

struct glass {
    struct touch touch;
    struct gesture gesture;
    int passed;
};

/* Feeds one event on a display of 100 x 80; the verb of a completed tap. */
static int64_t feed(struct glass *g, int64_t finger, enum pointer_phase phase, float x, float y,
                    int64_t ms)
{
    struct pointer p = {.phase = phase, .finger = finger, .x = x, .y = y, .ms = ms};
    if (!touch_pass(&g->touch, &g->gesture, &p, 100, 80)) {
        return 0;
    }
    g->passed++;
    assert_true(isfinite(p.x) && isfinite(p.y));
    assert_true(p.x >= 0 && p.x <= 100 && p.y >= 0 && p.y <= 80);
    return gesture_feed(&g->gesture, p, &tree, 4).verb;
}

static void a_tap_passes(void **state)
{
    (void)state;
    struct glass g = {0};
    assert_int_equal(feed(&g, 1, POINTER_DOWN, 50, 40, 1000), 0);
    assert_int_equal(feed(&g, 1, POINTER_UP, 50, 40, 1060), 1);
    /* at the very edge, and a little beyond it */
    assert_int_equal(feed(&g, -1, POINTER_DOWN, 100, 80, 2000), 0);
    assert_int_equal(feed(&g, -1, POINTER_UP, 104, -3, 2060), 1);
    assert_int_equal(g.touch.refused, 0);
}

static void places_that_are_none_are_refused(void **state)
{
    (void)state;
    static const float wrong[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 200, -50};
    struct glass g = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int64_t ms = (int64_t)i * 100;
        feed(&g, 1, POINTER_DOWN, wrong[i], 40, ms);
        feed(&g, 1, POINTER_DOWN, 50, wrong[i], ms);
        assert_false(g.gesture.down);
        feed(&g, 1, POINTER_UP, wrong[i], wrong[i], ms);
    }
    assert_int_equal(g.passed, 0);
    assert_int_equal(g.touch.refused, 3 * sizeof wrong / sizeof wrong[0]);
}

/* A finger that was on something and lifts nowhere is gone, and has tapped nothing. */
static void lifting_nowhere_cancels(void **state)
{
    (void)state;
    struct glass g = {0};
    feed(&g, 1, POINTER_DOWN, 50, 40, 0);
    feed(&g, 1, POINTER_MOVE, NAN, 40, 20);
    assert_int_equal(g.gesture.pressed.verb, 1);
    assert_int_equal(feed(&g, 1, POINTER_UP, NAN, NAN, 60), 0);
    assert_false(g.gesture.down);
}

/* Ten thousand events in a second, from fifty fingers that are never lifted. */
static void a_storm_is_bounded(void **state)
{
    (void)state;
    struct glass g = {0};
    for (int i = 0; i < 10000; i++) {
        enum pointer_phase phase = i % 3 == 0 ? POINTER_DOWN : POINTER_MOVE;
        feed(&g, i % 50, phase, (float)(i * 37 % 100), (float)(i * 53 % 80), i / 10);
    }
    /* what comes down is bounded, and only the first finger's motion goes on */
    assert_in_range(g.passed, 1, TOUCH_DOWNS_MOST + 10000 / 50);
    assert_true(g.touch.flooded > 3000);
    /* when it is over, a tap is a tap; the finger that never lifted is given up */
    gesture_tick(&g.gesture, 12000);
    feed(&g, 77, POINTER_DOWN, 50, 40, 12000);
    assert_int_equal(feed(&g, 77, POINTER_UP, 50, 40, 12060), 1);
}

static void hands_are_never_too_fast(void **state)
{
    (void)state;
    struct glass g = {0};
    int taps = 0;
    for (int i = 0; i < 100; i++) { /* twenty a second, five seconds long */
        feed(&g, i, POINTER_DOWN, 50, 40, i * 50);
        taps += feed(&g, i, POINTER_UP, 50, 40, i * 50 + 20) != 0;
    }
    assert_int_equal(taps, 100);
    assert_int_equal(g.touch.flooded, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tap_passes),
        cmocka_unit_test(places_that_are_none_are_refused),
        cmocka_unit_test(lifting_nowhere_cancels),
        cmocka_unit_test(a_storm_is_bounded),
        cmocka_unit_test(hands_are_never_too_fast),
    };
    return cmocka_run_group_tests_name("ui/touch", tests, make_tree, free_tree);
}
