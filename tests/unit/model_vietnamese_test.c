/* model/vietnamese: the tone goes where readers expect it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/vietnamese.h"

static void toned(const char *typed, uint32_t tone, const char *expected)
{
    uint32_t letters[16];
    size_t count = 0;
    for (const char *at = typed; *at != '\0';) {
        letters[count++] = utf8_next(&at);
    }
    assert_true(vietnamese_tone(letters, count, tone));
    struct str out = {0};
    for (size_t i = 0; i < count; i++) {
        str_put_codepoint(&out, letters[i]);
    }
    assert_string_equal(out.data, expected);
    str_free(&out);
}

enum { GRAVE = 0x300, ACUTE = 0x301, HOOK = 0x309, TILDE = 0x303, DOT = 0x323 };

static void tones_find_their_vowel(void **state)
{
    (void)state;
    toned("Nguyên", TILDE, "Nguyễn");
    toned("Hông", GRAVE, "Hồng");
    toned("Thi", DOT, "Thị");
    toned("Trân", GRAVE, "Trần");
    toned("Pham", DOT, "Phạm");
    toned("Hoa", GRAVE, "Hòa");
    toned("Toan", GRAVE, "Toàn");
    toned("ngoai", GRAVE, "ngoài");
    toned("quy", ACUTE, "quý");
    toned("qua", GRAVE, "quà");
    toned("gia", GRAVE, "già");
    toned("gi", GRAVE, "gì");
    toned("nươc", ACUTE, "nước");
    toned("chuyên", DOT, "chuyện");
    toned("khuyu", HOOK, "khuỷu");
    toned("Anh", HOOK, "Ảnh");
    toned("Y", ACUTE, "Ý");
    toned("mua", GRAVE, "mùa");
    toned("tiêng", ACUTE, "tiếng");
    toned("ĐƯC", DOT, "ĐỰC");
}

static void a_tone_replaces_and_takes_off(void **state)
{
    (void)state;
    toned("Hồng", ACUTE, "Hống");
    toned("Hồng", GRAVE, "Hông");
    toned("hòan", GRAVE, "hoàn"); /* typed too early, and now where it belongs */
    uint32_t none[] = {'b', 'c'};
    assert_false(vietnamese_tone(none, 2, ACUTE));
    assert_false(vietnamese_tone(none, 0, ACUTE));
    uint32_t a[] = {'a'};
    assert_false(vietnamese_tone(a, 1, 0x302)); /* no tone */
}

static void letters_come_apart(void **state)
{
    (void)state;
    uint32_t plain = 0, tone = 0;
    assert_true(vietnamese_split(0x1EC5, &plain, &tone)); /* ễ */
    assert_int_equal(plain, 0xEA);
    assert_int_equal(tone, TILDE);
    assert_false(vietnamese_split(0xEA, &plain, &tone));
    assert_false(vietnamese_split('n', &plain, &tone));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tones_find_their_vowel),
        cmocka_unit_test(a_tone_replaces_and_takes_off),
        cmocka_unit_test(letters_come_apart),
    };
    return cmocka_run_group_tests_name("model/vietnamese", tests, NULL, NULL);
}
