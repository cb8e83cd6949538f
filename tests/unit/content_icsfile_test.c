/* content/icsfile: every calendar of tests/calendars gives what is written beside it (worked out by other
 * libraries, see tests/tools/calendars-expected.py), and calendars of the largest size that is read take
 * a bounded time. One test for each calendar, named by its file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "content/icsfile.h"
#include "content/icstext.h"

#define FOLDER "tests/calendars"
/* What import reads at most (jobs/reading.c). */
#define LARGEST ((size_t)8 << 20)
/* Far more than it takes (some tenths of a second), far less than working without a bound. */
#define SECONDS_MOST 60

static void school_in(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static struct reader_context context_at(const char *now)
{
    struct reader_context c = {.date_order = DATE_DAY_FIRST, .year_ends = "", .clock_sure = true};
    assert_true(wall_from_iso(now, &c.now, NULL));
    return c;
}

struct result {
    struct item_list items;
    struct problem_list problems;
    bool read;
};

static struct result read_calendar(const char *bytes, size_t length, const char *now)
{
    struct result r = {0};
    struct reader_context c = context_at(now);
    char *text = icstext_decode(bytes, length);
    r.read = icsfile_read(text, "Events/c.ics", ITEM_EVENT, &c, &r.items, &r.problems);
    free(text);
    return r;
}

static struct result read_text(const char *text)
{
    school_in("Europe/London");
    return read_calendar(text, strlen(text), "2026-11-23T08:42");
}

static void result_free(struct result *r)
{
    item_list_free(&r->items);
    problem_list_free(&r->problems);
}

/* ---- the calendars ---- */

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines in order, comments left out. Takes `text` over. */
static char *sorted(char *text)
{
    char **lines = NULL, *rest = text;
    size_t count = 0, capacity = 0;
    struct str out = {0};
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        if (line[0] != '\0' && line[0] != '#') {
            lines = xgrow(lines, count, &capacity, sizeof *lines);
            lines[count++] = line;
        }
    }
    if (count > 1) {
        qsort(lines, count, sizeof *lines, compare_lines);
    }
    for (size_t i = 0; i < count; i++) {
        str_printf(&out, "%s\n", lines[i]);
    }
    free(lines);
    free(text);
    return str_take(&out);
}

/* As the .expected files have it. */
static char *written(const struct result *r)
{
    struct str out = {0};
    for (size_t i = 0; i < r->items.count; i++) {
        const struct item *item = &r->items.items[i];
        char starts[24], ends[24];
        wall_to_iso(item->starts, !item->all_day, starts);
        wall_to_iso(item->ends, !item->all_day, ends);
        str_printf(&out, "%s %s %s\n", starts, ends[0] != '\0' ? ends : "-", item->title);
    }
    for (size_t i = 0; i < r->problems.count; i++) {
        const struct problem *p = &r->problems.problems[i];
        str_printf(&out, "! %s: %s\n", problem_weight_word(p->weight), p->reason);
    }
    return sorted(str_take(&out));
}

/* The rest of the line "# word: …". Caller frees. */
static char *head_word(const char *text, const char *word)
{
    char *start = xasprintf("# %s: ", word);
    const char *at = strstr(text, start);
    assert_non_null(at);
    at += strlen(start);
    free(start);
    return xstrndup(at, strcspn(at, "\n"));
}

static char *read_whole(const char *path, size_t *length)
{
    char *data = NULL;
    size_t n = 0;
    if (!path_read(path, LARGEST, &data, &n)) {
        fail_msg("%s cannot be read", path);
    }
    if (length != NULL) {
        *length = n;
    }
    return data;
}

static void in_order(const struct result *r)
{
    for (size_t i = 1; i < r->items.count; i++) {
        assert_true(r->items.items[i - 1].starts <= r->items.items[i].starts);
    }
}

static void as_expected(void **state)
{
    const char *name = *state;
    char *ics_path = xasprintf(FOLDER "/%s.ics", name);
    char *expected_path = xasprintf(FOLDER "/%s.expected", name);
    size_t length = 0;
    char *ics = read_whole(ics_path, &length);
    char *expected = read_whole(expected_path, NULL);
    char *zone = head_word(expected, "zone"), *now = head_word(expected, "now");
    school_in(zone);
    struct result r = read_calendar(ics, length, now);
    in_order(&r);
    char *found = written(&r);
    expected = sorted(expected);
    assert_string_equal(found, expected);
    result_free(&r);
    free(found);
    free(expected);
    free(zone);
    free(now);
    free(ics);
    free(ics_path);
    free(expected_path);
}

/* ---- large ones ---- */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* As many copies of a pattern (with a number in it) as the largest file holds, `most` at most. Caller frees. */
static char *filled(const char *before, const char *pattern, const char *after, size_t most)
{
    struct str out = {0};
    str_puts(&out, before);
    for (size_t i = 0; i < most && out.length + 400 < LARGEST; i++) {
        for (const char *at = pattern; *at != '\0'; at++) {
            if (*at == '#') {
                str_printf(&out, "%zu", i);
            } else if (*at == '@') { /* a date of its own: days from 2000 on */
                char iso[24];
                wall_to_iso(wall_from_civil((struct civil){2000, 1, 1 + (int)i, 0, 0, 0}), false,
                            iso);
                str_printf(&out, "%.4s%.2s%.2s", iso, iso + 5, iso + 8);
            } else {
                str_putc(&out, *at);
            }
        }
    }
    str_puts(&out, after);
    return str_take(&out);
}

static bool says(const struct result *r, enum problem_weight weight, const char *words)
{
    for (size_t i = 0; i < r->problems.count; i++) {
        if (r->problems.problems[i].weight == weight &&
            strstr(r->problems.problems[i].reason, words) != NULL) {
            return true;
        }
    }
    return false;
}

/* Reads it in time. Takes `text` over. */
static struct result in_time(char *text)
{
    double began = seconds();
    struct result r = read_text(text);
    double took = seconds() - began;
    print_message("# %zu bytes in %.2f s, %zu dates\n", strlen(text), took, r.items.count);
    assert_true(took < SECONDS_MOST);
    free(text);
    return r;
}

#define BEGIN_CALENDAR "BEGIN:VCALENDAR\n"
#define END_CALENDAR "END:VCALENDAR\n"
#define BEGIN_EVENT "BEGIN:VEVENT\nSUMMARY:Club\n"
#define END_EVENT "END:VEVENT\n"

static void twenty_thousand_events(void **state)
{
    (void)state;
    struct result r =
        in_time(filled(BEGIN_CALENDAR,
                       BEGIN_EVENT "UID:#\nDTSTART;TZID=America/New_York:20200106T090000\n"
                                   "DURATION:PT1H\nRRULE:FREQ=WEEKLY\n" END_EVENT,
                       END_CALENDAR, 20000));
    assert_int_equal(r.items.count, ICS_MAX_DATES);
    assert_true(says(&r, PROBLEM_CHECK, "more than 600 dates"));
    in_order(&r);
    result_free(&r);
}

static void a_hundred_thousand_exceptions(void **state)
{
    (void)state;
    struct result r = in_time(
        filled(BEGIN_CALENDAR BEGIN_EVENT "UID:x\nDTSTART;TZID=Europe/Berlin:20000101T090000\n"
                                          "RRULE:FREQ=DAILY\n",
               "EXDATE;TZID=Europe/Berlin:@T090000\n",
               "EXDATE;TZID=America/New_York:20000101T030000\n" END_EVENT END_CALENDAR, 100000));
    assert_int_equal(r.items.count, 0);
    assert_int_equal(r.problems.count, 0);
    result_free(&r);
}

static void exceptions_in_one_endless_line(void **state)
{
    (void)state;
    struct result r = in_time(filled(
        BEGIN_CALENDAR BEGIN_EVENT "UID:x\nDTSTART:20000101T090000\nRRULE:FREQ=DAILY\nEXDATE:",
        "@T090000,", "20000101T090000\n" END_EVENT END_CALENDAR, 100000));
    assert_int_equal(r.items.count, 0);
    result_free(&r);
}

static void twenty_thousand_overrides(void **state)
{
    (void)state;
    struct result r = in_time(
        filled(BEGIN_CALENDAR BEGIN_EVENT
               "UID:x\nDTSTART;TZID=Europe/Berlin:20000101T090000\nRRULE:FREQ=DAILY\n" END_EVENT,
               BEGIN_EVENT "UID:x\nRECURRENCE-ID;TZID=Europe/Berlin:@T090000\n"
                           "DTSTART;TZID=Europe/Berlin:@T110000\n" END_EVENT,
               END_CALENDAR, 20000));
    assert_int_equal(r.items.count, 91);
    for (size_t i = 0; i < r.items.count; i++) {
        assert_int_equal(r.items.items[i].starts % WALL_DAY, 10 * 3600);
    }
    result_free(&r);
}

static void twenty_thousand_ranges(void **state)
{
    (void)state;
    struct result r = in_time(filled(
        BEGIN_CALENDAR BEGIN_EVENT "UID:x\nDTSTART:20000101T090000\nRRULE:FREQ=DAILY\n" END_EVENT,
        BEGIN_EVENT
        "UID:x\nRECURRENCE-ID;RANGE=THISANDFUTURE:@T090000\nDTSTART:@T110000\n" END_EVENT,
        END_CALENDAR, 20000));
    assert_true(r.read);
    result_free(&r);
}

static void one_uid_for_all(void **state)
{
    (void)state;
    struct result r = in_time(
        filled(BEGIN_CALENDAR, BEGIN_EVENT "UID:x\nSEQUENCE:#\nDTSTART:20261202T090000\n" END_EVENT,
               END_CALENDAR, 50000));
    assert_int_equal(r.items.count, 1);
    result_free(&r);
    r = in_time(filled("",
                       BEGIN_CALENDAR BEGIN_EVENT
                       "UID:x\nDTSTART:20261202T090000\n" END_EVENT BEGIN_EVENT
                       "UID:x\nRECURRENCE-ID:20261202T090000\n"
                       "DTSTART:20261203T090000\n" END_EVENT END_CALENDAR,
                       "", 50000));
    assert_true(r.items.count <= 1);
    result_free(&r);
}

/* Rules that ask for more work than any school's calendar: cut off, and said. */
static void too_much_work_is_cut_off(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "RRULE:FREQ=DAILY;COUNT=30000\n",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9\n",
        "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12;BYMINUTE=1,2,3,4,5,6,7,8,9,10;"
        "BYSECOND=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18\n",
        "RRULE:RSCALE=CHINESE;FREQ=DAILY\n",
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        char *pattern =
            xasprintf(BEGIN_EVENT "UID:#\nDTSTART:17500101T090000\n%s" END_EVENT, rules[i]);
        struct result r = in_time(filled(BEGIN_CALENDAR, pattern, END_CALENDAR, 20000));
        assert_true(says(&r, PROBLEM_CHECK, "too large to be worked out in full"));
        assert_true(r.items.count <= ICS_MAX_DATES);
        result_free(&r);
        free(pattern);
    }
}

static void traps_for_the_parser(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "BEGIN:VEVENT\n",
        "BEGIN:X-DEEP\n",
        "BEGIN:VCALENDAR\n",
        "BEGIN:VTIMEZONE\nTZID:#\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\n"
        "TZOFFSETTO:+0100\nRRULE:FREQ=YEARLY\nEND:STANDARD\nEND:VTIMEZONE\n" BEGIN_EVENT
        "UID:#\nDTSTART;TZID=#:20261202T090000\n" END_EVENT,
        BEGIN_EVENT "UID:#\nDTSTART;TZID=Zone #:20261202T090000\n" END_EVENT,
        "BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\n"
        "TZOFFSETTO:+0100\nRDATE:@T000000\nEND:STANDARD\nEND:VTIMEZONE\n",
        ":::::\n;;;;\n=\n",
        "<",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct result r = in_time(filled(BEGIN_CALENDAR, patterns[i], END_CALENDAR, SIZE_MAX));
        assert_true(r.read);
        result_free(&r);
    }
    struct result r =
        in_time(filled(BEGIN_CALENDAR BEGIN_EVENT "DTSTART:20261202T090000\nRRULE:FREQ=DAILY\n"
                                                  "DESCRIPTION:",
                       "<&<a href=#", "\n" END_EVENT END_CALENDAR, SIZE_MAX));
    assert_int_equal(r.items.count, 82);
    assert_true(utf8_count(r.items.items[0].text) <= 4000);
    result_free(&r);
}

/* The nearest 600 are kept, in whatever order the file has them. */
static void the_nearest_are_kept(void **state)
{
    (void)state;
    struct str text = {0};
    str_puts(&text, BEGIN_CALENDAR);
    for (int i = 1999; i >= 0; i--) {
        char iso[24];
        wall_to_iso(wall_from_civil((struct civil){2026, 11, 24, 0, 60 * i, 0}), true, iso);
        str_printf(&text, BEGIN_EVENT "UID:%d\nDTSTART:%.4s%.2s%.2sT%.2s0000\n" END_EVENT, i, iso,
                   iso + 5, iso + 8, iso + 11);
    }
    str_puts(&text, END_CALENDAR);
    struct result r = read_text(text.data);
    assert_int_equal(r.items.count, 600);
    for (size_t i = 0; i < 600; i++) {
        assert_int_equal(r.items.items[i].starts,
                         wall_from_civil((struct civil){2026, 11, 24, (int)i, 0, 0}));
    }
    assert_true(says(&r, PROBLEM_CHECK, "only the nearest 600"));
    assert_non_null(strstr(r.problems.problems[0].advice, "Export only"));
    result_free(&r);
    str_free(&text);
}

/* ---- words ---- */

static void descriptions_become_plain_text(void **state)
{
    (void)state;
    static const struct {
        const char *written, *plain, *link;
    } rows[] = {
        {"Bring a coat.", "Bring a coat.", NULL},
        {"First<br>second<br/>third<BR />", "First\nsecond\nthird", NULL},
        {"<p>One &amp; two</p><p>Three</p>", "One & two\nThree", NULL},
        {"See <a href=\"https://x.example/a?b=1\" target=\"_blank\">our page</a>.", "See our page.",
         "https://x.example/a?b=1"},
        {"<A HREF='http://x.example'>x</A>", "x", "http://x.example"},
        {"<a href=\"javascript:alert(1)\">x</a>", "x", NULL},
        {"<ul><li>Cake</li><li>Tea</li></ul>Done", "• Cake\n• Tea\nDone", NULL},
        {"3 < 5 and 7 > 2, <3 us", "3 < 5 and 7 > 2, <3 us", NULL},
        {"mail <office@example.org>", "mail <office@example.org>", NULL},
        {"a&nbsp;b&#39;s &#x2013; caf&#233; &bogus; & so", "a b's – café &bogus; & so", NULL},
        {"one\\ntwo\\n\\n\\n\\nthree", "one\ntwo\n\nthree", NULL},
        {"<html><head><style>p { color: red }</style></head><body>Hi <b>all</b></body></html>",
         "Hi all", NULL},
        {"<script>alert('<b>')</script>x", "x", NULL},
        {"<!-- hidden -->shown", "shown", NULL},
        {"<b", "<b", NULL},
        {"", "", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *link = NULL;
        char *plain = icstext_plain(rows[i].written, 100, &link);
        assert_string_equal(plain, rows[i].plain);
        assert_true(str_same(link, rows[i].link));
        free(plain);
        free(link);
    }
    char *cut = icstext_plain("Zoë Zoë Zoë", 5, NULL);
    assert_string_equal(cut, "Zoë …");
    free(cut);
}

static void words_of_an_event(void **state)
{
    (void)state;
    struct result r = read_text(
        BEGIN_CALENDAR
        "BEGIN:VEVENT\nUID:u@x\nSUMMARY:Fair\\, with\\ncake\nDTSTART:20261202T090000\n"
        "DESCRIPTION:Bring<br>a coat\\nand <a href=\"https://x.example\">look</a>\n"
        "X-ALT-DESC;FMTTYPE=text/html:<html>no</html>\nLOCATION:The hall\n" END_EVENT END_CALENDAR);
    assert_int_equal(r.items.count, 1);
    const struct item *item = &r.items.items[0];
    assert_string_equal(item->key, "u@x@2026-12-02T09:00");
    assert_string_equal(item->title, "Fair, with cake");
    assert_string_equal(item->text, "Bring\na coat\nand look");
    assert_string_equal(item->where, "The hall");
    assert_string_equal(item->link, "https://x.example");
    result_free(&r);
}

static void refusals_are_few_and_say_what_to_do(void **state)
{
    (void)state;
    char *text = filled(BEGIN_CALENDAR,
                        BEGIN_EVENT "UID:#\nDTSTART:20261202T090000\nRRULE:FREQ=HOURLY\n" END_EVENT,
                        END_CALENDAR, 50);
    struct result r = read_text(text);
    assert_int_equal(r.items.count, 0);
    assert_int_equal(r.problems.count, 4);
    assert_true(says(&r, PROBLEM_NOT_SHOWN, "\"Club\" repeats more often than once a day."));
    assert_true(says(&r, PROBLEM_NOT_SHOWN, "47 more of its events repeat more often than"));
    for (size_t i = 0; i < r.problems.count; i++) {
        assert_string_equal(r.problems.problems[i].source, "Events/c.ics");
        assert_false(str_blank(r.problems.problems[i].advice));
    }
    result_free(&r);
    free(text);
}

/* Found by fuzzing: a change in the year 1013 to all that follows carries a weekly date seven hundred
 * years beyond today, and libical worked its zone out anew for each of those years. */
static void a_change_from_centuries_ago(void **state)
{
    (void)state;
    struct result r = in_time(xstrdup(
        BEGIN_CALENDAR BEGIN_EVENT
        "UID:club\nDTSTART;TZID=Europe/London:10130602T090000\nRRULE:FREQ=WEEKLY\n" END_EVENT
            BEGIN_EVENT "UID:club\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:"
        "10130609T090000\nDTSTART;TZID=Europe/London:20261202T090000\n" END_EVENT END_CALENDAR));
    assert_true(r.read);
    result_free(&r);
}

/* ---- all of them ---- */

static const struct CMUnitTest own_tests[] = {
    cmocka_unit_test(twenty_thousand_events),
    cmocka_unit_test(a_hundred_thousand_exceptions),
    cmocka_unit_test(exceptions_in_one_endless_line),
    cmocka_unit_test(twenty_thousand_overrides),
    cmocka_unit_test(twenty_thousand_ranges),
    cmocka_unit_test(one_uid_for_all),
    cmocka_unit_test(too_much_work_is_cut_off),
    cmocka_unit_test(traps_for_the_parser),
    cmocka_unit_test(a_change_from_centuries_ago),
    cmocka_unit_test(the_nearest_are_kept),
    cmocka_unit_test(descriptions_become_plain_text),
    cmocka_unit_test(words_of_an_event),
    cmocka_unit_test(refusals_are_few_and_say_what_to_do),
};

#define OWN_TESTS (sizeof own_tests / sizeof *own_tests)
#define FIXTURES_MOST 1000

static struct CMUnitTest tests[OWN_TESTS + FIXTURES_MOST];

static int is_calendar(const struct dirent *entry)
{
    return str_same(path_extension(entry->d_name), "ics");
}

int main(void)
{
    struct dirent **files = NULL;
    int count = scandir(FOLDER, &files, is_calendar, alphasort);
    if (count <= 0 || count > FIXTURES_MOST) {
        fprintf(stderr, "no calendars, or too many, in " FOLDER ": run from the tree's root\n");
        return 1;
    }
    memcpy(tests, own_tests, sizeof own_tests);
    for (int i = 0; i < count; i++) {
        char *name = xstrndup(files[i]->d_name, strlen(files[i]->d_name) - strlen(".ics"));
        tests[OWN_TESTS + (size_t)i] =
            (struct CMUnitTest){.name = name, .test_func = as_expected, .initial_state = name};
        free(files[i]);
    }
    free(files);
    int failed =
        _cmocka_run_group_tests("content/icsfile", tests, OWN_TESTS + (size_t)count, NULL, NULL);
    for (int i = 0; i < count; i++) {
        free(tests[OWN_TESTS + (size_t)i].initial_state);
    }
    return failed;
}
