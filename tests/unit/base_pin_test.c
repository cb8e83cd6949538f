/* The staff's PIN: only its own hash opens, and the hash tells nothing of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/pin.h"

static void only_the_right_one_matches(void **state)
{
    (void)state;
    char *hash = pin_hash("2468"), *again = pin_hash("2468");
    assert_non_null(hash);
    assert_true(pin_is_hash(hash));
    assert_null(strstr(hash, "2468"));
    assert_string_not_equal(hash, again); /* each with a salt of its own */
    assert_true(pin_matches("2468", hash));
    assert_true(pin_matches("2468", again));
    static const char *const wrong[] = {"", "2467", "24680", "246", "2468 "};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(pin_matches(wrong[i], hash));
    }
    free(hash);
    free(again);
}

static void nothing_matches_what_is_no_hash(void **state)
{
    (void)state;
    static const char *const hashes[] = {"", "2468", "$y$", "$y$j9T$",
                                         "$nonsense$and$more$of$it$here"};
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        assert_false(pin_matches("2468", hashes[i]));
        assert_false(pin_matches("", hashes[i]));
    }
}

static void a_pin_has_four_to_eight_digits(void **state)
{
    (void)state;
    assert_true(pin_is_one("0000"));
    assert_true(pin_is_one("12345678"));
    static const char *const none[] = {"", "123", "123456789", "12a4", "12 4", "-123"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_false(pin_is_one(none[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_right_one_matches),
        cmocka_unit_test(nothing_matches_what_is_no_hash),
        cmocka_unit_test(a_pin_has_four_to_eight_digits),
    };
    return cmocka_run_group_tests_name("base/pin", tests, NULL, NULL);
}
