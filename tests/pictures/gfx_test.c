/* platform/gfx: a few small pictures compared with ones that somebody looked at (golden/).
 *
 * A picture may differ a little (fonts' minor versions, rounding): at most half a percent of its pixels
 * by more than 32 of 255. On failure actual, expected and difference are written to
 * build/test-pictures. FOYER_GOLDEN=write draws the golden ones anew: look at them before committing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <SDL.h>
#include <SDL_image.h>

#include "base/path.h"
#include "platform/gfx.h"

#define WIDTH 360
#define HEIGHT 220

static char cache[400];

/* A photo for the cache: four fields of colour with a dark cross, so that a crop can be seen. */
static void make_photo(const char *name, int w, int h)
{
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 24, SDL_PIXELFORMAT_RGB24);
    SDL_Rect quarters[4] = {{0, 0, w / 2, h / 2},
                            {w / 2, 0, w - w / 2, h / 2},
                            {0, h / 2, w / 2, h - h / 2},
                            {w / 2, h / 2, w - w / 2, h - h / 2}};
    static const Uint8 colours[4][3] = {
        {220, 90, 60}, {60, 120, 200}, {90, 170, 90}, {240, 190, 60}};
    for (int i = 0; i < 4; i++) {
        SDL_FillRect(s, &quarters[i],
                     SDL_MapRGB(s->format, colours[i][0], colours[i][1], colours[i][2]));
    }
    SDL_Rect cross[2] = {{w / 2 - w / 20, 0, w / 10, h}, {0, h / 2 - h / 20, w, h / 10}};
    SDL_FillRect(s, &cross[0], SDL_MapRGB(s->format, 30, 30, 30));
    SDL_FillRect(s, &cross[1], SDL_MapRGB(s->format, 30, 30, 30));
    char *path = path_join(cache, name);
    IMG_SaveJPG(s, path, 95);
    free(path);
    SDL_FreeSurface(s);
}

static int open_gfx(void **state)
{
    struct str why = {0};
    const char *temporary = getenv("TMPDIR");
    snprintf(cache, sizeof cache, "%s/foyer-gfx.XXXXXX", temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(cache) == NULL) {
        return 1;
    }
    make_photo("wide.jpg", 600, 300);
    make_photo("tall.jpg", 200, 500);
    struct gfx_wish wish = {.headless = true,
                            .width = WIDTH,
                            .height = HEIGHT,
                            .cache_dir = cache,
                            .assets_dir = "assets"};
    gfx_foresee(
        cache,
        "wide"); /* read before there is anything to draw on; the pictures must be the same */
    *state = gfx_open(&wish, &why);
    if (*state == NULL) {
        fprintf(stderr, "%s\n", why.data);
    }
    str_free(&why);
    return *state == NULL;
}

static int close_gfx(void **state)
{
    static const char *const names[] = {"wide.jpg", "tall.jpg", "shot.png"};
    gfx_close(*state);
    for (size_t i = 0; i < 3; i++) {
        char *path = path_join(cache, names[i]);
        unlink(path);
        free(path);
    }
    return rmdir(cache);
}

static int difference(const Uint8 *a, const Uint8 *b)
{
    int most = 0;
    for (int i = 0; i < 3; i++) {
        int d = abs(a[i] - b[i]);
        most = d > most ? d : most;
    }
    return most;
}

/* Pixels that differ too much; paints them into `diff`. */
static int count_different(SDL_Surface *a, SDL_Surface *b, SDL_Surface *diff)
{
    int count = 0;
    for (int y = 0; y < a->h; y++) {
        for (int x = 0; x < a->w; x++) {
            const Uint8 *p = (const Uint8 *)a->pixels + y * a->pitch + x * 3;
            const Uint8 *q = (const Uint8 *)b->pixels + y * b->pitch + x * 3;
            Uint8 *d = (Uint8 *)diff->pixels + y * diff->pitch + x * 3;
            bool differs = difference(p, q) > 32;
            count += differs;
            d[0] = differs ? 255 : p[0] / 4;
            d[1] = p[1] / 4;
            d[2] = p[2] / 4;
        }
    }
    return count;
}

static SDL_Surface *load(const char *path)
{
    SDL_Surface *read = IMG_Load(path);
    SDL_Surface *rgb =
        read != NULL ? SDL_ConvertSurfaceFormat(read, SDL_PIXELFORMAT_RGB24, 0) : NULL;
    SDL_FreeSurface(read);
    return rgb;
}

static void keep_evidence(const char *name, SDL_Surface *actual, SDL_Surface *expected,
                          SDL_Surface *diff)
{
    SDL_Surface *const pictures[] = {actual, expected, diff};
    static const char *const words[] = {"actual", "expected", "diff"};
    char path[256];
    path_make_dirs("build/test-pictures", 0755);
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "build/test-pictures/%s-%s.png", name, words[i]);
        IMG_SavePNG(pictures[i], path);
    }
}

/* Draws a list and compares with golden/gfx-NAME.png. */
static void compare(struct gfx *gfx, const struct draw_list *list, const char *name)
{
    char golden[256];
    char *shot = path_join(cache, "shot.png");
    snprintf(golden, sizeof golden, "tests/pictures/golden/gfx-%s.png", name);
    assert_true(gfx_draw(gfx, list));
    bool write = getenv("FOYER_GOLDEN") != NULL && strcmp(getenv("FOYER_GOLDEN"), "write") == 0;
    assert_true(gfx_save(gfx, write ? golden : shot));
    if (!write) {
        SDL_Surface *actual = load(shot), *expected = load(golden), *diff = load(shot);
        assert_non_null(actual);
        assert_non_null(expected);
        assert_int_equal(actual->w, expected->w);
        assert_int_equal(actual->h, expected->h);
        int different = count_different(actual, expected, diff);
        if (different > WIDTH * HEIGHT / 200) {
            keep_evidence(name, actual, expected, diff);
            print_error("%d pixels differ; see build/test-pictures/%s-*.png\n", different, name);
        }
        assert_in_range(different, 0, WIDTH * HEIGHT / 200);
        SDL_FreeSurface(actual);
        SDL_FreeSurface(expected);
        SDL_FreeSurface(diff);
    }
    free(shot);
}

static const struct rect all = {0, 0, WIDTH, HEIGHT};

static void shapes(void **state)
{
    struct draw_list l = {0};
    struct colour ink = colour_rgb(0x22303c), gold = colour_rgb(0xf3b533);
    draw_fill(&l, all, colour_rgb(0xfbf6ec), 0);
    draw_shadow(&l, (struct rect){20, 24, 100, 60}, colour_alpha(ink, 0.4f), 14, 10);
    draw_fill(&l, (struct rect){20, 20, 100, 60}, colour_rgb(0xffffff), 14);
    draw_outline(&l, (struct rect){20, 20, 100, 60}, ink, 14, 3);
    draw_fill(&l, (struct rect){140, 20, 60, 60}, gold, 30);
    draw_fill(&l, (struct rect){220, 20, 120, 60}, colour_alpha(ink, 0.5f), 20);
    draw_gradient(&l, (struct rect){20, 110, 150, 90}, gold, ink, false);
    draw_gradient(&l, (struct rect){190, 110, 150, 90}, colour_alpha(ink, 0.8f),
                  colour_alpha(ink, 0), true);
    draw_icon(&l, (struct rect){60, 30, 40, 40}, "heart", gold);
    draw_clip(&l, (struct rect){240, 130, 40, 40});
    draw_fill(&l, all, gold, 0);
    draw_clip_end(&l);
    compare(*state, &l, "shapes");
    draw_free(&l);
}

static void text(void **state)
{
    static const char *const lines[] = {"Thank you, Zoë O'Neill",
                                        "اتصلوا على +61 2 5550 1234 اليوم",
                                        "विद्यालय में आपका स्वागत है", "Chào mừng quý phụ huynh"};
    struct draw_list l = {0};
    draw_fill(&l, all, colour_rgb(0x1f5f4b), 0);
    for (int i = 0; i < 4; i++) {
        struct font font = {(enum font_weight)(i % FONT_WEIGHTS), 28};
        draw_text(&l, 12, (float)(12 + i * 50), font, colour_rgb(0xffffff), lines[i],
                  strlen(lines[i]), false);
    }
    compare(*state, &l, "text");
    draw_free(&l);
}

static void pictures_fill_or_stand_whole(void **state)
{
    struct draw_list l = {0};
    struct colour paper = colour_rgb(0xfbf6ec);
    draw_fill(&l, all, paper, 0);
    draw_picture(&l, (struct rect){10, 10, 160, 95}, "wide", PICTURE_FULL, PICTURE_COVER, 12,
                 paper);
    draw_picture(&l, (struct rect){190, 10, 160, 95}, "wide", PICTURE_FULL, PICTURE_CONTAIN, 0,
                 paper);
    draw_picture(&l, (struct rect){10, 115, 160, 95}, "tall", PICTURE_FULL, PICTURE_COVER, 0,
                 paper);
    draw_picture(&l, (struct rect){190, 115, 160, 95}, "tall", PICTURE_FULL, PICTURE_CONTAIN, 0,
                 paper);
    draw_picture(&l, (struct rect){300, 100, 40, 40}, "missing", PICTURE_FULL, PICTURE_COVER, 0,
                 paper);
    compare(*state, &l, "pictures");
    draw_free(&l);
}

/* Half-way through a fade both slides are seen, and a layer drawn again is the same. */
static void layers_fade(void **state)
{
    for (int again = 0; again < 2; again++) {
        struct draw_list l = {0};
        draw_layer(&l, 1, 0, 0);
        draw_fill(&l, all, colour_rgb(0x28579c), 0);
        draw_layer_end(&l);
        draw_layer(&l, 0.5f, 0, 0);
        draw_fill(&l, all, colour_rgb(0xf3b533), 0);
        draw_fill(&l, (struct rect){100, 60, 160, 100}, colour_rgb(0xffffff), 20);
        draw_layer_end(&l);
        compare(*state, &l, "layers");
        draw_free(&l);
    }
}

/* A layer that is opaque and still is mixed by the processor, one that moves by SDL: half-way through a
 * fade both look the same, and both as their two frames mixed. */
static void still_and_moving_layers_mix_alike(void **state)
{
    static uint32_t still[WIDTH * HEIGHT], moving[WIDTH * HEIGHT];
    for (int moves = 0; moves < 2; moves++) {
        struct draw_list l = {0};
        draw_layer(&l, 1, 0, 0);
        draw_fill(&l, all, colour_rgb(0x204060), 0);
        draw_layer_end(&l);
        draw_layer(&l, 0.25f, 0, moves != 0 ? 0.001f : 0);
        draw_fill(&l, all, colour_rgb(0xe0a060), 0);
        draw_layer_end(&l);
        draw_fill(&l, (struct rect){10, 10, 20, 20}, colour_rgb(0xffffff), 0);
        assert_true(gfx_draw(*state, &l));
        assert_true(gfx_pixels(*state, moves != 0 ? moving : still));
        draw_free(&l);
    }
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
        for (int shift = 0; shift < 24; shift += 8) {
            int a = (int)(still[i] >> shift & 255), b = (int)(moving[i] >> shift & 255);
            assert_in_range(a + 2 - b, 0, 4);
        }
    }
    assert_int_equal(still[15 * WIDTH + 15] & 0xffffff,
                     0xffffff); /* what is drawn later lies above */
    int red = (int)(still[100 * WIDTH + 100] >> 16 & 255);
    assert_in_range(red, 0x20 + 48 - 2, 0x20 + 48 + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes),
        cmocka_unit_test(text),
        cmocka_unit_test(pictures_fill_or_stand_whole),
        cmocka_unit_test(layers_fade),
        cmocka_unit_test(still_and_moving_layers_mix_alike),
    };
    return cmocka_run_group_tests_name("platform/gfx", tests, open_gfx, close_gfx);
}
