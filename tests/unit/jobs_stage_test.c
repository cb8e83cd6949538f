/* The stage says when its next frame is due: at an even pace while something moves, and once more at the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "jobs/stage.h"
#include "scratch.h"

struct box {
    struct options options;
    struct stage stage;
    char *dir;
};

static int set_up(void **state)
{
    struct box *box = xcalloc(1, sizeof *box);
    box->dir = scratch_make();
    box->options =
        (struct options){.headless = true, .width = 320, .height = 240, .now = (wall_t)1795000000};
    config_defaults(&box->options.config);
    char *set = xasprintf("content.state=%s", box->dir);
    assert_true(config_set(&box->options.config, set, NULL));
    free(set);
    assert_true(stage_open(&box->stage, &box->options));
    *state = box;
    return 0;
}

static int tear_down(void **state)
{
    struct box *box = *state;
    stage_close(&box->stage);
    config_free(&box->options.config);
    scratch_remove(box->dir);
    free(box);
    return 0;
}

/* A page comes, and the stage has written the frame of `elapsed_ms` of it. */
static int64_t move(struct stage *stage, int64_t elapsed_ms)
{
    int64_t now_ms = clock_ms(&stage->clock);
    stage->app.motion = MOTION_FORWARD;
    stage->app.entered_ms = now_ms;
    clock_advance(&stage->clock, elapsed_ms);
    stage_tick(stage);
    return now_ms + elapsed_ms;
}

/* They were 16 ms and the painting apart, and so fell behind the pace of a display of 60 frames a second. */
static void painting_does_not_put_off_the_next_frame(void **state)
{
    struct box *box = *state;
    int64_t written_ms = move(&box->stage, 100);
    clock_advance(&box->stage.clock, 7); /* it took so long to paint it */
    assert_int_equal(stage_due_ms(&box->stage), written_ms + 16);
    clock_advance(&box->stage.clock, 30); /* on a slow computer */
    assert_int_equal(stage_due_ms(&box->stage), written_ms + 16);
}

/* When the end came while it was painted, a page that had not quite arrived stood for up to a second. */
static void the_last_frame_follows_one_painted_past_the_end(void **state)
{
    struct box *box = *state;
    int64_t written_ms = move(&box->stage, MOTION_MS - 1);
    clock_advance(&box->stage.clock, 7);
    assert_int_equal(stage_due_ms(&box->stage), written_ms + 16);
}

static void nothing_is_due_soon_when_nothing_moves(void **state)
{
    struct box *box = *state;
    int64_t written_ms = move(&box->stage, MOTION_MS);
    assert_true(stage_due_ms(&box->stage) > written_ms + 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(painting_does_not_put_off_the_next_frame, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_last_frame_follows_one_painted_past_the_end, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_due_soon_when_nothing_moves, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("jobs/stage", tests, NULL, NULL);
}
