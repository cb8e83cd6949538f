/* platform/input and a window of platform/gfx under SDL's dummy driver: what a keyboard, a driver's odd
 * events and a turned display do to the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <SDL.h>

#include "platform/gfx.h"
#include "platform/input.h"

static int open_display(void **state, bool fullscreen)
{
    struct str why = {0};
    struct gfx_wish wish = {.fullscreen = fullscreen,
                            .width = 640,
                            .height = 360,
                            .title = "Test",
                            .cache_dir = "/tmp",
                            .assets_dir = "assets"};
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    struct gfx *gfx = gfx_open(&wish, &why);
    if (gfx == NULL) {
        print_message("# %s\n", why.data);
    }
    str_free(&why);
    *state = gfx;
    struct pointer pointer;
    while (gfx != NULL && gfx_wait(gfx, 0, &pointer) != GFX_NOTHING) { /* its own first events */
    }
    return gfx != NULL ? 0 : 1;
}

static int open_window(void **state)
{
    return open_display(state, false);
}

/* As on a kiosk. */
static int open_whole(void **state)
{
    return open_display(state, true);
}

static int close_window(void **state)
{
    gfx_close(*state);
    return 0;
}

/* What comes of one event. */
static enum gfx_event answer(struct gfx *gfx, SDL_Event event, struct pointer *pointer)
{
    enum gfx_event what = GFX_NOTHING;
    SDL_PushEvent(&event);
    for (int i = 0; i < 4 && what == GFX_NOTHING;
         i++) { /* SDL may have something of its own before */
        what = gfx_wait(gfx, 0, pointer);
    }
    return what;
}

/* Every key with every combination of Shift, Ctrl, Alt and the logo key; F4, C, Print, Escape and what
 * leaves a desktop among them. */
static void no_key_does_anything(void **state)
{
    struct gfx *gfx = *state;
    struct pointer pointer;
    static const Uint16 mods[] = {KMOD_NONE, KMOD_LSHIFT, KMOD_LCTRL,
                                  KMOD_LALT, KMOD_LGUI,   KMOD_LCTRL | KMOD_LALT,
                                  KMOD_RALT, KMOD_RCTRL,  KMOD_LCTRL | KMOD_LALT | KMOD_LSHIFT};
    for (int code = 0; code < SDL_NUM_SCANCODES; code++) {
        for (size_t m = 0; m < sizeof mods / sizeof mods[0]; m++) {
            SDL_Event event = {.type = SDL_KEYDOWN};
            event.key.state = SDL_PRESSED;
            event.key.keysym.scancode = (SDL_Scancode)code;
            event.key.keysym.sym = SDL_GetKeyFromScancode((SDL_Scancode)code);
            event.key.keysym.mod = mods[m];
            assert_int_equal(answer(gfx, event, &pointer), GFX_NOTHING);
            /* Also where SDL would hand it on, it is no touch. */
            assert_false(input_pointer(&event, 640, 360, &pointer));
            event.type = SDL_KEYUP;
            event.key.state = SDL_RELEASED;
            assert_int_equal(answer(gfx, event, &pointer), GFX_NOTHING);
        }
    }
    SDL_Event text = {.type = SDL_TEXTINPUT};
    SDL_strlcpy(text.text.text, "q", sizeof text.text.text);
    assert_int_equal(answer(gfx, text, &pointer), GFX_NOTHING);
    assert_false(SDL_IsTextInputActive());
}

/* SDL does not even keep them: a key that is held wakes nobody. */
static void keys_are_dropped_before_they_are_events(void **state)
{
    (void)state;
    static const Uint32 deaf[] = {SDL_KEYDOWN, SDL_KEYUP, SDL_TEXTINPUT, SDL_MOUSEWHEEL,
                                  SDL_DROPFILE};
    for (size_t i = 0; i < sizeof deaf / sizeof deaf[0]; i++) {
        assert_int_equal(SDL_EventState(deaf[i], SDL_QUERY), SDL_IGNORE);
    }
    assert_int_equal(SDL_EventState(SDL_FINGERDOWN, SDL_QUERY), SDL_ENABLE);
}

/* Somebody tries Foyer on a desk: Escape closes the window, no other key does anything. */
static void in_a_window_only_escape_does(void **state)
{
    struct gfx *gfx = *state;
    struct pointer pointer;
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.sym = SDLK_q;
    assert_int_equal(answer(gfx, event, &pointer), GFX_NOTHING);
    event.key.keysym.sym = SDLK_F4;
    event.key.keysym.mod = KMOD_LALT;
    assert_int_equal(answer(gfx, event, &pointer), GFX_NOTHING);
    event.key.keysym.sym = SDLK_ESCAPE;
    event.key.keysym.mod = KMOD_NONE;
    assert_int_equal(answer(gfx, event, &pointer), GFX_QUIT);
    event.type = SDL_KEYUP;
    assert_int_equal(answer(gfx, event, &pointer), GFX_NOTHING);
}

static void fingers_and_the_left_button_are_pointers(void **state)
{
    struct gfx *gfx = *state;
    struct pointer pointer;
    SDL_Event finger = {.type = SDL_FINGERDOWN};
    finger.tfinger.fingerId = 7;
    finger.tfinger.x = 0.5f;
    finger.tfinger.y = 0.25f;
    assert_int_equal(answer(gfx, finger, &pointer), GFX_POINTER);
    assert_int_equal(pointer.phase, POINTER_DOWN);
    assert_int_equal(pointer.finger, 7);
    assert_true(pointer.x == 320 && pointer.y == 90);
    SDL_Event button = {.type = SDL_MOUSEBUTTONDOWN};
    button.button.button = SDL_BUTTON_RIGHT;
    assert_int_equal(answer(gfx, button, &pointer), GFX_NOTHING);
    button.button.button = SDL_BUTTON_LEFT;
    button.button.which = SDL_TOUCH_MOUSEID; /* SDL's echo of a finger */
    assert_int_equal(answer(gfx, button, &pointer), GFX_NOTHING);
    button.button.which = 0;
    assert_int_equal(answer(gfx, button, &pointer), GFX_POINTER);
}

static void a_turned_display_is_said_with_its_size(void **state)
{
    struct gfx *gfx = *state;
    struct pointer pointer;
    int w = 0, h = 0;
    SDL_SetWindowSize(SDL_GetWindowFromID(1), 360, 640);
    bool resized = false;
    for (int i = 0; i < 8; i++) {
        resized = gfx_wait(gfx, 0, &pointer) == GFX_RESIZED || resized;
    }
    gfx_size(gfx, &w, &h);
    assert_true(resized);
    assert_int_equal(w, 360);
    assert_int_equal(h, 640);
}

int main(void)
{
    const struct CMUnitTest kiosk[] = {
        cmocka_unit_test(no_key_does_anything),
        cmocka_unit_test(keys_are_dropped_before_they_are_events),
    };
    const struct CMUnitTest window[] = {
        cmocka_unit_test(in_a_window_only_escape_does),
        cmocka_unit_test(fingers_and_the_left_button_are_pointers),
        cmocka_unit_test(a_turned_display_is_said_with_its_size),
    };
    int failed =
        cmocka_run_group_tests_name("platform/input, kiosk", kiosk, open_whole, close_window);
    return failed +
           cmocka_run_group_tests_name("platform/input, window", window, open_window, close_window);
}
