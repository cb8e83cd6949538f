/* platform/text: scripts, directions, fonts and lines, measured through the real fonts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "platform/text.h"

static const struct font body = {FONT_REGULAR, 40};

static int open_text(void **state)
{
    struct str why = {0};
    *state = text_open(NULL, &why);
    if (*state == NULL) {
        fprintf(stderr, "%s\n", why.data);
    }
    str_free(&why);
    return *state == NULL;
}

static int close_text(void **state)
{
    text_close(*state);
    return 0;
}

/* The runs of a line in visual order; every letter must be in some font. */
static size_t runs_of(void **state, const char *line, bool rtl, struct text_run *runs)
{
    size_t count = text_runs(*state, body, line, rtl, runs, 16);
    assert_in_range(count, 1, 16);
    for (size_t i = 0; i < count; i++) {
        assert_false(runs[i].missing);
    }
    return count;
}

static float width_of(void **state, const char *text)
{
    struct text_engine engine = text_engine(*state);
    return engine.width(engine.context, body, text, strlen(text));
}

/* "For more ring +61 2 5550 1234 today": the number keeps its order between words that run from right
 * to left around it. */
static void arabic_with_a_phone_number(void **state)
{
    const char *line = "للمزيد اتصلوا على +61 2 5550 1234 اليوم";
    size_t number = (size_t)(strstr(line, "61 2 5550 1234") - line);
    size_t number_end = number + strlen("61 2 5550 1234");
    struct text_run runs[16] = {0};
    size_t count = runs_of(state, line, false, runs);
    float first_x = -1, last_x = -1, number_x = -1;
    size_t pieces = 0, before = 0;
    bool plus_is_rtl = false;
    for (size_t i = 0; i < count; i++) {
        bool plus = runs[i].start <= number - 1 && runs[i].start + runs[i].length > number - 1;
        plus_is_rtl = plus_is_rtl || (plus && runs[i].rtl);
        if (runs[i].start >= number - 1 && runs[i].start < number_end && !runs[i].rtl) {
            assert_true(pieces == 0 || runs[i].start > before);
            before = runs[i].start;
            number_x = pieces++ == 0 ? runs[i].x : number_x;
        } else if (runs[i].rtl && (unsigned char)line[runs[i].start] >= 0x80) {
            assert_string_equal(runs[i].script, "Arab");
            assert_string_equal(runs[i].family, "Noto Sans Arabic");
            first_x = runs[i].start == 0 ? runs[i].x : first_x;
            last_x = runs[i].start >= number_end ? runs[i].x : last_x;
        }
    }
    assert_true(pieces >= 1);
    assert_false(plus_is_rtl);
    assert_true(last_x >= 0 && last_x < number_x); /* what comes last stands furthest left */
    assert_true(number_x < first_x);
}

/* Joined, a word is narrower than its letters one by one. */
static void arabic_letters_join(void **state)
{
    float apart = width_of(state, "م") + width_of(state, "د") + width_of(state, "ر") +
                  width_of(state, "س") + width_of(state, "ة");
    assert_true(width_of(state, "مدرسة") < apart);
}

/* A conjunct is one shape. */
static void hindi_is_shaped(void **state)
{
    struct text_run runs[16];
    assert_int_equal(runs_of(state, "विद्यालय में आपका स्वागत है", false, runs), 1);
    assert_string_equal(runs[0].script, "Deva");
    assert_string_equal(runs[0].family, "Noto Sans Devanagari");
    assert_true(width_of(state, "द्य") < width_of(state, "द") + width_of(state, "य"));
    assert_true(width_of(state, "क्ष") < width_of(state, "क") + width_of(state, "ष"));
}

static void vietnamese_has_all_its_letters(void **state)
{
    struct text_run runs[16];
    size_t count = runs_of(state, "Chào mừng quý phụ huynh đến trường", false, runs);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(runs[i].script, "Latn");
        assert_false(runs[i].rtl);
    }
}

static void every_language_of_the_school_has_its_letters(void **state)
{
    static const char *const greetings[] = {"Welcome",
                                            "Bienvenidos",
                                            "أهلاً وسهلاً",
                                            "欢迎",
                                            "Chào mừng",
                                            "ਜੀ ਆਇਆਂ ਨੂੰ",
                                            "خوش آمدید",
                                            "Witamy",
                                            "স্বাগতম",
                                            "Soo dhawow",
                                            "Bem-vindos",
                                            "स्वागत है",
                                            "Maligayang pagdating"};
    struct text_run runs[16];
    for (size_t i = 0; i < sizeof greetings / sizeof greetings[0]; i++) {
        runs_of(state, greetings[i], false, runs);
    }
}

/* What is in none of the fonts is reported, so that an audit can find it. */
static void a_missing_letter_is_said(void **state)
{
    struct text_run runs[16];
    size_t count = text_runs(*state, body, "a\U0010FFFDb", false, runs, 16);
    bool missing = false;
    for (size_t i = 0; i < count; i++) {
        missing = missing || runs[i].missing;
    }
    assert_true(missing);
}

static void latin_inside_arabic_keeps_its_font(void **state)
{
    struct text_run runs[16];
    size_t count = runs_of(state, "مرحبا Riverbank مدرسة", true, runs);
    bool lato = false;
    for (size_t i = 0; i < count; i++) {
        lato = lato || (strcmp(runs[i].family, "Lato") == 0 && !runs[i].rtl);
    }
    assert_true(lato);
    assert_true(runs[0].rtl); /* the sentence's end stands at the left */
}

static void check_lines(void **state, const char *text, float width)
{
    struct text_engine engine = text_engine(*state);
    struct text_line lines[64];
    size_t count = engine.wrap(engine.context, body, text, width, lines, 64);
    size_t covered = 0;
    assert_in_range(count, 1, 64);
    for (size_t j = 0; j < count; j++) {
        char *line = strndup(text + lines[j].start, lines[j].length);
        assert_true(lines[j].start >= covered);
        covered = lines[j].start + lines[j].length;
        /* two pixels of rounding between pieces; one letter alone may be wider */
        assert_true(lines[j].width <= width + 2 || utf8_count(line) == 1);
        free(line);
    }
    assert_int_equal(covered, strlen(text));
}

static void lines_never_exceed_their_width(void **state)
{
    static const char *const texts[] = {
        "Families, neighbours and former pupils are welcome at the winter fair in the main hall.",
        "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente",
        "欢迎来到我们学校的冬季集市，家长和邻居都可以参加活动。",
        "يرحب بكم في معرض الشتاء في القاعة الرئيسية مع عائلاتكم وجيرانكم",
        "one\ntwo\n\nthree",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int width = 60; width < 900; width += 47) {
            check_lines(state, texts[i], (float)width);
        }
    }
}

static void wrapping_nothing_gives_no_line(void **state)
{
    struct text_engine engine = text_engine(*state);
    struct text_line lines[4];
    assert_int_equal(engine.wrap(engine.context, body, "", 100, lines, 4), 0);
}

static void times_stay_together(void **state)
{
    struct text_engine engine = text_engine(*state);
    const char *span = "6:30\u00A0–\u2060\u00A08:00\u00A0pm";
    const char *text = "Friday, 6:30\u00A0–\u2060\u00A08:00\u00A0pm";
    struct text_line lines[8];
    size_t count = engine.wrap(engine.context, body, text, width_of(state, span) + 3, lines, 8);
    assert_int_equal(count, 2);
    assert_memory_equal(text + lines[1].start, "6:30", 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arabic_with_a_phone_number),
        cmocka_unit_test(arabic_letters_join),
        cmocka_unit_test(hindi_is_shaped),
        cmocka_unit_test(vietnamese_has_all_its_letters),
        cmocka_unit_test(every_language_of_the_school_has_its_letters),
        cmocka_unit_test(a_missing_letter_is_said),
        cmocka_unit_test(latin_inside_arabic_keeps_its_font),
        cmocka_unit_test(lines_never_exceed_their_width),
        cmocka_unit_test(wrapping_nothing_gives_no_line),
        cmocka_unit_test(times_stay_together),
    };
    return cmocka_run_group_tests_name("platform/text", tests, open_text, close_text);
}
