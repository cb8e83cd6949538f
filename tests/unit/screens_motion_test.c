/* screens/motion: the way a page comes, and that what can be touched is there from the first frame. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "screens/app.h"

static const struct rect screen = {0, 0, 1280, 800};

static void it_lasts_as_long_as_it_may_and_ends_in_place(void **state)
{
    (void)state;
    assert_in_range(MOTION_MS, 300, 500);
    assert_false(motion_runs(MOTION_NONE, 10));
    assert_true(motion_runs(MOTION_GROW, 0));
    assert_false(motion_runs(MOTION_GROW, MOTION_MS));
    struct motion_layer end = motion_grow(MOTION_MS, screen, 300, 200);
    assert_true(end.alpha >= 1 && end.scale >= 1 && fabsf(end.dx) < 0.01f && fabsf(end.dy) < 0.01f);
    end = motion_step(MOTION_FORWARD, MOTION_MS, 1280, false);
    assert_true(end.alpha >= 1 && fabsf(end.dx) < 0.01f);
}

static void a_card_grows_around_the_finger(void **state)
{
    (void)state;
    float before = 0;
    for (int64_t ms = 0; ms <= MOTION_MS; ms += 20) {
        struct motion_layer l = motion_grow(ms, screen, 300, 200);
        /* The point under the finger stays under it. */
        assert_true(fabsf(l.dx + 300 * l.scale - 300) < 0.01f);
        assert_true(fabsf(l.dy + 200 * l.scale - 200) < 0.01f);
        assert_true(l.scale > before && l.scale <= 1);
        before = l.scale;
    }
}

static void a_step_comes_in_the_reading_direction(void **state)
{
    (void)state;
    assert_true(motion_step(MOTION_FORWARD, 0, 1280, false).dx > 0);
    assert_true(motion_step(MOTION_BACK, 0, 1280, false).dx < 0);
    assert_true(motion_step(MOTION_FORWARD, 0, 1280, true).dx < 0);
    assert_true(motion_step(MOTION_BACK, 0, 1280, true).dx > 0);
}

static float width(void *context, struct font font, const char *text, size_t length)
{
    (void)context;
    (void)text;
    return font.size * 0.5f * (float)length;
}

static struct font_metrics metrics(void *context, struct font font)
{
    (void)context;
    return (struct font_metrics){font.size, font.size * 1.25f, font.size * 0.7f};
}

/* Everything on one line is enough here. */
static size_t wrap(void *context, struct font font, const char *text, float room,
                   struct text_line *lines, size_t limit)
{
    (void)room;
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    if (limit > 0) {
        lines[0] = (struct text_line){0, length, width(context, font, text, length)};
    }
    return 1;
}

/* An app with two events, on What's on. */
struct scene {
    struct config config;
    struct app app;
    struct draw_list draw;
    struct tree tree;
};

static const wall_t NOW = 1795600000;

static void set(struct scene *s)
{
    *s = (struct scene){0};
    config_defaults(&s->config);
    app_start(&s->app, &s->config, 1280, 800);
    struct item_list items = {0};
    for (int64_t id = 1; id <= 2; id++) {
        struct item item = item_make(ITEM_EVENT);
        item.id = id;
        item_set(&item.title, id == 1 ? "Fair" : "Walk");
        item.starts = NOW + id * WALL_DAY;
        item_list_add(&items, item);
    }
    app_items(&s->app, items, NOW, 0);
    app_act(&s->app, (struct action){VERB_LIST, ITEM_EVENT}, NOW, 1000);
}

static void clear(struct scene *s)
{
    app_end(&s->app);
    draw_free(&s->draw);
    tree_free(&s->tree);
    config_free(&s->config);
}

static void view(struct scene *s, int64_t ms)
{
    struct text_engine text = {NULL, width, metrics, wrap};
    app_view(&s->app, &s->draw, &s->tree, text, (struct action){0}, NOW, ms);
}

static size_t layers(const struct draw_list *draw)
{
    size_t count = 0;
    for (size_t i = 0; i < draw->count; i++) {
        count += draw->draws[i].kind == DRAW_LAYER;
    }
    return count;
}

static void the_first_frame_is_touched_like_the_last(void **state)
{
    (void)state;
    struct scene s;
    set(&s);
    s.app.touch_x = 400;
    s.app.touch_y = 300;
    app_act(&s.app, (struct action){VERB_ITEM, 1}, NOW, 5000);
    struct action first[64], last[64];
    for (int i = 0; i < 64; i++) {
        int row = i / 8;
        float x = (float)(i % 8) * 160 + 80, y = (float)row * 100 + 50;
        view(&s, 5000);
        const struct node *hit = tree_hit(&s.tree, x, y, 0);
        first[i] = hit != NULL ? hit->action : (struct action){0};
        view(&s, 5000 + MOTION_MS);
        hit = tree_hit(&s.tree, x, y, 0);
        last[i] = hit != NULL ? hit->action : (struct action){0};
        assert_true(action_same(first[i], last[i]));
    }
    clear(&s);
}

static void every_frame_is_asked_for_while_it_moves_and_none_after(void **state)
{
    (void)state;
    struct scene s;
    set(&s);
    app_act(&s.app, (struct action){VERB_ITEM, 1}, NOW, 5000);
    view(&s, 5100);
    assert_int_equal(layers(&s.draw), 2); /* the page before, and the one that grows over it */
    assert_true(app_due_ms(&s.app, NOW, 5100) <= 5116);
    view(&s, 5000 + MOTION_MS);
    assert_int_equal(layers(&s.draw), 0);
    assert_true(app_due_ms(&s.app, NOW, 5000 + MOTION_MS) > 5000 + MOTION_MS + 500);
    app_act(&s.app, (struct action){VERB_BACK, 0}, NOW, 9000);
    view(&s, 9100);
    assert_int_equal(layers(&s.draw), 1); /* only the body slides */
    clear(&s);
}

static void with_less_motion_nothing_moves(void **state)
{
    (void)state;
    struct scene s;
    set(&s);
    app_act(&s.app, (struct action){VERB_CALM, 0}, NOW, 4000);
    app_act(&s.app, (struct action){VERB_ITEM, 1}, NOW, 5000);
    view(&s, 5010);
    assert_int_equal(layers(&s.draw), 0);
    assert_false(app_moves(&s.app, 5010));
    /* Undone when the visitor leaves; the school's own setting stays. */
    app_act(&s.app, (struct action){VERB_START_OVER, 0}, NOW, 6000);
    assert_false(app_calm(&s.app));
    s.config.display.less_motion = true;
    app_act(&s.app, (struct action){VERB_ITEM, 1}, NOW, 7000);
    assert_false(app_moves(&s.app, 7010));
    clear(&s);
}

static void nothing_moves_while_somebody_types(void **state)
{
    (void)state;
    struct scene s;
    set(&s);
    app_act(&s.app, (struct action){VERB_QUESTION, 0}, NOW, 5000);
    for (int64_t ms = 6000; ms < 8000; ms += 100) {
        app_act(&s.app, (struct action){VERB_KEY, 'a'}, NOW, ms);
        assert_false(app_moves(&s.app, ms));
    }
    clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_lasts_as_long_as_it_may_and_ends_in_place),
        cmocka_unit_test(a_card_grows_around_the_finger),
        cmocka_unit_test(a_step_comes_in_the_reading_direction),
        cmocka_unit_test(the_first_frame_is_touched_like_the_last),
        cmocka_unit_test(every_frame_is_asked_for_while_it_moves_and_none_after),
        cmocka_unit_test(with_less_motion_nothing_moves),
        cmocka_unit_test(nothing_moves_while_somebody_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
