/* model/session: when a visit ends, with and without an open form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/session.h"

static const struct session_limits limits = {
    .browse_ms = 45000, .form_ms = 60000, .countdown_ms = 30000, .thanks_ms = 15000};

static void nobody_is_here_until_a_touch(void **state)
{
    (void)state;
    struct session s = {0};
    assert_int_equal(session_phase(&s, &limits, false, 1000000), SESSION_NONE);
    assert_true(session_due_ms(&s, &limits, false, 1000000) == INT64_MAX);
    session_touch(&s, 1000000);
    assert_int_equal(session_phase(&s, &limits, false, 1000000), SESSION_ACTIVE);
    session_end(&s);
    assert_int_equal(session_phase(&s, &limits, true, 1000000), SESSION_NONE);
}

static void browsing_ends_without_a_countdown(void **state)
{
    (void)state;
    struct session s = {0};
    session_touch(&s, 1000);
    assert_true(session_due_ms(&s, &limits, false, 2000) == 46000);
    assert_int_equal(session_phase(&s, &limits, false, 45999), SESSION_ACTIVE);
    assert_int_equal(session_phase(&s, &limits, false, 46000), SESSION_OVER);
    assert_true(session_due_ms(&s, &limits, false, 46000) == 46000);
}

static void a_form_is_waited_for_then_counted_down(void **state)
{
    (void)state;
    struct session s = {0};
    session_touch(&s, 0);
    assert_int_equal(session_phase(&s, &limits, true, 59999), SESSION_ACTIVE);
    assert_true(session_due_ms(&s, &limits, true, 59999) == 60000);
    assert_int_equal(session_phase(&s, &limits, true, 60000), SESSION_COUNTDOWN);
    assert_int_equal(session_seconds_left(&s, &limits, 60000), 30);
    assert_int_equal(session_seconds_left(&s, &limits, 60001), 30);
    assert_int_equal(session_seconds_left(&s, &limits, 61000), 29);
    assert_int_equal(session_phase(&s, &limits, true, 89999), SESSION_COUNTDOWN);
    assert_int_equal(session_seconds_left(&s, &limits, 89999), 1);
    assert_int_equal(session_phase(&s, &limits, true, 90000), SESSION_OVER);
    assert_int_equal(session_seconds_left(&s, &limits, 90000), 0);
}

static void one_touch_extends_by_the_whole_time(void **state)
{
    (void)state;
    struct session s = {0};
    session_touch(&s, 0);
    assert_int_equal(session_phase(&s, &limits, true, 89000), SESSION_COUNTDOWN);
    session_touch(&s, 89000);
    assert_int_equal(session_phase(&s, &limits, true, 89000), SESSION_ACTIVE);
    assert_int_equal(session_phase(&s, &limits, true, 89000 + 59999), SESSION_ACTIVE);
    assert_int_equal(session_phase(&s, &limits, true, 89000 + 90000), SESSION_OVER);
}

/* Woken only when told, the countdown shows each of its seconds once. */
static void the_countdown_is_due_every_second(void **state)
{
    (void)state;
    struct session s = {0};
    session_touch(&s, 123);
    int64_t now = session_due_ms(&s, &limits, true, 123);
    for (int seconds = 30; seconds > 0; seconds--) {
        assert_int_equal(session_phase(&s, &limits, true, now), SESSION_COUNTDOWN);
        assert_int_equal(session_seconds_left(&s, &limits, now), seconds);
        now = session_due_ms(&s, &limits, true, now);
    }
    assert_int_equal(session_phase(&s, &limits, true, now), SESSION_OVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_here_until_a_touch),
        cmocka_unit_test(browsing_ends_without_a_countdown),
        cmocka_unit_test(a_form_is_waited_for_then_counted_down),
        cmocka_unit_test(one_touch_extends_by_the_whole_time),
        cmocka_unit_test(the_countdown_is_due_every_second),
    };
    return cmocka_run_group_tests_name("model/session", tests, NULL, NULL);
}
