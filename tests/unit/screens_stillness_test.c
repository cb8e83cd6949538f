/* What stands still on the pictures all day moves a little, so that it does not burn in; what a finger
 * finds does not move from under it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "screens/app.h"

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

static size_t one_line(void *context, struct font font, const char *text, float room,
                       struct text_line *lines, size_t limit)
{
    (void)room;
    if (limit > 0) {
        lines[0] = (struct text_line){0, strlen(text), width(context, font, text, strlen(text))};
    }
    return 1;
}

/* Where the school's name is drawn first: above. */
static struct rect name_in(const struct draw_list *draw)
{
    struct rect found = {0, 1080, 0, 0};
    for (size_t i = 0; i < draw->count; i++) {
        if (draw->draws[i].kind == DRAW_TEXT &&
            strcmp(draw_text_of(draw, &draw->draws[i]), "Our school") == 0 &&
            draw->draws[i].rect.y < found.y) {
            found = draw->draws[i].rect;
        }
    }
    return found;
}

static void furniture_moves_and_targets_stay_under_the_finger(void **state)
{
    (void)state;
    struct config config;
    struct app app;
    struct draw_list draw = {0};
    struct tree tree = {0};
    struct text_engine text = {NULL, width, metrics, one_line};
    config_defaults(&config);
    app_start(&app, &config, 1920, 1080);
    struct rect first = {0}, last = {0};
    float finger_x = 0, finger_y = 0;
    int moves = 0;
    for (int64_t minute = 0; minute < 32; minute++) {
        app_view(&app, &draw, &tree, text, (struct action){0}, 1795600000, minute * 60000);
        struct rect name = name_in(&draw);
        const struct node *pill = tree_find(&tree, "Touch to explore", true);
        assert_non_null(pill);
        if (minute == 0) {
            first = last = name;
            finger_x = pill->rect.x + pill->rect.w / 2;
            finger_y = pill->rect.y + pill->rect.h / 2;
        }
        moves += name.x != last.x || name.y != last.y;
        last = name;
        assert_true(fabsf(name.x - first.x) <= 8 && fabsf(name.y - first.y) <= 8);
        const struct node *hit = tree_hit(&tree, finger_x, finger_y, 0);
        assert_true(hit != NULL && hit->action.verb == VERB_EXPLORE);
        hit = tree_hit(&tree, 1919, 500, 0); /* and the slide reaches to the edge all the same */
        assert_true(hit != NULL && hit->action.verb == VERB_OPEN_SHOWN);
    }
    assert_int_equal(moves, 15); /* every two minutes */
    draw_free(&draw);
    tree_free(&tree);
    app_end(&app);
    config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(furniture_moves_and_targets_stay_under_the_finger),
    };
    return cmocka_run_group_tests_name("screens/stillness", tests, NULL, NULL);
}
