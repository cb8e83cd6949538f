/* model/rotation: a day of it passes in a millisecond. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/rotation.h"

#define NOW ((wall_t)1795422120) /* 2026-11-23 08:42 */

static void add(struct item_list *list, enum item_kind kind, const char *title)
{
    struct item item = item_make(kind);
    item.id = (int64_t)list->count + 1;
    item.first_seen = NOW - (wall_t)list->count;
    item_set(&item.title, title);
    item_list_add(list, item);
}

static struct item_list school(void)
{
    struct item_list list = {0};
    char title[16];
    for (int i = 0; i < 6; i++) {
        snprintf(title, sizeof title, "success %d", i);
        add(&list, ITEM_ACHIEVEMENT, title);
    }
    for (int i = 0; i < 4; i++) {
        snprintf(title, sizeof title, "event %d", i);
        add(&list, ITEM_EVENT, title);
        list.items[list.count - 1].starts = NOW + (i + 1) * WALL_DAY;
    }
    add(&list, ITEM_VOLUNTEERING, "role");
    add(&list, ITEM_PARTNER, "partner");
    return list;
}

static void reading_time_has_bounds(void **state)
{
    (void)state;
    struct item item = item_make(ITEM_NOTICE);
    item_set(&item.title, "Two words");
    assert_int_equal(rotation_dwell_ms(&item, "en"), 8000);
    item_set(&item.text, "one two three four five six seven eight nine ten eleven twelve");
    assert_int_equal(rotation_dwell_ms(&item, "en"), 3000 + 500 * 14);
    char *text = xcalloc(2001, 1);
    for (int i = 0; i < 1000; i++) {
        memcpy(text + i * 2L, "a ", 2);
    }
    item_set(&item.text, text);
    assert_int_equal(rotation_dwell_ms(&item, "en"), 20000);
    free(text);
    item_free(&item);
}

static void a_round_is_fair_and_mixed(void **state)
{
    (void)state;
    struct item_list list = school();
    size_t *order = NULL;
    size_t count = rotation_round(&list, NOW, &order);
    bool seen[32] = {false};
    assert_int_equal(count, list.count);
    assert_int_equal(list.items[order[0]].kind, ITEM_ACHIEVEMENT);
    for (size_t i = 0; i < count; i++) {
        assert_false(seen[order[i]]);
        seen[order[i]] = true;
        if (i > 0) {
            assert_int_not_equal(list.items[order[i]].kind, list.items[order[i - 1]].kind);
        }
    }
    free(order);
    item_list_free(&list);
}

/* Plays `ms` of the rotation; counts how often each item came. */
static void play(struct rotation *r, const struct item_list *list, int64_t *now_ms, int64_t ms,
                 int *times)
{
    int64_t end = *now_ms + ms;
    while (*now_ms < end) {
        if (rotation_tick(r, list, "en", NOW, *now_ms, false)) {
            times[r->shown.item]++;
        }
        int64_t due = rotation_due_ms(r, list, "en", *now_ms);
        *now_ms = due > *now_ms ? due : *now_ms + 16;
    }
}

static void a_day_shows_everything_equally_often(void **state)
{
    (void)state;
    struct item_list list = school();
    struct rotation r = {0};
    int times[32] = {0};
    int64_t now_ms = 0;
    play(&r, &list, &now_ms, 24LL * 3600 * 1000, times);
    for (size_t i = 1; i <= list.count; i++) {
        assert_true(times[i] > 500);
        assert_in_range(times[i], times[1] - 1, times[1] + 1);
    }
    item_list_free(&list);
}

static void what_is_over_or_waiting_is_not_shown(void **state)
{
    (void)state;
    struct item_list list = school();
    list.items[0].show_until = NOW;
    list.items[1].show_from = NOW + 1;
    size_t *order = NULL;
    assert_int_equal(rotation_round(&list, NOW, &order), list.count - 2);
    free(order);
    assert_int_equal(rotation_round(&list, NOW + 1, &order), list.count - 1);
    free(order);
    item_list_free(&list);
}

static void urgent_comes_at_once_and_between_slides(void **state)
{
    (void)state;
    struct item_list list = school();
    struct rotation r = {0};
    int64_t ms = 0;
    rotation_tick(&r, &list, "en", NOW, ms, false);
    ms += 2000;
    add(&list, ITEM_NOTICE, "School closes 1pm");
    list.items[list.count - 1].urgent = true;
    list.items[list.count - 1].first_seen = NOW;
    int64_t urgent = list.items[list.count - 1].id;
    assert_true(rotation_tick(&r, &list, "en", NOW, ms, false));
    assert_int_equal(r.shown.item, urgent);
    int64_t last = 0;
    for (int i = 0; i < 20; i++) {
        ms += 20000;
        assert_true(rotation_tick(&r, &list, "en", NOW, ms, false));
        if (i % 2 == 0) {
            assert_int_not_equal(r.shown.item, urgent);
            assert_int_not_equal(r.shown.item, last); /* and the round goes on */
            last = r.shown.item;
        } else {
            assert_int_equal(r.shown.item, urgent);
        }
    }
    item_list_free(&list);
}

static void only_the_three_newest_urgent_ones_show(void **state)
{
    (void)state;
    struct item_list list = {0};
    for (int i = 0; i < 5; i++) {
        add(&list, ITEM_NOTICE, "urgent");
        list.items[i].urgent = true;
        list.items[i].first_seen = NOW + i;
    }
    size_t *order = NULL;
    assert_int_equal(rotation_round(&list, NOW, &order), 3);
    assert_int_equal(list.items[order[0]].id, 5);
    free(order);
    item_list_free(&list);
}

static void what_is_taken_down_leaves_without_a_fade(void **state)
{
    (void)state;
    struct item_list list = school(), rest = {0};
    struct rotation r = {0};
    rotation_tick(&r, &list, "en", NOW, 0, false);
    int64_t gone = r.shown.item;
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].id != gone) {
            item_list_add(&rest, item_copy(&list.items[i]));
        }
    }
    assert_true(rotation_tick(&r, &rest, "en", NOW, 100, false));
    assert_int_not_equal(r.shown.item, gone);
    assert_false(r.fading);
    struct item_list none = {0};
    assert_true(rotation_tick(&r, &none, "en", NOW, 200, false));
    assert_int_equal(r.shown.item, 0);
    item_list_free(&list);
    item_list_free(&rest);
}

static void an_album_shows_another_picture_each_round(void **state)
{
    (void)state;
    struct item_list list = {0};
    add(&list, ITEM_ACHIEVEMENT, "album");
    for (int i = 0; i < 3; i++) {
        item_add_picture(&list.items[0], "hash", 100, 100);
    }
    struct rotation r = {0};
    size_t shown[4];
    for (int i = 0; i < 4; i++) {
        rotation_tick(&r, &list, "en", NOW, i * 9000, false);
        shown[i] = r.shown.picture;
    }
    assert_int_equal(shown[0], 0);
    assert_int_equal(shown[1], 1);
    assert_int_equal(shown[2], 2);
    assert_int_equal(shown[3], 0);
    item_list_free(&list);
}

static void each_slide_counts_on_and_one_alone_comes_again(void **state)
{
    (void)state;
    struct item_list list = {0};
    struct rotation r = {0};
    add(&list, ITEM_WELCOME, "Welcome");
    int64_t now_ms = 0;
    assert_true(rotation_tick(&r, &list, "en", NOW, now_ms, false));
    unsigned turn = r.shown.turn, round = r.shown.round;
    for (unsigned i = 1; i <= 5; i++) { /* its words may stand in another language each time */
        now_ms += 8000;
        assert_false(rotation_tick(&r, &list, "en", NOW, now_ms, false));
        assert_int_equal(r.shown.item, 1);
        assert_int_equal(r.shown.turn, turn + i);
        assert_int_equal(r.shown.round, round + i);
        assert_true(r.fading);
    }
    item_list_free(&list);
}

static void a_weekly_event_shows_its_next_date_only(void **state)
{
    (void)state;
    struct item_list list = {0};
    for (int i = 0; i < 5; i++) {
        add(&list, ITEM_EVENT, "Coffee with the principal");
        list.items[i].starts = NOW + (5 - i) * 7 * WALL_DAY;
    }
    size_t *order = NULL;
    assert_int_equal(rotation_round(&list, NOW, &order), 1);
    assert_int_equal(list.items[order[0]].id, 5);
    free(order);
    item_list_free(&list);
}

/* What fades out is drawn as it stood: else it would be painted anew in the frame that matters most. */
static void what_fades_out_keeps_its_place(void **state)
{
    (void)state;
    struct item_list list = school();
    struct rotation r = {0};
    rotation_tick(&r, &list, "en", NOW, 0, false);
    for (int64_t now_ms = 20000; now_ms < 100000; now_ms += 20000) {
        struct slide stood = r.shown;
        assert_int_equal(stood.place, r.position);
        rotation_tick(&r, &list, "en", NOW, now_ms, false);
        assert_true(r.fading);
        assert_memory_equal(&r.before, &stood, sizeof stood);
        assert_int_equal(r.shown.place, r.position);
        assert_int_not_equal(r.shown.place, stood.place);
    }
    item_list_free(&list);
}

static void a_fade_runs_its_time_and_less_motion_has_none(void **state)
{
    (void)state;
    struct item_list list = school();
    struct rotation r = {0};
    rotation_tick(&r, &list, "en", NOW, 0, false);
    rotation_tick(&r, &list, "en", NOW, 20000, false);
    assert_true(r.fading);
    assert_true(rotation_fade(&r, 20000) < 0.01f);
    float middle = rotation_fade(&r, 20000 + ROTATION_FADE_MS / 2);
    assert_true(middle > 0.45f && middle < 0.55f);
    assert_true(rotation_fade(&r, 20000 + ROTATION_FADE_MS) > 0.99f);
    rotation_tick(&r, &list, "en", NOW, 60000, true);
    assert_false(r.fading);
    item_list_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_time_has_bounds),
        cmocka_unit_test(a_round_is_fair_and_mixed),
        cmocka_unit_test(a_day_shows_everything_equally_often),
        cmocka_unit_test(what_is_over_or_waiting_is_not_shown),
        cmocka_unit_test(urgent_comes_at_once_and_between_slides),
        cmocka_unit_test(only_the_three_newest_urgent_ones_show),
        cmocka_unit_test(what_is_taken_down_leaves_without_a_fade),
        cmocka_unit_test(an_album_shows_another_picture_each_round),
        cmocka_unit_test(each_slide_counts_on_and_one_alone_comes_again),
        cmocka_unit_test(a_weekly_event_shows_its_next_date_only),
        cmocka_unit_test(what_fades_out_keeps_its_place),
        cmocka_unit_test(a_fade_runs_its_time_and_less_motion_has_none),
    };
    return cmocka_run_group_tests_name("model/rotation", tests, NULL, NULL);
}
