/* base/str: the buffer, the UTF-8 steps and the comparisons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static void buffer_grows_and_is_taken(void **state)
{
    (void)state;
    struct str s = {0};
    for (int i = 0; i < 1000; i++) {
        str_printf(&s, "%d,", i);
    }
    assert_int_equal(s.length, 3890);
    assert_int_equal(strlen(s.data), s.length);
    char *taken = str_take(&s);
    assert_null(s.data);
    assert_memory_equal(taken, "0,1,2,", 6);
    free(taken);
    char *empty = str_take(&s);
    assert_string_equal(empty, "");
    free(empty);
}

static void every_code_point_survives_the_round(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        char bytes[5];
        size_t used = utf8_encode(c, bytes);
        const char *at = bytes;
        assert_true(utf8_valid(bytes, used));
        assert_int_equal(utf8_next(&at), c);
        assert_ptr_equal(at, bytes + used);
    }
}

static void broken_utf8_is_seen(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "\xC0\x80",         "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80", "\x80",         "\xE2\x82",     "\xFF",
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        assert_false(utf8_valid(broken[i], strlen(broken[i])));
        const char *at = broken[i];
        assert_int_equal(utf8_next(&at), 0xFFFD);
        assert_ptr_equal(at, broken[i] + 1);
    }
}

static void deleting_backwards_takes_whole_letters(void **state)
{
    (void)state;
    const char *name = "Zoë";
    assert_int_equal(utf8_before(name, strlen(name)), 2);
    assert_int_equal(utf8_before(name, 0), 0);
    assert_int_equal(utf8_count(name), 3);
    char *first = utf8_first(name, 3);
    assert_string_equal(first, "Zoë");
    free(first);
}

static void trimming_knows_every_blank(void **state)
{
    (void)state;
    char *trimmed = str_trimmed("\xEF\xBB\xBF \t\xC2\xA0Winter fair \r\n");
    assert_string_equal(trimmed, "Winter fair");
    free(trimmed);
    assert_true(str_blank(" \xC2\xA0\n"));
    assert_true(str_blank(NULL));
    assert_false(str_blank(" a"));
}

static void words_are_counted(void **state)
{
    (void)state;
    assert_int_equal(str_words("  Garden club\nwins gold "), 4);
    assert_int_equal(str_words(""), 0);
    assert_int_equal(str_words(NULL), 0);
}

static void comparisons_ignore_ascii_case(void **state)
{
    (void)state;
    assert_true(str_same_nocase("Events", "EVENTS"));
    assert_false(str_same_nocase("Events", NULL));
    assert_true(str_starts_nocase("Urgent: x", "URGENT"));
    assert_true(str_ends_nocase("photo.JPG", ".jpg"));
    assert_false(str_ends_nocase("g", ".jpg"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_grows_and_is_taken),
        cmocka_unit_test(every_code_point_survives_the_round),
        cmocka_unit_test(broken_utf8_is_seen),
        cmocka_unit_test(deleting_backwards_takes_whole_letters),
        cmocka_unit_test(trimming_knows_every_blank),
        cmocka_unit_test(words_are_counted),
        cmocka_unit_test(comparisons_ignore_ascii_case),
    };
    return cmocka_run_group_tests_name("base/str", tests, NULL, NULL);
}
