/* ui/gesture and ui/tree: what a finger on a place means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/gesture.h"

static struct tree tree;

/* Two buttons with a gap of 20, one of them disabled below, and three keys side by side. */
static int make_tree(void **state)
{
    (void)state;
    tree_add(&tree, ROLE_SLIDE, "behind", (struct rect){0, 0, 400, 300}, (struct action){9, 0});
    tree_clear(&tree);
    tree_add(&tree, ROLE_BUTTON, "Back", (struct rect){0, 0, 100, 50}, (struct action){1, 0});
    tree_add(&tree, ROLE_BUTTON, "Next", (struct rect){120, 0, 100, 50}, (struct action){2, 0});
    struct node *off = tree_add(&tree, ROLE_BUTTON, "Before", (struct rect){0, 60, 100, 50},
                                (struct action){3, 0});
    off->disabled = true;
    for (int i = 0; i < 3; i++) {
        tree_add(&tree, ROLE_KEY, "abc", (struct rect){(float)i * 40, 200, 40, 40},
                 (struct action){5, 'a' + i});
    }
    tree_add(&tree, ROLE_HEADING, "What is your name?", (struct rect){0, 120, 300, 40},
             (struct action){0});
    return 0;
}

static int free_tree(void **state)
{
    (void)state;
    tree_free(&tree);
    return 0;
}

static struct action feed(struct gesture *g, enum pointer_phase phase, float x, float y, int64_t ms)
{
    struct pointer p = {.phase = phase, .finger = 1, .x = x, .y = y, .ms = ms};
    return gesture_feed(g, p, &tree, 12);
}

static void a_tap_is_down_and_up_on_the_same(void **state)
{
    (void)state;
    struct gesture g = {0};
    assert_int_equal(feed(&g, POINTER_DOWN, 50, 25, 0).verb, 0);
    assert_int_equal(g.pressed.verb, 1);
    assert_int_equal(feed(&g, POINTER_UP, 52, 20, 80).verb, 1);
    assert_int_equal(g.pressed.verb, 0);
}

static void near_misses_count(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed(&g, POINTER_DOWN, 108, 25, 0); /* 8 from Back, 12 from Next */
    assert_int_equal(feed(&g, POINTER_UP, 108, 25, 60).verb, 1);
    feed(&g, POINTER_DOWN, 300, 25, 0);
    assert_int_equal(feed(&g, POINTER_UP, 300, 25, 60).verb, 0);
}

static void sliding_off_cancels_and_back_counts(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed(&g, POINTER_DOWN, 50, 25, 0);
    feed(&g, POINTER_MOVE, 170, 25, 30);
    assert_int_equal(g.pressed.verb, 0);
    assert_int_equal(feed(&g, POINTER_UP, 170, 25, 60).verb, 0);
    feed(&g, POINTER_DOWN, 50, 25, 100);
    feed(&g, POINTER_MOVE, 170, 25, 130);
    feed(&g, POINTER_MOVE, 60, 25, 160);
    assert_int_equal(feed(&g, POINTER_UP, 60, 25, 190).verb, 1);
}

static void a_held_key_repeats_and_its_lifting_is_no_tap(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed(&g, POINTER_DOWN, 20, 220, 0);
    assert_int_equal(gesture_due_ms(&g), 450);
    assert_int_equal(gesture_hold(&g, 449).verb, 0);
    assert_int_equal(gesture_hold(&g, 450).arg, 'a');
    assert_int_equal(gesture_hold(&g, 500).verb, 0);
    assert_int_equal(gesture_hold(&g, 540).arg, 'a');
    gesture_spend(&g);
    assert_int_equal(feed(&g, POINTER_UP, 20, 220, 600).verb, 0);
    /* Slid to another key after that: that one counts. */
    feed(&g, POINTER_DOWN, 20, 220, 1000);
    gesture_hold(&g, 1450);
    gesture_spend(&g);
    feed(&g, POINTER_MOVE, 60, 220, 1500);
    assert_int_equal(gesture_due_ms(&g), 1950); /* and its own time begins */
    assert_int_equal(feed(&g, POINTER_UP, 60, 220, 1600).arg, 'b');
    /* A button held means nothing. */
    feed(&g, POINTER_DOWN, 50, 25, 2000);
    assert_int_equal(gesture_hold(&g, 9000).verb, 0);
    assert_true(gesture_due_ms(&g) == INT64_MAX);
    /* Nor does a finger that was given up. */
    feed(&g, POINTER_CANCEL, 0, 0, 2100);
    feed(&g, POINTER_DOWN, 20, 220, 3000);
    assert_true(gesture_tick(&g, 14000));
    assert_int_equal(gesture_hold(&g, 14001).verb, 0);
}

static void keys_are_corrected_by_sliding(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed(&g, POINTER_DOWN, 20, 220, 0);
    feed(&g, POINTER_MOVE, 60, 220, 30);
    struct action tap = feed(&g, POINTER_UP, 60, 220, 60);
    assert_int_equal(tap.verb, 5);
    assert_int_equal(tap.arg, 'b');
}

static void disabled_things_do_nothing(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed(&g, POINTER_DOWN, 50, 80, 0);
    assert_int_equal(feed(&g, POINTER_UP, 50, 80, 60).verb, 0);
}

/* Five fingers of a palm: only the first counts, once. */
static void palms_count_once(void **state)
{
    (void)state;
    struct gesture g = {0};
    int taps = 0;
    for (int phase = 0; phase < 2; phase++) {
        for (int finger = 0; finger < 5; finger++) {
            struct pointer p = {.phase = phase == 0 ? POINTER_DOWN : POINTER_UP,
                                .finger = finger,
                                .x = 50 + (float)finger,
                                .y = 25,
                                .ms = phase * 50 + finger};
            taps += gesture_feed(&g, p, &tree, 12).verb != 0;
        }
    }
    assert_int_equal(taps, 1);
}

static void a_lost_finger_is_given_up(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed(&g, POINTER_DOWN, 50, 25, 0);
    assert_false(gesture_tick(&g, 9000));
    assert_true(gesture_tick(&g, 10000));
    assert_int_equal(g.pressed.verb, 0);
    feed(&g, POINTER_DOWN, 170, 25, 11000);
    assert_int_equal(feed(&g, POINTER_UP, 170, 25, 11060).verb, 2);
}

static struct action feed_finger(struct gesture *g, int64_t finger, enum pointer_phase phase,
                                 float x, int64_t ms)
{
    struct pointer p = {.phase = phase, .finger = finger, .x = x, .y = 25, .ms = ms};
    return gesture_feed(g, p, &tree, 12);
}

/* The controller lost finger 1 and gives the same hand's next touch another number. */
static void after_a_lost_finger_the_next_works_in_two_seconds(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed_finger(&g, 1, POINTER_DOWN, 50, 0);
    feed_finger(&g, 2, POINTER_DOWN, 170, 1900); /* too soon: it may be a palm */
    assert_int_equal(feed_finger(&g, 2, POINTER_UP, 170, 1950).verb, 0);
    feed_finger(&g, 3, POINTER_DOWN, 170, 2100);
    assert_int_equal(feed_finger(&g, 3, POINTER_UP, 170, 2160).verb, 2);
    /* When the driver finds it again after all, it is nobody. */
    assert_int_equal(feed_finger(&g, 1, POINTER_MOVE, 50, 2200).verb, 0);
    assert_int_equal(feed_finger(&g, 1, POINTER_UP, 50, 2210).verb, 0);
    /* With the number it had before, the next touch works at once. */
    feed_finger(&g, 1, POINTER_DOWN, 50, 3000);
    feed_finger(&g, 1, POINTER_DOWN, 170, 3100);
    assert_int_equal(feed_finger(&g, 1, POINTER_UP, 170, 3160).verb, 2);
}

/* A finger that goes on reporting is there: others stay nothing. */
static void a_finger_that_reports_is_not_lost(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed_finger(&g, 1, POINTER_DOWN, 50, 0);
    for (int64_t ms = 500; ms <= 4000; ms += 500) {
        feed_finger(&g, 1, POINTER_MOVE, 52, ms);
    }
    feed_finger(&g, 2, POINTER_DOWN, 170, 4100);
    assert_int_equal(feed_finger(&g, 2, POINTER_UP, 170, 4150).verb, 0);
    assert_int_equal(feed_finger(&g, 1, POINTER_UP, 50, 4200).verb, 1);
}

/* Twenty a second, each its own finger: each is one tap. */
static void hasty_taps_count_each_once(void **state)
{
    (void)state;
    struct gesture g = {0};
    int taps = 0;
    for (int i = 0; i < 100; i++) {
        taps += feed_finger(&g, i, POINTER_DOWN, 50, i * 50).verb != 0;
        taps += feed_finger(&g, i, POINTER_UP, 50, i * 50 + 20).verb != 0;
    }
    assert_int_equal(taps, 100);
}

static void held_for_a_minute_is_nothing(void **state)
{
    (void)state;
    struct gesture g = {0};
    feed_finger(&g, 1, POINTER_DOWN, 50, 0);
    for (int64_t ms = 1000; ms <= 60000; ms += 1000) {
        gesture_tick(&g, ms);
    }
    assert_int_equal(g.pressed.verb, 0);
    assert_int_equal(feed_finger(&g, 1, POINTER_UP, 50, 60000).verb, 0);
    feed_finger(&g, 1, POINTER_DOWN, 170, 60100);
    assert_int_equal(feed_finger(&g, 1, POINTER_UP, 170, 60160).verb, 2);
}

static void things_are_found_by_what_a_visitor_reads(void **state)
{
    (void)state;
    assert_int_equal(tree_find(&tree, "next", true)->action.verb, 2);
    assert_non_null(tree_find(&tree, "your name", false));
    assert_null(tree_find(&tree, "your name", true));
    assert_null(tree_find(&tree, "Before", true));  /* disabled */
    assert_null(tree_find(&tree, "behind", false)); /* cleared */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tap_is_down_and_up_on_the_same),
        cmocka_unit_test(near_misses_count),
        cmocka_unit_test(sliding_off_cancels_and_back_counts),
        cmocka_unit_test(a_held_key_repeats_and_its_lifting_is_no_tap),
        cmocka_unit_test(keys_are_corrected_by_sliding),
        cmocka_unit_test(disabled_things_do_nothing),
        cmocka_unit_test(palms_count_once),
        cmocka_unit_test(a_lost_finger_is_given_up),
        cmocka_unit_test(after_a_lost_finger_the_next_works_in_two_seconds),
        cmocka_unit_test(a_finger_that_reports_is_not_lost),
        cmocka_unit_test(hasty_taps_count_each_once),
        cmocka_unit_test(held_for_a_minute_is_nothing),
        cmocka_unit_test(things_are_found_by_what_a_visitor_reads),
    };
    return cmocka_run_group_tests_name("ui/gesture", tests, make_tree, free_tree);
}
