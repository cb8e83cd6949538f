/* content/dates and content/filename: what staff write, and what is never guessed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "content/filename.h"

static wall_t today(void)
{
    return wall_from_civil((struct civil){2026, 11, 23, 8, 42, 0}); /* a Monday */
}

static void dates_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *iso;
        int from, until; /* minutes of the day, -1: none */
    } rows[] = {
        {"2026-12-11", "2026-12-11", -1, -1},
        {"11/12/2026", "2026-12-11", -1, -1},
        {"11.12.26", "2026-12-11", -1, -1},
        {"11 Dec", "2026-12-11", -1, -1},
        {"11th of December 2026", "2026-12-11", -1, -1},
        {"Friday 11 December", "2026-12-11", -1, -1},
        {"Fri, 11 Dec 2026, 6.30pm", "2026-12-11", 18 * 60 + 30, -1},
        {"December 11, 2026", "2026-12-11", -1, -1},
        {"2026-12-11T18:30", "2026-12-11", 18 * 60 + 30, -1},
        {"11 Dec 6:30-8pm", "2026-12-11", 18 * 60 + 30, 20 * 60},
        {"11 Dec 11-1pm", "2026-12-11", 11 * 60, 13 * 60},
        {"11 Dec 9 to 11 am", "2026-12-11", 9 * 60, 11 * 60},
        {"11 Dec at noon", "2026-12-11", 12 * 60, -1},
        {"6pm on 11 December", "2026-12-11", 18 * 60, -1},
        {"3 Jan", "2027-01-03", -1, -1},      /* the nearest: next year's */
        {"1 November", "2026-11-01", -1, -1}, /* three weeks ago */
        {"29 Feb", "2028-02-29", -1, -1},
        {"12am 1 Dec", "2026-12-01", 0, -1},
        {"Weds 2 Dec", "2026-12-02", -1, -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        wall_t date = WALL_NONE;
        int from = -1, until = -1;
        char iso[24];
        enum date_result result =
            dates_read(rows[i].text, DATE_DAY_FIRST, today(), &date, &from, &until);
        if (strncmp(rows[i].text, "29 Feb", 6) == 0) {
            assert_int_equal(result, DATE_NO_SUCH_DAY); /* none within a year: not guessed */
            continue;
        }
        if (result != DATE_OK) {
            print_error("%s\n", rows[i].text);
        }
        assert_int_equal(result, DATE_OK);
        assert_string_equal(wall_to_iso(date, false, iso), rows[i].iso);
        assert_int_equal(from, rows[i].from < 0 ? -1 : rows[i].from * 60);
        assert_int_equal(until, rows[i].until < 0 ? -1 : rows[i].until * 60);
    }
}

static void contradictions_are_said(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_result result;
    } rows[] = {
        {"Monday 11 December 2026", DATE_WRONG_WEEKDAY},
        {"31 November 2026", DATE_NO_SUCH_DAY},
        {"29/2/2026", DATE_NO_SUCH_DAY},
        {"12/25/2026", DATE_OTHER_ORDER},
        {"soon", DATE_NONE},
        {"", DATE_NONE},
        {"11 Dec 2026 and then some", DATE_NONE},
        {"45 December 2026", DATE_NO_SUCH_DAY},
        {"99999999999999999999", DATE_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        wall_t date = WALL_NONE;
        int from = -1, until = -1;
        assert_int_equal(dates_read(rows[i].text, DATE_DAY_FIRST, today(), &date, &from, &until),
                         rows[i].result);
    }
    wall_t date = WALL_NONE;
    int from = -1, until = -1;
    char iso[24];
    assert_int_equal(dates_read("12/11/2026", DATE_MONTH_FIRST, today(), &date, &from, &until),
                     DATE_OK);
    assert_string_equal(wall_to_iso(date, false, iso), "2026-12-11");
}

static void names_say_what_they_mean(void **state)
{
    (void)state;
    static const struct {
        const char *base, *title, *date, *until;
        int from;
        bool urgent;
    } rows[] = {
        {"Year 4 chess champions.jpg", "Year 4 chess champions", "", "", -1, false},
        {"IMG_4821.HEIC", "", "", "", -1, false},
        {"DSC01234.JPG", "", "", "", -1, false},
        {"PXL_20261120_101010.jpg", "", "", "", -1, false},
        {"Screenshot 2026-11-20 at 10.11.12.png", "", "", "", -1, false},
        {"WhatsApp Image 2026-11-20 at 10.11.12.jpeg", "", "", "", -1, false},
        {"image0.jpeg", "", "", "", -1, false},
        {"0042.png", "", "", "", -1, false},
        {"2026-11-20 Debate team until 18 Dec.jpg", "Debate team", "2026-11-20", "2026-12-18", -1,
         false},
        {"2026-12-11 6.30pm Winter fair.png", "Winter fair", "2026-12-11", "", 1110, false},
        {"URGENT School closes 1pm today.txt", "School closes 1pm today", "", "", -1, true},
        {"Urgently needed.txt", "Urgently needed", "", "", -1, false},
        {"Copy of Winter fair (1).png", "Winter fair", "", "", -1, false},
        {"Winter fair - Copy.png", "Winter fair", "", "", -1, false},
        {"Winter_fair_poster.png", "Winter fair poster", "", "", -1, false},
        {"photo of us.jpg.txt", "photo of us", "", "", -1, false},
        {"1,000 books read.png", "1,000 books read", "", "", -1, false},
        {"7 dwarfs.png", "7 dwarfs", "", "", -1, false},
        {"Open until late.txt", "Open until late", "", "", -1, false},
        {"\xF0\x9F\x8E\x89 Party.png", "\xF0\x9F\x8E\x89 Party", "", "", -1, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *stem = filename_stem(rows[i].base);
        struct filename name = filename_read(stem, DATE_DAY_FIRST, today());
        char iso[24];
        if (strcmp(name.title, rows[i].title) != 0) {
            print_error("%s\n", rows[i].base);
        }
        assert_string_equal(name.title, rows[i].title);
        assert_string_equal(wall_to_iso(name.date, false, iso), rows[i].date);
        assert_string_equal(wall_to_iso(name.until, false, iso), rows[i].until);
        assert_int_equal(name.from, rows[i].from < 0 ? -1 : rows[i].from * 60);
        assert_int_equal(name.urgent, rows[i].urgent);
        filename_free(&name);
        free(stem);
    }
}

static void long_names_are_borne(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'x', 250);
    memcpy(name + 246, ".jpg", 5);
    char *stem = filename_stem(name);
    struct filename read = filename_read(stem, DATE_DAY_FIRST, today());
    assert_int_equal(strlen(read.title), 246);
    filename_free(&read);
    free(stem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_as_people_write_them),
        cmocka_unit_test(contradictions_are_said),
        cmocka_unit_test(names_say_what_they_mean),
        cmocka_unit_test(long_names_are_borne),
    };
    return cmocka_run_group_tests_name("content/dates", tests, NULL, NULL);
}
