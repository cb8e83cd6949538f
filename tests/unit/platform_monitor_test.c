/* platform/monitor on made-up folders of the kernel's: what is wrong with a display is found and said, and
 * a plug is noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/path.h"
#include "platform/monitor.h"
#include "scratch.h"

struct machine {
    char *dir, *sys, *dev;
    struct monitor_place place;
};

static int set_up(void **state)
{
    struct machine *m = xcalloc(1, sizeof *m);
    m->dir = scratch_make();
    m->sys = path_join(m->dir, "sys");
    m->dev = path_join(m->dir, "dev");
    m->place = (struct monitor_place){m->sys, m->dev};
    *state = m;
    return 0;
}

static int tear_down(void **state)
{
    struct machine *m = *state;
    scratch_remove(m->dir);
    free(m->sys);
    free(m->dev);
    free(m);
    return 0;
}

static void connector(const struct machine *m, const char *name, const char *status,
                      const char *modes)
{
    char *file = xasprintf("%s/status", name);
    scratch_put(m->sys, file, status);
    free(file);
    file = xasprintf("%s/modes", name);
    scratch_put(m->sys, file, modes);
    free(file);
}

static void finds(const struct machine *m, enum monitor_state expected, const char *words)
{
    struct str why = {0};
    assert_int_equal(monitor_look(&m->place, &why, NULL), expected);
    if (words == NULL) {
        assert_int_equal(why.length, 0);
    } else if (why.data == NULL || strstr(why.data, words) == NULL) {
        fail_msg("wanted \"%s\", got \"%s\"", words, why.data);
    }
    str_free(&why);
}

static uint64_t mark_of(const struct machine *m)
{
    uint64_t mark = 0;
    monitor_look(&m->place, NULL, &mark);
    return mark;
}

static void each_trouble_is_told_from_the_others(void **state)
{
    const struct machine *m = *state;
    finds(m, MONITOR_NO_DEVICE, "no graphics device");
    scratch_put(m->dev, "card0", "");
    scratch_put(m->dev, "renderD128", "");
    finds(m, MONITOR_NO_OUTPUT, "driver is not loaded");
    connector(m, "card0-HDMI-A-1", "disconnected\n", "");
    connector(m, "card0-Writeback-1", "connected\n", "1x1\n");
    finds(m, MONITOR_NONE, "Plug it in");
    connector(m, "card0-HDMI-A-1", "unknown\n", "");
    finds(m, MONITOR_NONE, "Plug it in");
    connector(m, "card0-HDMI-A-1", "connected\n", "");
    finds(m, MONITOR_NO_MODES, "another cable");
    connector(m, "card0-HDMI-A-1", "connected\n", "1920x1080\n1280x720\n");
    finds(m, MONITOR_READY, NULL);
    /* a Raspberry Pi has a second device without outputs, and two outputs on the first */
    scratch_put(m->dev, "card1", "");
    connector(m, "card0-HDMI-A-2", "disconnected\n", "");
    finds(m, MONITOR_READY, NULL);
}

static void a_device_of_others_is_said(void **state)
{
    const struct machine *m = *state;
    char *card = path_join(m->dev, "card0");
    assert_true(path_make_dirs(m->dev, 0700));
    assert_int_equal(symlink("nowhere", card), 0); /* not even root may use that */
    connector(m, "card0-HDMI-A-1", "connected\n", "1920x1080\n");
    finds(m, MONITOR_FORBIDDEN, "groups video, render and input");
    free(card);
}

static void the_console_is_for_who_has_nothing_else(void **state)
{
    const struct machine *m = *state;
    static const char *const names[] = {"SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"};
    for (size_t i = 0; i < 3; i++) {
        unsetenv(names[i]);
    }
    assert_false(monitor_is_console(&m->place)); /* no device either */
    scratch_put(m->dev, "card0", "");
    assert_true(monitor_is_console(&m->place));
    setenv("DISPLAY", ":0", 1);
    assert_false(monitor_is_console(&m->place));
    setenv("SDL_VIDEODRIVER", "kmsdrm", 1); /* as the unit says */
    assert_true(monitor_is_console(&m->place));
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    assert_false(monitor_is_console(&m->place));
    unsetenv("DISPLAY");
}

static void what_is_connected_has_a_mark(void **state)
{
    const struct machine *m = *state;
    scratch_put(m->dev, "card0", "");
    connector(m, "card0-HDMI-A-1", "connected\n", "1920x1080\n");
    connector(m, "card0-HDMI-A-2", "disconnected\n", "");
    uint64_t first = mark_of(m);
    assert_true(mark_of(m) == first);
    connector(m, "card0-HDMI-A-2", "connected\n", "1280x720\n");
    assert_true(mark_of(m) != first); /* another one came */
    connector(m, "card0-HDMI-A-2", "disconnected\n", "");
    assert_true(mark_of(m) == first);
    connector(m, "card0-HDMI-A-1", "connected\n", "3840x2160\n"); /* a larger one instead */
    assert_true(mark_of(m) != first);
    connector(m, "card0-HDMI-A-1", "connected\n", "1920x1080\n");
    scratch_put(m->sys, "card0-HDMI-A-1/edid", "another maker");
    assert_true(mark_of(m) != first);
}

static void the_largest_monitor_says_how_much_memory_is_needed(void **state)
{
    const struct machine *m = *state;
    int w = -1, h = -1;
    assert_false(monitor_largest(&m->place, &w, &h));
    assert_int_equal(w, 0);
    connector(m, "card0-HDMI-A-1", "disconnected\n", "3840x2160\n");
    connector(m, "card0-HDMI-A-2", "connected\n", "");
    connector(m, "card0-HDMI-A-3", "connected\n", "what\n");
    assert_false(monitor_largest(&m->place, &w, &h));
    connector(m, "card0-HDMI-A-2", "connected\n", "1920x1080i\n4096x2160\n");
    assert_true(monitor_largest(&m->place, &w, &h));
    assert_int_equal(w, 1920);
    assert_int_equal(h, 1080);
    connector(m, "card0-HDMI-A-1", "connected\n", "3840x2160\n1920x1080\n");
    assert_true(monitor_largest(&m->place, &w, &h));
    assert_int_equal(w, 3840);
    assert_int_equal(h, 2160);
}

static void a_change_must_last_three_seconds(void **state)
{
    (void)state;
    struct monitor_watch watch = {0};
    assert_false(monitor_changed(&watch, 1, false, 1000));
    assert_false(monitor_changed(&watch, 2, false, 2000)); /* a loose contact */
    assert_false(monitor_changed(&watch, 1, false, 3000));
    assert_false(monitor_changed(&watch, 2, false, 4000));
    assert_false(monitor_changed(&watch, 3, false, 6999));
    assert_true(monitor_changed(&watch, 3, false, 7000));
}

static void a_sleeping_monitor_is_not_unplugged(void **state)
{
    (void)state;
    struct monitor_watch watch = {0};
    assert_false(monitor_changed(&watch, 1, false, 1000));
    for (int64_t ms = 2000; ms < 60000; ms += 1000) {
        assert_false(monitor_changed(&watch, 2, true, ms));
    }
    for (int64_t ms = 60000; ms < 69000; ms += 1000) {
        assert_false(monitor_changed(&watch, 2, false, ms)); /* it is waking */
    }
    assert_false(monitor_changed(&watch, 1, false, 69000));
    /* this one does not come back */
    assert_false(monitor_changed(&watch, 2, true, 100000));
    bool changed = false;
    for (int64_t ms = 101000; ms <= 113000; ms += 1000) {
        assert_false(changed);
        changed = monitor_changed(&watch, 2, false, ms);
    }
    assert_true(changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_trouble_is_told_from_the_others, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_device_of_others_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_console_is_for_who_has_nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_connected_has_a_mark, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_largest_monitor_says_how_much_memory_is_needed, set_up,
                                        tear_down),
        cmocka_unit_test(a_change_must_last_three_seconds),
        cmocka_unit_test(a_sleeping_monitor_is_not_unplugged),
    };
    return cmocka_run_group_tests_name("platform/monitor", tests, NULL, NULL);
}
