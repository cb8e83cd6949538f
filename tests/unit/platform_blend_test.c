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

static void lays_every_colour_over_every_other_as_sdl_does(void **state)
{
    (void)state;
    for (uint32_t alpha = 0; alpha < 256; alpha++) {
        struct blend_four four;
        uint8_t row[256][4];
        for (uint32_t over = 0; over < 256; over += 15) {
            for (size_t i = 0; i < 4; i++) {
                blend_four_set(&four, i, alpha << 24 | over << 16 | (255 - over) << 8 | over / 3);
            }
            for (int i = 0; i < 256; i++) {
                memset(row[i], i, 3);
                row[i][3] = 255;
            }
            blend_row(row, &four, 0, 256);
            const uint32_t colour[3] = {over / 3, 255 - over, over}; /* blue, green, red */
            for (uint32_t i = 0; i < 256; i++) {
                for (int part = 0; part < 3; part++) {
                    assert_int_equal(row[i][part],
                                     i * (255 - alpha) / 255 + colour[part] * alpha / 255);
                }
                assert_int_equal(row[i][3], 255); /* what was opaque stays so */
            }
        }
    }
}

static void each_pixel_of_a_row_has_its_colour_and_the_next_ones_none(void **state)
{
    (void)state;
    struct blend_four fours[4] = {0};
    for (size_t i = 0; i < 16; i++) {
        blend_four_set(&fours[i / 4], i % 4, 0xff000000 | (uint32_t)(i * 3));
    }
    for (size_t pixels = 0; pixels <= 16; pixels++) {
        uint32_t row[18];
        memset(row, 0x77, sizeof row);
        blend_row((char *)row + 4, fours, 1, pixels);
        assert_int_equal(row[0], 0x77777777);
        for (size_t i = 0; i < pixels; i++) {
            assert_int_equal(row[1 + i], 0xff000000 | (i * 3));
        }
        assert_int_equal(row[1 + pixels], 0x77777777);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mixes_every_pair_within_one_step),
        cmocka_unit_test(the_ends_are_exact),
        cmocka_unit_test(any_length_and_place_and_nothing_beyond),
        cmocka_unit_test(may_write_over_what_it_reads),
        cmocka_unit_test(lays_every_colour_over_every_other_as_sdl_does),
        cmocka_unit_test(each_pixel_of_a_row_has_its_colour_and_the_next_ones_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
