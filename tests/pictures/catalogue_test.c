/* The catalogues as the program reads them: every letter of every translation has a glyph in our fonts,
 * and all text is in Unicode's normal form C, as everything inside Foyer is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/alloc.h"
#include "base/language.h"
#include "base/path.h"
#include "platform/text.h"

/* A compiled catalogue (GNU gettext's manual, "The Format of GNU MO Files"). */
struct catalogue {
    char *bytes;
    size_t length;
    uint32_t count, table; /* of the translations: length and offset of each */
};

static uint32_t word_at(const struct catalogue *c, size_t offset)
{
    uint32_t word = 0;
    assert_true(offset + sizeof word <= c->length);
    memcpy(&word, c->bytes + offset, sizeof word);
    return word;
}

/* False: there is none. */
static bool open_catalogue(struct catalogue *c, const char *code)
{
    const char *build = getenv("FOYER_BUILD") != NULL ? getenv("FOYER_BUILD") : "build";
    char *path = xasprintf("%s/locale/%s/LC_MESSAGES/foyer.mo", build, code);
    *c = (struct catalogue){0};
    FILE *file = fopen(path, "rb");
    free(path);
    if (file == NULL) {
        return false;
    }
    c->bytes = xmalloc(1 << 20);
    c->length = fread(c->bytes, 1, 1 << 20, file);
    fclose(file);
    assert_int_equal(word_at(c, 0), 0x950412de);
    c->count = word_at(c, 8);
    c->table = word_at(c, 16);
    return true;
}

static bool is_normal(const char *text)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[8192];
    int32_t length = 0;
    u_strFromUTF8(wide, 8192, &length, text, -1, &status);
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    bool normal = unorm2_isNormalized(nfc, wide, length, &status);
    return normal && U_SUCCESS(status);
}

/* What is wrong with a language's catalogue is printed; how much that is. */
static size_t wrong_in(struct text *fonts, const char *code)
{
    struct catalogue c;
    if (!open_catalogue(&c, code)) {
        print_error("%s: there is no catalogue\n", code);
        return 1;
    }
    size_t wrong = 0;
    for (uint32_t i = 0; i < c.count; i++) {
        size_t length = word_at(&c, c.table + 8 * i), offset = word_at(&c, c.table + 8 * i + 4);
        assert_true(offset + length < c.length);
        /* Plural forms stand behind each other, each with its end. */
        for (size_t at = 0; at <= length; at += strlen(c.bytes + offset + at) + 1) {
            const char *text = c.bytes + offset + at;
            uint32_t missing = 0;
            if (!utf8_valid(text, strlen(text)) || !is_normal(text)) {
                print_error("%s: not in normal form C: %s\n", code, text);
                wrong++;
            } else if (!text_can(fonts, text, &missing)) {
                print_error("%s: no font has U+%04X: %s\n", code, (unsigned)missing, text);
                wrong++;
            }
        }
    }
    free(c.bytes);
    return wrong;
}

static int open_fonts(void **state)
{
    struct str why = {0};
    *state = text_open(NULL, &why);
    str_free(&why);
    return *state == NULL;
}

static int close_fonts(void **state)
{
    text_close(*state);
    return 0;
}

static void every_catalogue_can_be_drawn(void **state)
{
    size_t count = 0, wrong = 0;
    const struct language *all = language_all(&count);
    for (size_t i = 1; i < count; i++) { /* English has none */
        wrong += wrong_in(*state, all[i].code);
    }
    assert_int_equal(wrong, 0);
}

static void the_pseudo_language_can_be_drawn(void **state)
{
    assert_int_equal(wrong_in(*state, "xx"), 0);
}

static void broken_text_is_seen(void **state)
{
    uint32_t missing = 0;
    assert_false(is_normal("Tie\u0302\u0301ng")); /* two marks where one letter has both */
    assert_true(is_normal("Tiếng"));
    assert_false(text_can(*state, "a\U0010FFFDb", &missing));
    assert_int_equal(missing, 0x10FFFD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_catalogue_can_be_drawn),
        cmocka_unit_test(the_pseudo_language_can_be_drawn),
        cmocka_unit_test(broken_text_is_seen),
    };
    return cmocka_run_group_tests_name("catalogues", tests, open_fonts, close_fonts);
}
