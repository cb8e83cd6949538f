/* platform/backlight on a made-up /sys/class/backlight. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/path.h"
#include "platform/backlight.h"
#include "scratch.h"

static int set_up(void **state)
{
    *state = scratch_make();
    return 0;
}

static int tear_down(void **state)
{
    scratch_remove(*state);
    return 0;
}

static void holds(const char *dir, const char *name, const char *expected)
{
    char *path = path_join(dir, name), *text = NULL;
    size_t length = 0;
    assert_true(path_read(path, 64, &text, &length));
    assert_string_equal(text, expected);
    free(text);
    free(path);
}

static void each_panel_gets_its_share(void **state)
{
    const char *dir = *state;
    scratch_put(dir, "rpi/max_brightness", "255\n");
    scratch_put(dir, "rpi/brightness", "255\n");
    scratch_put(dir, "rpi/bl_power", "0\n");
    scratch_put(dir, "panel/max_brightness", "4\n");
    scratch_put(dir, "panel/brightness", "4\n");
    assert_true(backlight_set(dir, 50));
    holds(dir, "rpi/brightness", "127\n");
    holds(dir, "panel/brightness", "2\n");
    assert_true(backlight_set(dir, 5)); /* never quite dark */
    holds(dir, "panel/brightness", "1\n");
    assert_true(backlight_set(dir, 100));
    holds(dir, "rpi/brightness", "255\n");
    assert_true(backlight_switch(dir, false)); /* the one that can */
    holds(dir, "rpi/bl_power", "4\n");
    assert_true(backlight_switch(dir, true));
    holds(dir, "rpi/bl_power", "0\n");
}

static void none_is_no_mistake(void **state)
{
    const char *dir = *state;
    assert_false(backlight_set(dir, 50));
    assert_false(backlight_switch(dir, false));
    assert_false(backlight_set("/nowhere/at/all", 50));
    scratch_put(dir, "odd/max_brightness", "perhaps\n");
    assert_false(backlight_set(dir, 50));
    scratch_put(dir, "odd/max_brightness", "100\n"); /* and nothing is made that was not there */
    assert_false(backlight_set(dir, 50));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_panel_gets_its_share, set_up, tear_down),
        cmocka_unit_test_setup_teardown(none_is_no_mistake, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("platform/backlight", tests, NULL, NULL);
}
