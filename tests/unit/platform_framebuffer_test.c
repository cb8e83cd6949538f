/* Pixels as the console's framebuffer wants them, and devices that are none. */
#include "platform/framebuffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const uint32_t colours[] = {0xffff0000, 0xff00ff00, 0xff0000ff, 0xff123456};

static void test_thirty_two_bits(void **state)
{
    (void)state;
    struct framebuffer_format xrgb = {32, {16, 8}, {8, 8}, {0, 8}};
    struct framebuffer_format xbgr = {32, {0, 8}, {8, 8}, {16, 8}};
    uint8_t out[16];
    framebuffer_pack(&xrgb, colours, 4, out);
    assert_memory_equal(out, "\0\0\xff\0\0\xff\0\0\xff\0\0\0\x56\x34\x12\0", 16);
    framebuffer_pack(&xbgr, colours, 4, out);
    assert_memory_equal(out, "\xff\0\0\0\0\xff\0\0\0\0\xff\0\x12\x34\x56\0", 16);
}

static void test_twenty_four_bits(void **state)
{
    (void)state;
    struct framebuffer_format rgb = {24, {16, 8}, {8, 8}, {0, 8}};
    uint8_t out[12];
    framebuffer_pack(&rgb, colours, 4, out);
    assert_memory_equal(out, "\0\0\xff\0\xff\0\xff\0\0\x56\x34\x12", 12);
}

static void test_sixteen_bits(void **state)
{
    (void)state;
    struct framebuffer_format rgb565 = {16, {11, 5}, {5, 6}, {0, 5}};
    uint8_t out[8];
    framebuffer_pack(&rgb565, colours, 4, out);
    /* 0x12 >> 3 = 2, 0x34 >> 2 = 13, 0x56 >> 3 = 10: 0x11aa. */
    assert_memory_equal(out, "\x00\xf8\xe0\x07\x1f\x00\xaa\x11", 8);
}

static void test_ten_bits_a_colour(void **state)
{
    (void)state;
    struct framebuffer_format deep = {32, {20, 10}, {10, 10}, {0, 10}};
    uint8_t out[4];
    framebuffer_pack(&deep, colours, 1, out);
    assert_memory_equal(out, "\0\0\xc0\x3f", 4); /* 0xff << 22 */
}

static void test_no_such_device(void **state)
{
    (void)state;
    struct framebuffer fb;
    struct str why = {0};
    assert_false(framebuffer_open(&fb, "/dev/there-is-none", &why));
    assert_non_null(strstr(why.data, "/dev/there-is-none"));
    framebuffer_close(&fb);
    str_free(&why);
}

static void test_a_device_that_is_none(void **state)
{
    (void)state;
    struct framebuffer fb;
    struct str why = {0};
    assert_false(framebuffer_open(&fb, "/dev/null", &why));
    assert_non_null(strstr(why.data, "no framebuffer"));
    framebuffer_close(&fb);
    str_free(&why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_thirty_two_bits), cmocka_unit_test(test_twenty_four_bits),
        cmocka_unit_test(test_sixteen_bits),    cmocka_unit_test(test_ten_bits_a_colour),
        cmocka_unit_test(test_no_such_device),  cmocka_unit_test(test_a_device_that_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
