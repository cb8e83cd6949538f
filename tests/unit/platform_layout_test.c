/* platform/layout with ui/keyboard: on each language's keyboard everything its readers write can be typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cldr.h"
#include "base/language.h"
#include "base/str.h"
#include "platform/layout.h"
#include "ui/accents.h"

/* Signs that InScript has no key for, nor a name needs: old letters and signs of Sanskrit and of dictation. */
static bool is_rare(uint32_t c)
{
    static const uint32_t rare[] = {
        0x90D,  0x911,  0x945, 0x949, 0x960, 0x961, 0x962, 0x963, 0x93D, 0x950,
        0x90C,  0x944,  0x98C, 0x9E0, 0x9E1, 0x9E2, 0x9E3, 0x9C4, 0x9BD, 0xA74,
        0x200C, 0x200D, 0x9CE, 0x9F0, 0x9F1, 0xA71, 0xA72, 0xA73, 0xA01, 0xA03,
    };
    bool digit = c >= 0xA66 && c <= 0xA6F; /* of Gurmukhi: the screen writes the common ones */
    if (digit || c == 0x670 || c == 0x9D7 || c == 0x9FA) {
        return true;
    }
    for (size_t i = 0; i < sizeof rare / sizeof rare[0]; i++) {
        if (rare[i] == c) {
            return true;
        }
    }
    return false;
}

static void every_letter_of_each_language_can_be_typed(void **state)
{
    (void)state;
    size_t count = 0, missing = 0, tried = 0;
    const struct language *all = language_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (str_same(all[i].code, "zh")) {
            continue; /* written in Latin letters here (pinyin), and the screen says so */
        }
        bool found = false;
        struct keyboard k = {.kind = KEYBOARD_TEXT, .layout = layout_of(all[i].code, &found)};
        assert_true(found);
        struct str letters = {0};
        cldr_letters(&letters, all[i].locale);
        assert_true(letters.length > 20);
        for (const char *at = letters.data; *at != '\0';) {
            int64_t codes[KEYBOARD_PATH];
            uint32_t c = utf8_next(&at);
            tried++;
            if (keyboard_path(&k, c, codes) == 0 && !is_rare(c)) {
                print_message("# %s: U+%04X cannot be typed\n", all[i].code, c);
                missing++;
            }
        }
        str_free(&letters);
    }
    assert_true(tried > 600);
    assert_int_equal(missing, 0);
}

static void scripts_have_their_own_keys(void **state)
{
    (void)state;
    static const struct {
        const char *language;
        uint32_t letter;
        bool latin;
    } keys[] = {{"ar", 0x645, false}, {"ur", 0x6AF, false}, {"hi", 0x915, false},
                {"bn", 0x995, false}, {"pa", 0xA15, false}, {"es", 0xF1, true},
                {"pl", 'q', true},    {"zh", 'q', true}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const struct keyboard_layout *l = layout_of(keys[i].language, NULL);
        assert_int_equal(l->latin, keys[i].latin);
        bool there = false;
        for (size_t r = 0; r < KEYBOARD_ROWS; r++) {
            for (size_t j = 0; j < l->rows[r].count; j++) {
                there = there || l->rows[r].letters[0][j] == keys[i].letter;
                assert_true(l->latin || l->rows[r].letters[0][j] >= 0x250);
            }
        }
        assert_true(there);
    }
    bool found = true;
    assert_ptr_equal(layout_of("tlh", &found), keyboard_latin());
    assert_false(found);
}

static void lam_alef_is_two_letters(void **state)
{
    (void)state;
    struct keyboard k = {.kind = KEYBOARD_TEXT, .layout = layout_of("ar", NULL)};
    struct key_press press = keyboard_press(&k, 0xFEFB);
    assert_string_equal(press.text, "\u0644\u0627");
    assert_int_equal(press.codepoint, 0);
}

static void another_script_leads_to_latin_letters_and_back(void **state)
{
    (void)state;
    struct keyboard k = {.kind = KEYBOARD_TEXT, .layout = layout_of("hi", NULL)};
    int64_t codes[KEYBOARD_PATH];
    assert_int_equal(keyboard_path(&k, 'q', codes), 2);
    assert_int_equal(codes[0], KEY_LATIN);
    keyboard_press(&k, KEY_LATIN);
    assert_int_equal(keyboard_path(&k, 'q', codes), 1);
    assert_int_equal(keyboard_path(&k, 0x915, codes), 2);
}

static void own_digits_are_offered(void **state)
{
    (void)state;
    struct keyboard k = {.kind = KEYBOARD_PHONE, .zero = cldr_zero("ar")};
    int64_t codes[KEYBOARD_PATH];
    assert_int_equal(keyboard_path(&k, 0x0665, codes), 1);
    k.kind = KEYBOARD_TEXT;
    assert_int_equal(keyboard_path(&k, 0x0665, codes), 2);
    assert_int_equal(keyboard_path(&k, '5', codes), 2);
    keyboard_press(&k, KEY_MORE);
    keyboard_press(&k, '5');
    assert_int_equal(k.page, PAGE_MORE); /* numbers come in groups */
}

static void a_held_letter_offers_its_accents(void **state)
{
    (void)state;
    struct keyboard k = {.kind = KEYBOARD_TEXT, .layout = layout_of("pl", NULL)};
    uint32_t forms[ACCENTS_LIMIT];
    assert_true(accents_of('z', "pl", forms) >= 2); /* the language's own come first */
    assert_true((forms[0] == 0x17A && forms[1] == 0x17C) ||
                (forms[0] == 0x17C && forms[1] == 0x17A));
    assert_true(keyboard_hold(&k, 'z'));
    assert_int_equal(k.popup, 'z');
    assert_int_equal(keyboard_press(&k, 0x17C).codepoint, 0x17C);
    assert_int_equal(k.popup, 0);
    assert_false(keyboard_hold(&k, KEY_BACKSPACE));
    assert_false(keyboard_hold(&k, '.'));
    struct keyboard mail = {.kind = KEYBOARD_EMAIL};
    assert_false(keyboard_hold(&mail, 'e')); /* addresses have none */
    assert_int_equal(keyboard_small(&k, 'Q'), 'q');
    assert_int_equal(keyboard_small(&k, '-'), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_letter_of_each_language_can_be_typed),
        cmocka_unit_test(scripts_have_their_own_keys),
        cmocka_unit_test(lam_alef_is_two_letters),
        cmocka_unit_test(another_script_leads_to_latin_letters_and_back),
        cmocka_unit_test(own_digits_are_offered),
        cmocka_unit_test(a_held_letter_offers_its_accents),
    };
    return cmocka_run_group_tests_name("platform/layout", tests, NULL, NULL);
}
