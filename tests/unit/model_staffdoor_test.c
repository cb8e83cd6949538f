/* The staff's door: waits that grow, nothing typed that stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/staffdoor.h"

static void wrong_ones_wait_longer_and_longer_but_not_for_ever(void **state)
{
    (void)state;
    static const int64_t minutes[] = {1, 5, 15, 15, 15};
    struct staffdoor door = {0};
    int64_t now_ms = 1000;
    for (int i = 0; i < 25; i++) {
        assert_false(staffdoor_is_locked(&door, now_ms));
        staffdoor_judged(&door, false, now_ms);
        assert_true(door.was_wrong);
        bool locks = (i + 1) % STAFFDOOR_TRIES == 0;
        assert_int_equal(staffdoor_is_locked(&door, now_ms), locks);
        int64_t wait = locks ? minutes[i / STAFFDOOR_TRIES] * 60000 : 0;
        assert_int_equal(staffdoor_is_locked(&door, now_ms + wait - 1), locks);
        now_ms += wait;
    }
    staffdoor_judged(&door, true, now_ms);
    assert_int_equal(door.wrong, 0);
    assert_false(staffdoor_is_locked(&door, now_ms));
}

static void a_restart_does_not_shorten_the_wait(void **state)
{
    (void)state;
    struct staffdoor door = {0};
    staffdoor_remember(&door, 10, 50);
    assert_true(staffdoor_is_locked(&door, 50 + 5 * 60000 - 1));
    assert_false(staffdoor_is_locked(&door, 50 + 5 * 60000));
    staffdoor_remember(&door, 7, 50);
    assert_false(staffdoor_is_locked(&door, 50));
    assert_int_equal(door.wrong, 7);
}

static void typing_has_an_end_and_nothing_of_it_stays(void **state)
{
    (void)state;
    struct staffdoor door = {0};
    for (int i = 0; i < 12; i++) {
        staffdoor_type(&door, '1' + i % 9, 0);
    }
    assert_string_equal(door.pin, "12345678");
    staffdoor_type(&door, 'x', 0);
    assert_string_equal(door.pin, "1234567");
    staffdoor_judged(&door, false, 0);
    static const char nothing[PIN_MOST + 1];
    assert_memory_equal(door.pin, nothing, sizeof nothing);
    staffdoor_remember(&door, 5, 0);
    staffdoor_type(&door, '1', 10);
    assert_int_equal(door.typed, 0); /* locked */
}

static void the_corner_takes_three_seconds(void **state)
{
    (void)state;
    struct staffdoor door = {0};
    assert_true(staffdoor_held(&door, 99999) < 0.001f);
    door.held_since_ms = 1000;
    assert_true(staffdoor_held(&door, 2500) > 0.49f && staffdoor_held(&door, 2500) < 0.51f);
    assert_true(staffdoor_held(&door, 1000 + STAFFDOOR_HOLD_MS) > 0.999f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_ones_wait_longer_and_longer_but_not_for_ever),
        cmocka_unit_test(a_restart_does_not_shorten_the_wait),
        cmocka_unit_test(typing_has_an_end_and_nothing_of_it_stays),
        cmocka_unit_test(the_corner_takes_three_seconds),
    };
    return cmocka_run_group_tests_name("model/staffdoor", tests, NULL, NULL);
}
