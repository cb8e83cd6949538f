/* The foreseen photo is the one that would have been read later, and costs nothing when it is not wanted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>
#include <SDL_image.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/path.h"
#include "platform/foreseen.h"
#include "scratch.h"

enum { WIDTH = 300, HEIGHT = 200 };

static int set_up(void **state)
{
    char *dir = scratch_make(), *path = path_join(dir, "one.jpg");
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, WIDTH, HEIGHT, 32, SDL_PIXELFORMAT_ARGB8888);
    assert_non_null(s);
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            SDL_Rect at = {x, y, 1, 1};
            SDL_FillRect(s, &at, SDL_MapRGB(s->format, (Uint8)x, (Uint8)y, (Uint8)(x * y)));
        }
    }
    assert_int_equal(IMG_SaveJPG(s, path, 90), 0);
    SDL_FreeSurface(s);
    free(path);
    *state = dir;
    return 0;
}

static int tear_down(void **state)
{
    scratch_remove(*state);
    return 0;
}

/* Taken for that place: the same pixels as without foreseeing. */
static void is_taken(const char *dir, struct photo_place place)
{
    SDL_Surface *later = photo_made_of(photo_read(dir, "one", PICTURE_FULL), &place);
    SDL_Surface *early = foreseen_take("one", &place);
    assert_non_null(later);
    assert_non_null(early);
    assert_int_equal(early->w, later->w);
    assert_int_equal(early->h, later->h);
    for (int y = 0; y < later->h; y++) {
        const Uint8 *a = (const Uint8 *)early->pixels + (size_t)y * (size_t)early->pitch;
        const Uint8 *b = (const Uint8 *)later->pixels + (size_t)y * (size_t)later->pitch;
        assert_memory_equal(a, b, (size_t)later->w * 4);
    }
    SDL_FreeSurface(early);
    SDL_FreeSurface(later);
    assert_null(foreseen_take("one", &place)); /* once */
}

static void it_is_what_would_have_been_read_in_every_place(void **state)
{
    static const struct photo_place places[] = {{PICTURE_FULL, PICTURE_CONTAIN, 150, 90},
                                                {PICTURE_FULL, PICTURE_CONTAIN, 70, 90},
                                                {PICTURE_FULL, PICTURE_COVER, 150, 90},
                                                {PICTURE_FULL, PICTURE_STRETCH, 33, 44},
                                                {PICTURE_FULL, PICTURE_CONTAIN, WIDTH, HEIGHT}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        foreseen_begin(*state, "one");
        foreseen_display(150, 90);
        is_taken(*state, places[i]);
        foreseen_begin(*state, "one");
        foreseen_display(WIDTH, HEIGHT); /* as large as the photo */
        is_taken(*state, places[i]);
    }
}

static void another_photo_gives_its_memory_back(void **state)
{
    const struct photo_place place = {PICTURE_FULL, PICTURE_CONTAIN, 150, 90};
    const struct photo_place card = {PICTURE_CARD, PICTURE_CONTAIN, 150, 90};
    foreseen_begin(*state, "one");
    foreseen_display(150, 90);
    assert_null(foreseen_take("two", &card)); /* a card says nothing about the slide */
    assert_null(foreseen_take("two", &place));
    assert_null(foreseen_take("one", &place));
    foreseen_begin(*state, "none such");
    foreseen_display(150, 90);
    assert_null(foreseen_take("none such", &place));
}

static void no_display_and_nobody_who_takes_it_hang_nothing(void **state)
{
    foreseen_end();
    foreseen_begin(*state, "one");
    foreseen_end();
    foreseen_begin(*state, "one");
    foreseen_display(150, 90);
    foreseen_end();
    foreseen_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_what_would_have_been_read_in_every_place, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_photo_gives_its_memory_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_display_and_nobody_who_takes_it_hang_nothing, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("platform/foreseen", tests, NULL, NULL);
}
