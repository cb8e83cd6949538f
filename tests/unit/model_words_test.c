/* model/words and base/cldr: dates, times and numbers of every language. Catalogues are not loaded
 * here: the words around them stay English. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cldr.h"
#include "base/i18n.h"
#include "base/language.h"
#include "model/words.h"

/* A Monday morning. */
static wall_t now_is(void)
{
    return wall_from_civil((struct civil){2026, 11, 23, 8, 42, 0});
}

static wall_t at(int month, int day, int hour, int minute)
{
    return wall_from_civil((struct civil){2026, month, day, hour, minute, 0});
}

static struct str said;

static int forget(void **state)
{
    (void)state;
    i18n_use("en");
    str_free(&said);
    return 0;
}

static const char *time_of(wall_t t)
{
    str_clear(&said);
    words_time(&said, t);
    return said.data;
}

static const char *date_of(wall_t t, bool short_form)
{
    str_clear(&said);
    words_date(&said, t, now_is(), short_form);
    return said.data;
}

static const char *when_of(wall_t from, wall_t to, bool all_day)
{
    struct item item = {.starts = from, .ends = to, .all_day = all_day};
    str_clear(&said);
    words_item_when(&said, &item, now_is());
    return said.data;
}

static void english_is_said_as_the_school_says_it(void **state)
{
    (void)state;
    assert_string_equal(time_of(at(11, 23, 8, 42)), "8:42\u00A0am");
    assert_string_equal(time_of(at(11, 23, 0, 5)), "12:05\u00A0am");
    assert_string_equal(time_of(at(11, 23, 12, 0)), "12:00\u00A0pm");
    assert_string_equal(date_of(at(11, 27, 0, 0), false), "Friday 27 November");
    assert_string_equal(date_of(at(11, 27, 0, 0), true), "Fri 27 Nov");
    assert_string_equal(when_of(at(11, 23, 18, 30), WALL_NONE, false), "Today 6:30\u00A0pm");
    assert_string_equal(when_of(at(11, 24, 0, 0), WALL_NONE, true), "Tomorrow");
    assert_string_equal(when_of(at(11, 27, 14, 15), WALL_NONE, false),
                        "Friday 27 November, 2:15\u00A0pm");
    assert_string_equal(when_of(at(11, 23, 18, 30), at(11, 23, 20, 0), false),
                        "Today 6:30\u00A0–\u2060\u00A08:00\u00A0pm");
    assert_string_equal(when_of(at(11, 27, 11, 30), at(11, 27, 13, 0), false),
                        "Friday 27 November, 11:30\u00A0am\u00A0–\u2060\u00A01:00\u00A0pm");
    assert_string_equal(when_of(at(11, 27, 0, 0), at(11, 30, 0, 0), true),
                        "Friday 27 November – Sunday 29 November");
}

static void the_year_is_said_when_it_is_not_near(void **state)
{
    (void)state;
    wall_t january = wall_from_civil((struct civil){2027, 1, 15, 0, 0, 0});
    wall_t summer = wall_from_civil((struct civil){2027, 7, 15, 0, 0, 0});
    assert_string_equal(date_of(january, false), "Friday 15 January");
    assert_string_equal(date_of(summer, false), "Thursday 15 July 2027");
    assert_string_equal(date_of(summer, true), "Thu 15 Jul 2027");
    str_clear(&said);
    words_date(&said, january, WALL_NONE, false);
    assert_string_equal(said.data, "Friday 15 January 2027");
}

static void each_language_has_its_own_dates(void **state)
{
    (void)state;
    static const struct {
        const char *language, *time, *date, *short_date;
    } expected[] = {
        {"es", "18:30", "viernes, 27 de noviembre", "vie, 27 nov"},
        {"ar", "٦:٣٠\u00A0م", "الجمعة، ٢٧ نوفمبر", "الجمعة، ٢٧ نوفمبر"},
        {"zh", "18:30", "11月27日星期五", "11月27日周五"},
        {"vi", "18:30", "Thứ Sáu, 27 tháng 11", "Th 6, 27 thg 11"},
        {"pa", "6:30\u00A0ਬਾ.ਦੁ.", "ਸ਼ੁੱਕਰਵਾਰ, 27 ਨਵੰਬਰ", "ਸ਼ੁੱਕਰ, 27 ਨਵੰ"},
        {"ur", "6:30\u00A0PM", "جمعہ، 27 نومبر", "جمعہ، 27 نومبر"},
        {"pl", "18:30", "piątek, 27 listopada", "pt., 27 lis"},
        {"bn", "৬:৩০\u00A0PM", "শুক্রবার ২৭ নভেম্বর", "শুক্র ২৭ নভে"},
        {"pt", "18:30", "sexta-feira, 27 de novembro", "sex., 27 de nov."},
        {"hi", "6:30\u00A0pm", "शुक्रवार, 27 नवंबर", "शुक्र, 27 नव॰"},
        {"tl", "6:30\u00A0PM", "Biyernes, Nobyembre 27", "Biy, Nob 27"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        i18n_use(expected[i].language);
        assert_string_equal(time_of(at(11, 27, 18, 30)), expected[i].time);
        assert_string_equal(date_of(at(11, 27, 0, 0), false), expected[i].date);
        assert_string_equal(date_of(at(11, 27, 0, 0), true), expected[i].short_date);
    }
}

/* No language falls back to bare figures, and no time can be parted. */
static void every_language_says_every_form(void **state)
{
    (void)state;
    size_t count = 0;
    const struct language *all = language_all(&count);
    for (size_t i = 0; i < count; i++) {
        i18n_use(all[i].code);
        for (int day = 1; day <= 7; day++) {
            for (int form = 0; form < CLDR_FORMS; form++) {
                str_clear(&said);
                cldr_put(&said, i18n_locale(), (enum cldr_form)form, at(2, day, 9, 5));
                assert_true(said.length > 3);
                assert_null(strstr(said.data, "2026-"));
                assert_true(form != CLDR_TIME || strchr(said.data, ' ') == NULL);
            }
            assert_true(strlen(words_weekday(day - 1)) > 0);
        }
        str_clear(&said);
        cldr_put_span(&said, i18n_locale(), at(2, 1, 18, 30), at(2, 1, 20, 0));
        assert_null(strchr(said.data, ' '));
        assert_non_null(strstr(said.data, "–\u2060"));
    }
}

static void weeks_begin_where_the_language_begins_them(void **state)
{
    (void)state;
    assert_int_equal(words_first_weekday(), 0);
    i18n_use("ar");
    assert_int_equal(words_first_weekday(), 5);
    i18n_use("hi");
    assert_int_equal(words_first_weekday(), 6);
    i18n_use("es");
    assert_string_equal(words_weekday(0), "lun");
    str_clear(&said);
    words_month(&said, 2026, 11);
    assert_string_equal(said.data, "noviembre de 2026");
}

static const char *number(const char *language)
{
    i18n_use(language);
    str_clear(&said);
    words_number(&said, "%d / %zu", 3, (size_t)14);
    return said.data;
}

static void numbers_have_the_digits_of_the_language(void **state)
{
    (void)state;
    assert_string_equal(number("en"), "3 / 14");
    assert_string_equal(number("ar"), "٣ / ١٤");
    assert_string_equal(number("bn"), "৩ / ১৪");
    assert_string_equal(number("ur"), "3 / 14");
    assert_string_equal(number("hi"), "3 / 14");
}

static void lists_grow_by_one(void **state)
{
    (void)state;
    str_clear(&said);
    words_list(&said, "one");
    words_list(&said, "two");
    words_list(&said, "three");
    assert_string_equal(said.data, "one, two, three");
}

/* What staff read back stays English, whatever a visitor has chosen. */
static void staff_read_english(void **state)
{
    (void)state;
    i18n_use("ar");
    str_clear(&said);
    words_date_as_read(&said, at(12, 11, 18, 30), false);
    assert_string_equal(said.data, "Friday 11 December 2026, 6:30 pm");
}

static void letters_of_a_language_are_its_own(void **state)
{
    (void)state;
    str_clear(&said);
    cldr_letters(&said, "pl");
    assert_non_null(strstr(said.data, "ł"));
    assert_non_null(strstr(said.data, "Ł"));
    str_clear(&said);
    cldr_letters(&said, "pa");
    assert_non_null(strstr(said.data, "ੳ"));
    str_clear(&said);
    cldr_letters(&said, "zh_Hans");
    assert_true(utf8_count(said.data) > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(english_is_said_as_the_school_says_it, forget),
        cmocka_unit_test_teardown(the_year_is_said_when_it_is_not_near, forget),
        cmocka_unit_test_teardown(each_language_has_its_own_dates, forget),
        cmocka_unit_test_teardown(every_language_says_every_form, forget),
        cmocka_unit_test_teardown(weeks_begin_where_the_language_begins_them, forget),
        cmocka_unit_test_teardown(numbers_have_the_digits_of_the_language, forget),
        cmocka_unit_test_teardown(lists_grow_by_one, forget),
        cmocka_unit_test_teardown(staff_read_english, forget),
        cmocka_unit_test_teardown(letters_of_a_language_are_its_own, forget),
    };
    return cmocka_run_group_tests_name("model/words", tests, NULL, NULL);
}
