/* platform/turn and platform/gfx: a turned display shows the same page to the pixel, and a touch on the
 * panel is a touch on what visitors see there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <SDL.h>

#include "base/alloc.h"
#include "platform/gfx.h"
#include "platform/turn.h"

/* Odd and even, wide and tall: halves of pixels must not matter. */
static const int pages[][2] = {{360, 220}, {221, 361}, {320, 321}, {333, 333}};
static const enum turn turns[] = {TURN_90, TURN_180, TURN_270};

static struct gfx *open_gfx(int page_w, int page_h, enum turn turn, bool headless)
{
    struct str why = {0};
    turn_size(turn, &page_w, &page_h);
    struct gfx_wish wish = {.headless = headless,
                            .width = page_w,
                            .height = page_h,
                            .turned = turn_degrees(turn),
                            .title = "Test",
                            .cache_dir = "/tmp",
                            .assets_dir = "assets"};
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    struct gfx *gfx = gfx_open(&wish, &why);
    if (gfx == NULL) {
        fail_msg("%s", why.data);
    }
    str_free(&why);
    return gfx;
}

/* Something of everything, nothing symmetrical: shapes, an icon, words, a clip, half-faded layers. */
static void write_page(struct draw_list *l, float w, float h)
{
    struct colour ink = colour_rgb(0x22303c), gold = colour_rgb(0xf3b533);
    struct rect all = {0, 0, w, h};
    draw_fill(l, all, colour_rgb(0xfbf6ec), 0);
    draw_gradient(l, (struct rect){0, h - 40, w, 40}, gold, ink, true);
    draw_shadow(l, (struct rect){20, 24, 100, 60}, colour_alpha(ink, 0.4f), 14, 10);
    draw_outline(l, (struct rect){20, 20, 100, 60}, ink, 14, 3);
    draw_icon(l, (struct rect){150, 30, 40, 40}, "heart", gold);
    draw_text(l, 12, 120, (struct font){FONT_BOLD, 28}, ink, "Canteen", 7, false);
    draw_clip(l, (struct rect){w - 33, 5, 20, 31});
    draw_fill(l, all, colour_rgb(0x1f5f4b), 0);
    draw_clip_end(l);
    draw_layer(l, 1, 0, 0);
    draw_fill(l, (struct rect){30, 150, 77, 33}, colour_rgb(0x28579c), 0);
    draw_layer_end(l);
    draw_layer(l, 0.5f, 11, 7);
    draw_fill(l, (struct rect){50, 140, 77, 33}, gold, 9);
    draw_layer_end(l);
}

static uint32_t *pixels_of(int w, int h, enum turn turn)
{
    struct gfx *gfx = open_gfx(w, h, turn, true);
    struct draw_list l = {0};
    int seen_w = 0, seen_h = 0;
    gfx_size(gfx, &seen_w, &seen_h);
    assert_int_equal(seen_w, w); /* the layout gets the upright size */
    assert_int_equal(seen_h, h);
    write_page(&l, (float)w, (float)h);
    uint32_t *pixels = xcalloc((size_t)w * (size_t)h, sizeof *pixels);
    for (int again = 0; again < 2; again++) { /* the second time from kept layers */
        assert_true(gfx_draw(gfx, &l));
        assert_true(gfx_pixels(gfx, pixels));
    }
    draw_free(&l);
    gfx_close(gfx);
    return pixels;
}

static void turned_is_the_same_to_the_pixel(void **state)
{
    (void)state;
    for (size_t p = 0; p < sizeof pages / sizeof pages[0]; p++) {
        int w = pages[p][0], h = pages[p][1];
        uint32_t *upright = pixels_of(w, h, TURN_NONE);
        for (size_t t = 0; t < sizeof turns / sizeof turns[0]; t++) {
            uint32_t *panel = pixels_of(w, h, turns[t]);
            int panel_w = w, panel_h = h, different = 0, moved = 0;
            turn_size(turns[t], &panel_w, &panel_h);
            for (int i = 0; i < w * h; i++) {
                int column = i % w, row = i / w;
                float x = (float)column + 0.5f, y = (float)row + 0.5f;
                turn_to_panel(turns[t], (float)panel_w, (float)panel_h, &x, &y);
                different += panel[(int)y * panel_w + (int)x] != upright[i];
                moved += panel[i] != upright[i];
            }
            assert_int_equal(different, 0);
            assert_true(moved > 1000); /* it did turn */
            free(panel);
        }
        free(upright);
    }
}

/* Each screenshot is of the page as visitors see it, whichever way the panel hangs. */
static void screenshots_are_upright(void **state)
{
    (void)state;
    const char *temporary = getenv("TMPDIR");
    char path[400];
    snprintf(path, sizeof path, "%s/foyer-turn.XXXXXX", temporary != NULL ? temporary : "/tmp");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    void *first = NULL;
    size_t first_size = 0;
    for (int t = TURN_NONE; t <= TURN_270; t++) {
        struct gfx *gfx = open_gfx(360, 220, (enum turn)t, true);
        struct draw_list l = {0};
        write_page(&l, 360, 220);
        assert_true(gfx_draw(gfx, &l));
        assert_true(gfx_save(gfx, path));
        size_t size = 0;
        void *bytes = SDL_LoadFile(path, &size);
        assert_non_null(bytes);
        if (first == NULL) {
            first = bytes;
            first_size = size;
        } else {
            assert_int_equal(size, first_size);
            assert_memory_equal(bytes, first, size);
            SDL_free(bytes);
        }
        draw_free(&l);
        gfx_close(gfx);
    }
    SDL_free(first);
    remove(path);
}

/* What comes of an event in a window. */
static enum gfx_event answer(struct gfx *gfx, SDL_Event event, struct pointer *pointer)
{
    enum gfx_event what = GFX_NOTHING;
    SDL_PushEvent(&event);
    for (int i = 0; i < 8 && what != GFX_POINTER; i++) {
        what = gfx_wait(gfx, 0, pointer);
    }
    return what;
}

static void touches_land_on_what_is_seen_there(void **state)
{
    (void)state;
    for (int t = TURN_NONE; t <= TURN_270; t++) {
        int w = 640, h = 360;
        turn_size((enum turn)t, &w, &h); /* the page of a panel of 640 x 360 */
        struct gfx *gfx = open_gfx(w, h, (enum turn)t, false);
        static const float spots[][2] = {{0.25f, 0.125f}, {0.75f, 0.875f}, {0, 0}, {1, 1}};
        for (size_t i = 0; i < sizeof spots / sizeof spots[0]; i++) {
            struct pointer pointer;
            float x = spots[i][0] * 640, y = spots[i][1] * 360;
            SDL_Event finger = {.type = SDL_FINGERDOWN};
            finger.tfinger.x = spots[i][0];
            finger.tfinger.y = spots[i][1];
            assert_int_equal(answer(gfx, finger, &pointer), GFX_POINTER);
            turn_to_page((enum turn)t, 640, 360, &x, &y);
            assert_true(pointer.x == x && pointer.y == y);
            assert_true(x >= 0 && x <= (float)w && y >= 0 && y <= (float)h);
            turn_to_panel((enum turn)t, 640, 360, &x, &y);
            assert_true(x == spots[i][0] * 640 && y == spots[i][1] * 360);
            SDL_Event button = {.type = SDL_MOUSEBUTTONDOWN};
            button.button.button = SDL_BUTTON_LEFT;
            button.button.x = (Sint32)x;
            button.button.y = (Sint32)y;
            turn_to_page((enum turn)t, 640, 360, &x, &y);
            assert_int_equal(answer(gfx, button, &pointer), GFX_POINTER);
            assert_true(pointer.x == x && pointer.y == y);
        }
        gfx_close(gfx);
    }
}

/* Written out, so that a mistake that turns both the picture and the touch is seen too. */
static void clockwise_is_clockwise(void **state)
{
    (void)state;
    /* The page's top left corner is, on a panel of 1920 x 1080, top right after a quarter … */
    float x = 0, y = 0;
    turn_to_panel(TURN_90, 1920, 1080, &x, &y);
    assert_true(x == 1920 && y == 0);
    x = y = 0; /* … bottom right after two, bottom left after three */
    turn_to_panel(TURN_180, 1920, 1080, &x, &y);
    assert_true(x == 1920 && y == 1080);
    x = y = 0;
    turn_to_panel(TURN_270, 1920, 1080, &x, &y);
    assert_true(x == 0 && y == 1080);
    assert_int_equal(turn_of(90), TURN_90);
    assert_int_equal(turn_of(45), TURN_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turned_is_the_same_to_the_pixel),
        cmocka_unit_test(screenshots_are_upright),
        cmocka_unit_test(touches_land_on_what_is_seen_there),
        cmocka_unit_test(clockwise_is_clockwise),
    };
    return cmocka_run_group_tests_name("platform/turn", tests, NULL, NULL);
}
