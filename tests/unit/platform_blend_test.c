/* Mixing two frames: against the exact value, at every weight and every pair of bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "platform/blend.h"

static void mixes_every_pair_within_one_step(void **state)
{
    (void)state;
    static uint8_t below[65536], above[65536], out[65536];
    for (int i = 0; i < 65536; i++) {
        below[i] = (uint8_t)(i >> 8);
        above[i] = (uint8_t)i;
    }
    for (int alpha = 0; alpha < 256; alpha++) {
        blend_bytes(out, below, above, sizeof out, (uint8_t)alpha);
        for (int i = 0; i < 65536; i++) {
            int exact = (below[i] * (255 - alpha) + above[i] * alpha + 127) / 255;
            assert_in_range(out[i] + 1 - exact, 0, 2);
        }
    }
}

static void the_ends_are_exact(void **state)
{
    (void)state;
    uint8_t below[77], above[77], out[77];
    for (int i = 0; i < 77; i++) {
        below[i] = (uint8_t)(i * 3);
        above[i] = (uint8_t)(255 - i);
    }
    blend_bytes(out, below, above, sizeof out, 0);
    assert_memory_equal(out, below, sizeof out);
    blend_bytes(out, below, above, sizeof out, 255);
    assert_memory_equal(out, above, sizeof out);
}

static void any_length_and_place_and_nothing_beyond(void **state)
{
    (void)state;
    for (size_t length = 0; length < 100; length++) {
        uint8_t below[128], above[128], out[128];
        memset(below, 10, sizeof below);
        memset(above, 210, sizeof above);
        memset(out, 7, sizeof out);
        blend_bytes(out + 1, below + 3, above + 5, length, 128);
        assert_int_equal(out[0], 7);
        for (size_t i = 0; i < length; i++) {
            assert_in_range(out[1 + i], 109, 111);
        }
        assert_int_equal(out[1 + length], 7);
    }
}

static void may_write_over_what_it_reads(void **state)
{
    (void)state;
    uint8_t below[70], above[70], out[70];
    memset(below, 0, sizeof below);
    memset(above, 200, sizeof above);
    blend_bytes(out, below, above, sizeof out, 64);
    blend_bytes(below, below, above, sizeof below, 64);
    assert_memory_equal(out, below, sizeof out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mixes_every_pair_within_one_step),
        cmocka_unit_test(the_ends_are_exact),
        cmocka_unit_test(any_length_and_place_and_nothing_beyond),
        cmocka_unit_test(may_write_over_what_it_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
