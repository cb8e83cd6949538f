/* content/reader with text, notes, tables and calendars: files of a drop into items and problems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "content/folders.h"
#include "content/reader.h"
#include "content/text.h"

static struct reader_context context(void)
{
    return (struct reader_context){.now = wall_from_civil((struct civil){2026, 11, 23, 8, 42, 0}),
                                   .date_order = DATE_DAY_FIRST,
                                   .year_ends = "",
                                   .clock_sure = true};
}

/* Reads one file of text as a drop. */
static struct drop read_text(const char *path, enum item_kind kind, enum file_type type,
                             const char *text)
{
    struct drop drop = {.first_seen = WALL_NONE};
    struct drop_file file = {.path = path, .type = type, .bytes = text, .length = strlen(text)};
    struct reader_context c = context();
    reader_read(&drop, kind, &file, 1, &c);
    return drop;
}

static void expect_iso(wall_t t, const char *iso)
{
    char text[24];
    assert_string_equal(wall_to_iso(t, true, text), iso);
}

static void encodings(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *text;
    } rows[] = {
        {"\xEF\xBB\xBFZo\xC3\xAB", 7, "Zoë"},
        {"Zo\xEB caf\xE9", 8, "Zoë café"},
        {"\xFF\xFEZ\0o\0\xEB\0", 8, "Zoë"},
        {"\xFE\xFF\0Z\0o\0\xEB", 8, "Zoë"},
        {"F\0a\0i\0r\0 \0n\0o\0w\0", 16, "Fair now"},
        {"Zoe\xCC\x88", 5, "Zoë"},
        {"a\r\nb\rc", 6, "a\nb\nc"},
        {"a\0b", 3, "ab"},
        {"\x93quoted\x94 \x96 20\x80", 14, "“quoted” – 20€"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *text = text_decode(rows[i].bytes, rows[i].length);
        assert_string_equal(text, rows[i].text);
        free(text);
    }
}

static void keys_of_drops(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Events/Fair.png", "event/fair"},
        {"events/FAIR.txt", "event/fair"},
        {"What's on/Fair.png.txt", "event/fair"},
        {"Achievements/Sports day/IMG_1.jpg", "achievement/sports day"},
        {"Events/Autumn.csv", "event/autumn.csv"},
        {"Awards/Copy of Chess (2).jpg", "achievement/copy of chess (2)"},
        {"Newsletters/Letter (1).pdf", "newsletter/letter (1)"},
        {"Zoe\xCC\x88/x.jpg", NULL},
        {"notes.txt", NULL},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char *key = folders_drop_key(pairs[i][0]);
        if (pairs[i][1] == NULL) {
            assert_null(key);
        } else {
            assert_string_equal(key, pairs[i][1]);
        }
        free(key);
    }
}

static void a_role_from_a_text_file(void **state)
{
    (void)state;
    struct drop drop = read_text("Volunteering/Library.txt", ITEM_VOLUNTEERING, FILE_TEXT,
                                 "Library helpers\nWhen: Tuesdays 2-3pm\nTakes: one hour a week\n"
                                 "Needs: a check\nHelpers: 3\nHelp children choose books.\n"
                                 "Note: this is text\nTitle.es: Ayudantes\nText.es: Ayude\n");
    assert_false(drop.failed);
    const struct item *item = &drop.items.items[0];
    assert_string_equal(item->title, "Library helpers");
    assert_string_equal(item->when, "Tuesdays 2-3pm");
    assert_string_equal(item->takes, "one hour a week");
    assert_int_equal(item->helpers, 3);
    assert_string_equal(item->text, "Help children choose books.\nNote: this is text");
    assert_string_equal(item_title(item, "es"), "Ayudantes");
    assert_string_equal(item_text(item, "es"), "Ayude");
    assert_int_equal(item->show_until, WALL_NONE);
    assert_int_equal(item->starts, WALL_NONE);
    drop_free(&drop);
}

static void life_times(void **state)
{
    (void)state;
    struct drop drop = read_text("Achievements/Won.txt", ITEM_ACHIEVEMENT, FILE_TEXT, "Won");
    expect_iso(drop.items.items[0].show_until, "2027-01-04T08:42");
    drop_free(&drop);
    drop = read_text("Notices/URGENT Closed.txt", ITEM_NOTICE, FILE_TEXT, "");
    assert_true(drop.items.items[0].urgent);
    assert_string_equal(drop.items.items[0].title, "Closed");
    expect_iso(drop.items.items[0].show_until, "2026-11-23T20:42");
    drop_free(&drop);
    drop = read_text("Notices/URGENT Long.txt", ITEM_NOTICE, FILE_TEXT, "Show until: 30 Dec 2026");
    expect_iso(drop.items.items[0].show_until, "2026-11-30T08:42"); /* seven days at most */
    drop_free(&drop);
    drop = read_text("Events/2026-12-11 6.30pm Fair.txt", ITEM_EVENT, FILE_TEXT, "Until: 8 pm");
    expect_iso(drop.items.items[0].starts, "2026-12-11T18:30");
    expect_iso(drop.items.items[0].show_until, "2026-12-11T20:00");
    drop_free(&drop);
    drop = read_text("Events/Some day.txt", ITEM_EVENT, FILE_TEXT, "Some day");
    assert_int_equal(drop.problems.count, 1); /* no date: said */
    drop_free(&drop);
}

static void refused_kinds_say_the_way_out(void **state)
{
    (void)state;
    struct drop drop = {.first_seen = WALL_NONE};
    struct drop_file file = {.path = "Newsletters/Spring.pub", .type = FILE_PUBLISHER};
    struct reader_context c = context();
    reader_read(&drop, ITEM_NEWSLETTER, &file, 1, &c);
    assert_true(drop.failed);
    assert_non_null(strstr(drop.problems.problems[0].advice, "PDF"));
    drop_free(&drop);
}

static void tables(void **state)
{
    (void)state;
    struct drop drop = read_text(
        "Events/Autumn.csv", ITEM_EVENT, FILE_CSV,
        "sep=;\nDate;Time;Event;Where\n11/12/2026;6.30pm-8pm;\"Winter\nfair\";Hall\n"
        "31/11/2026;;Nothing;\n;;;\n4/12/2026;;Maths evening;Library\n5/12/2026;;;Nowhere\n");
    assert_false(drop.failed);
    assert_int_equal(drop.items.count, 2);
    assert_string_equal(drop.items.items[0].title, "Winter fair");
    expect_iso(drop.items.items[0].starts, "2026-12-11T18:30");
    expect_iso(drop.items.items[0].ends, "2026-12-11T20:00");
    assert_true(drop.items.items[1].all_day);
    assert_int_equal(drop.problems.count, 2);
    assert_string_equal(drop.problems.problems[0].source, "Events/Autumn.csv, line 5");
    drop_free(&drop);
    drop = read_text("Events/Quote.csv", ITEM_EVENT, FILE_CSV,
                     "Date,Event\n1 Dec 2026,\"Open\n2 Dec 2026,Next\n");
    assert_true(drop.failed);
    assert_int_equal(drop.items.count, 0);
    assert_string_equal(drop.problems.problems[0].source, "Events/Quote.csv, line 2");
    drop_free(&drop);
    drop = read_text("Events/Bare.csv", ITEM_EVENT, FILE_CSV, "one,two\n1,2\n");
    assert_true(drop.failed);
    drop_free(&drop);
}

#define EVENT(body) "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Club\r\n" body "END:VEVENT\r\n"
#define CALENDAR(body) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" body "END:VCALENDAR\r\n"

/* Occurrences of a calendar, in order, as "2026-12-02T09:00 …". */
static char *occurrences(const char *ics)
{
    struct drop drop = read_text("Events/c.ics", ITEM_EVENT, FILE_ICS, ics);
    struct str out = {0};
    for (wall_t last = INT64_MIN;;) {
        const struct item *next = NULL;
        for (size_t i = 0; i < drop.items.count; i++) {
            const struct item *item = &drop.items.items[i];
            if (item->starts > last && (next == NULL || item->starts < next->starts)) {
                next = item;
            }
        }
        if (next == NULL) {
            break;
        }
        char iso[24];
        last = next->starts;
        str_printf(&out, "%s ", wall_to_iso(next->starts, !next->all_day, iso));
        if (next->all_day) {
            str_printf(&out, "(%lld) ", (long long)((next->ends - next->starts) / WALL_DAY));
        }
    }
    drop_free(&drop);
    return str_take(&out);
}

static void calendars(void **state)
{
    (void)state;
    setenv("TZ", "Europe/London", 1);
    tzset();
    static const char *const rows[][2] = {
        {CALENDAR(EVENT("DTSTART:20261202T090000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
                        "EXDATE:20261209T090000\r\nRDATE:20261220T100000\r\n")),
         "2026-12-02T09:00 2026-12-16T09:00 2026-12-20T10:00 "},
        {CALENDAR(EVENT("URL:http://x.example\r\nDTSTART:20261202T090000\r\n"
                        "RRULE:FREQ=WEEKLY;COUNT=2\r\n")
                      EVENT("RECURRENCE-ID:20261209T090000\r\nDTSTART:20261210T110000\r\n")),
         "2026-12-02T09:00 2026-12-10T11:00 "},
        {CALENDAR(EVENT("DTSTART:20261202T090000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
                      EVENT("RECURRENCE-ID:20261209T090000\r\nDTSTART:20261209T090000\r\n"
                            "STATUS:CANCELLED\r\n")),
         "2026-12-02T09:00 "},
        {CALENDAR(EVENT("DTSTART;VALUE=DATE:20261217\r\nDTEND;VALUE=DATE:20261219\r\n")),
         "2026-12-17 (2) "},
        {CALENDAR(EVENT("DTSTART;VALUE=DATE:20261217\r\n")), "2026-12-17 (1) "},
        {CALENDAR(EVENT("DTSTART:20261202T090000Z\r\n")), "2026-12-02T09:00 "},
        {CALENDAR(EVENT("DTSTART;TZID=America/New_York:20261202T090000\r\n")), "2026-12-02T14:00 "},
        {CALENDAR(EVENT("DTSTART;TZID=Eastern Standard Time:20261202T090000\r\n")),
         "2026-12-02T14:00 "},
        {CALENDAR("X-WR-TIMEZONE:America/New_York\r\n" EVENT("DTSTART:20261202T090000\r\n")),
         "2026-12-02T14:00 "},
        {CALENDAR(EVENT("DTSTART:20261202T090000\r\nSTATUS:CANCELLED\r\n")), ""},
        {CALENDAR(EVENT("DTSTART:19000101T000000\r\nRRULE:FREQ=SECONDLY\r\n")), ""},
        {CALENDAR(EVENT("DTSTART:20260101T090000\r\n")), ""}, /* over */
        {CALENDAR(EVENT("DTSTART:20261202T090000\r\n"))
             CALENDAR("BEGIN:VEVENT\r\nUID:y\r\nDTSTART:20261203T090000\r\nEND:VEVENT\r\n"),
         "2026-12-02T09:00 2026-12-03T09:00 "},
        {"hello", ""},
        {CALENDAR(""), ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *found = occurrences(rows[i][0]);
        assert_string_equal(found, rows[i][1]);
        free(found);
    }
}

/* Nine in the morning in New York stays two in the afternoon here, but for the week in which only one of
 * the two has changed its clocks. */
static void clocks_change_on_both_sides(void **state)
{
    (void)state;
    setenv("TZ", "Europe/London", 1);
    tzset();
    struct drop drop = {.first_seen = WALL_NONE};
    const char *ics = CALENDAR(EVENT("DTSTART;TZID=America/New_York:20260304T090000\r\n"
                                     "RRULE:FREQ=WEEKLY;COUNT=6\r\n"));
    struct drop_file file = {
        .path = "Events/c.ics", .type = FILE_ICS, .bytes = ics, .length = strlen(ics)};
    struct reader_context c = context();
    c.now = wall_from_civil((struct civil){2026, 3, 1, 0, 0, 0});
    reader_read(&drop, ITEM_EVENT, &file, 1, &c);
    static const char *const expected[] = {"2026-03-04T14:00", "2026-03-11T13:00",
                                           "2026-03-18T13:00", "2026-03-25T13:00",
                                           "2026-04-01T14:00", "2026-04-08T14:00"};
    assert_int_equal(drop.items.count, 6);
    for (size_t i = 0; i < 6; i++) {
        expect_iso(drop.items.items[i].starts, expected[i]);
    }
    drop_free(&drop);
}

/* Found by fuzzing: a zone's name longer than any was read behind its end; and a row may not end
 * before it begins. */
static void found_by_fuzzing(void **state)
{
    (void)state;
    char zone[400];
    memset(zone, 'x', sizeof zone - 1);
    zone[sizeof zone - 1] = '\0';
    char *ics = xasprintf("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=%s:"
                          "20261124T180000\r\nSUMMARY:Choir\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                          zone);
    struct drop calendar = read_text("Events/c.ics", ITEM_EVENT, FILE_ICS, ics);
    assert_int_equal(calendar.items.count, 1);
    expect_iso(calendar.items.items[0].starts, "2026-11-24T18:00");
    drop_free(&calendar);
    free(ics);
    struct drop escapes =
        read_text("Events/c.ics", ITEM_EVENT, FILE_ICS,
                  "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261124T180000\r\n"
                  "SUMMARY:Choir\\b and band\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    assert_int_equal(escapes.items.count, 1);
    assert_string_equal(escapes.items.items[0].title, "Choir and band");
    drop_free(&escapes);
    struct drop table = read_text("Events/c.csv", ITEM_EVENT, FILE_CSV,
                                  "Date;End;Event\n11.12.2026;1.12.2026;Fair\n"
                                  "11.12.2026;12.12.2026;Market\n");
    assert_int_equal(table.items.count, 1);
    assert_int_equal(table.problems.count, 1);
    assert_string_equal(table.problems.problems[0].source, "Events/c.csv, line 2");
    drop_free(&table);
}

static const struct problem *only_problem(const struct drop *drop)
{
    assert_int_equal(drop->problems.count, 1);
    return &drop->problems.problems[0];
}

static void a_column_in_the_other_order_is_refused(void **state)
{
    (void)state;
    struct drop drop = read_text("Events/a.csv", ITEM_EVENT, FILE_CSV,
                                 "Date,Event\n3/4/2027,Either\n12/25/2026,Other order\n"
                                 "5/5/2027,The same\nSat 6/3/2027,By its weekday\n"
                                 "4 May 2027,In words\n");
    assert_int_equal(drop.items.count, 3);
    assert_string_equal(drop.items.items[0].title, "The same");
    assert_string_equal(drop.items.items[1].title, "By its weekday");
    assert_string_equal(drop.items.items[2].title, "In words");
    assert_int_equal(drop.problems.count, 2);
    assert_string_equal(drop.problems.problems[0].source, "Events/a.csv, line 3");
    assert_string_equal(drop.problems.problems[1].source, "Events/a.csv, line 2");
    drop_free(&drop);
    drop = read_text("Events/a.csv", ITEM_EVENT, FILE_CSV, "Date,Event\n3/4/2027,April\n");
    expect_iso(drop.items.items[0].starts, "2027-04-03T00:00");
    assert_int_equal(drop.problems.count, 0);
    drop_free(&drop);
}

static struct drop_file text_file(const char *path, const char *text)
{
    return (struct drop_file){
        .path = path, .type = FILE_TEXT, .bytes = text, .length = strlen(text)};
}

static void a_folder_has_one_text(void **state)
{
    (void)state;
    struct drop drop = {.first_seen = WALL_NONE};
    struct drop_file files[] = {text_file("Achievements/Sports day/IMG_1.txt", "A caption"),
                                text_file("Achievements/Sports day/Sports Day.txt", "We ran")};
    struct reader_context c = context();
    reader_read(&drop, ITEM_ACHIEVEMENT, files, 2, &c);
    assert_string_equal(drop.items.items[0].title, "We ran");
    assert_string_equal(only_problem(&drop)->source, "Achievements/Sports day/IMG_1.txt");
    drop_free(&drop);
}

static void a_folder_may_hold_several_tables(void **state)
{
    (void)state;
    struct drop drop = {.first_seen = WALL_NONE};
    struct drop_file files[] = {
        text_file("Events/Term/a.csv", "Date,Event\n2026-12-01,One\n"),
        text_file("Events/Term/b.csv", "Date,Event\n2026-12-02,\"never closed\n"),
        text_file("Events/Term/c.csv", "Date,Event\n2026-12-03,Three\n"),
        text_file("Events/Term/d.txt", "Four"),
    };
    files[0].type = files[1].type = files[2].type = FILE_CSV;
    struct reader_context c = context();
    reader_read(&drop, ITEM_EVENT, files, 4, &c);
    assert_false(drop.failed);
    assert_int_equal(drop.items.count, 2);
    assert_string_equal(drop.items.items[1].title, "Three");
    assert_int_equal(drop.problems.count, 2);
    assert_string_equal(drop.problems.problems[0].source, "Events/Term/b.csv, line 2");
    assert_string_equal(drop.problems.problems[1].source, "Events/Term/d.txt");
    drop_free(&drop);
}

static void urgent_ends_within_a_week(void **state)
{
    (void)state;
    struct drop drop =
        read_text("Notices/URGENT No school until 20 December.txt", ITEM_NOTICE, FILE_TEXT, "");
    assert_true(drop.items.items[0].urgent);
    expect_iso(drop.items.items[0].show_until, "2026-11-30T08:42");
    assert_int_equal(drop.problems.count, 1);
    drop_free(&drop);
    drop = read_text("Notices/URGENT No school.txt", ITEM_NOTICE, FILE_TEXT, "");
    expect_iso(drop.items.items[0].show_until, "2026-11-23T20:42");
    drop_free(&drop);
    drop = read_text("Notices/URGENT No school.txt", ITEM_NOTICE, FILE_TEXT,
                     "Closed\nShow until: 25 November\n");
    expect_iso(drop.items.items[0].show_until, "2026-11-26T00:00");
    drop_free(&drop);
}

static void what_is_no_number_no_date_and_no_colour_is_said(void **state)
{
    (void)state;
    struct drop drop = read_text("Events/Fair.txt", ITEM_EVENT, FILE_TEXT,
                                 "Fair\nDate: 11 December\nHelpers: twelve\n");
    assert_int_equal(drop.items.items[0].helpers, 0);
    assert_non_null(strstr(only_problem(&drop)->reason, "twelve"));
    drop_free(&drop);
    drop = read_text("Learning/Talk.txt", ITEM_LEARNING, FILE_TEXT, "Talk\nWhen: 31 February\n");
    assert_non_null(strstr(only_problem(&drop)->reason, "31 February"));
    assert_string_equal(drop.items.items[0].when, "31 February");
    drop_free(&drop);
    drop = read_text("Theme/theme.txt", ITEM_THEME, FILE_TEXT, "Accent: green\n");
    assert_non_null(strstr(only_problem(&drop)->reason, "green"));
    assert_string_equal(drop.items.items[0].text, "");
    drop_free(&drop);
    drop = read_text("Theme/theme.txt", ITEM_THEME, FILE_TEXT, "Accent: #AB12cd\n");
    assert_string_equal(drop.items.items[0].text, "#AB12cd");
    assert_int_equal(drop.problems.count, 0);
    drop_free(&drop);
}

static void names_agreed_is_read(void **state)
{
    (void)state;
    struct screening rules = {.full_names = FULL_NAMES_WARN};
    struct reader_context c = context();
    c.screening = &rules;
    struct drop_file agreed =
        text_file("Achievements/a.txt", "Zoe Miller wins\nNames agreed: Yes\n");
    struct drop_file plain = text_file("Achievements/a.txt", "Zoe Miller wins\n");
    struct drop drop = {.first_seen = WALL_NONE};
    reader_read(&drop, ITEM_ACHIEVEMENT, &agreed, 1, &c);
    assert_int_equal(drop.problems.count, 0);
    assert_string_equal(drop.items.items[0].text, "");
    drop_free(&drop);
    reader_read(&drop, ITEM_ACHIEVEMENT, &plain, 1, &c);
    assert_non_null(strstr(only_problem(&drop)->reason, "full name"));
    drop_free(&drop);
}

static void until_is_read_however_it_is_written(void **state)
{
    (void)state;
    static const char *const read[] = {
        "Chess until 18 Dec",      "Chess (until 18 Dec)",   "Chess till 18 December",
        "Chess_until_18_Dec",      "Chess until 18.12.",     "Chess - until 2026-12-18",
        "Chess-until-18-Dec-2026", "Chess until Fri 18 Dec", "Chess, until 18.12.2026"};
    static const char *const said[] = {"Chess until Friday", "Chess until 18.12",
                                       "Chess until end of term", "Chess until 20261218"};
    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        char *path = xasprintf("Achievements/%s.txt", read[i]);
        struct drop drop = read_text(path, ITEM_ACHIEVEMENT, FILE_TEXT, "");
        if (strcmp(drop.items.items[0].title, "Chess") != 0) {
            fail_msg("%s: title \"%s\"", read[i], drop.items.items[0].title);
        }
        expect_iso(drop.items.items[0].show_until, "2026-12-19T00:00");
        assert_int_equal(drop.problems.count, 0);
        drop_free(&drop);
        free(path);
    }
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        char *path = xasprintf("Achievements/%s.txt", said[i]);
        struct drop drop = read_text(path, ITEM_ACHIEVEMENT, FILE_TEXT, "");
        assert_non_null(strstr(only_problem(&drop)->reason, "until"));
        drop_free(&drop);
        free(path);
    }
    struct drop song =
        read_text("Achievements/We sing until we drop.txt", ITEM_ACHIEVEMENT, FILE_TEXT, "");
    assert_string_equal(song.items.items[0].title, "We sing until we drop");
    assert_int_equal(song.problems.count, 0);
    drop_free(&song);
}

static void names_say_hours_and_last_days(void **state)
{
    (void)state;
    struct drop drop =
        read_text("Events/Friday 11th December at 6pm Bingo.txt", ITEM_EVENT, FILE_TEXT, "");
    assert_string_equal(drop.items.items[0].title, "Bingo");
    expect_iso(drop.items.items[0].starts, "2026-12-11T18:00");
    drop_free(&drop);
    drop = read_text("Events/2026-12-14 - 2026-12-16 Book week.txt", ITEM_EVENT, FILE_TEXT, "");
    assert_string_equal(drop.items.items[0].title, "Book week");
    expect_iso(drop.items.items[0].starts, "2026-12-14T00:00");
    expect_iso(drop.items.items[0].ends, "2026-12-17T00:00");
    expect_iso(drop.items.items[0].show_until, "2026-12-17T00:00");
    drop_free(&drop);
}

static void camera_names_are_no_titles_and_titles_no_camera_names(void **state)
{
    (void)state;
    static const char *const cameras[] = {
        "IMG_4821",       "IMG_4821_HDR",
        "DSC00012",       "image0",
        "4821",           "Screenshot_20261120-102233_Gallery",
        "PXL_20261120_1", "WhatsApp Image 2026-11-20 at 10.42.11"};
    static const char *const titles[] = {"Image of Y6 art", "Photo_of_Y5", "Scan day 5",
                                         "Image"
                                         " 2 the sequel"};
    for (size_t i = 0; i < sizeof cameras / sizeof *cameras; i++) {
        char *path = xasprintf("Achievements/%s.txt", cameras[i]);
        struct drop drop = read_text(path, ITEM_ACHIEVEMENT, FILE_TEXT, "");
        assert_string_equal(drop.items.items[0].title, "");
        drop_free(&drop);
        free(path);
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char *path = xasprintf("Achievements/%s.txt", titles[i]);
        struct drop drop = read_text(path, ITEM_ACHIEVEMENT, FILE_TEXT, "");
        assert_true(strlen(drop.items.items[0].title) > 5);
        drop_free(&drop);
        free(path);
    }
}

static void ends_make_sense_or_are_said(void **state)
{
    (void)state;
    struct drop drop = read_text("Events/a.csv", ITEM_EVENT, FILE_CSV,
                                 "Subject,Start Date,Start Time,End Date,End Time,Location\n"
                                 "Show,15 December 2026,6:30 PM,15 December 2026,8:00 PM,Hall\n");
    expect_iso(drop.items.items[0].starts, "2026-12-15T18:30");
    expect_iso(drop.items.items[0].ends, "2026-12-15T20:00");
    drop_free(&drop);
    drop = read_text("Events/a.txt", ITEM_EVENT, FILE_TEXT, "Show\nDate: 11 December\nEnds: 8pm\n");
    assert_non_null(strstr(only_problem(&drop)->reason, "none for the beginning"));
    expect_iso(drop.items.items[0].ends, "2026-12-12T00:00");
    drop_free(&drop);
    drop = read_text("Events/a.txt", ITEM_EVENT, FILE_TEXT,
                     "Show\nDate: 12 December\nEnds: 10 December\n");
    assert_non_null(strstr(only_problem(&drop)->reason, "before the beginning"));
    expect_iso(drop.items.items[0].show_until, "2026-12-13T00:00");
    drop_free(&drop);
    drop = read_text("Notices/a.txt", ITEM_NOTICE, FILE_TEXT,
                     "Gate\nShow from: 12 December\nShow until: 10 December\n");
    assert_non_null(strstr(only_problem(&drop)->reason, "never shows"));
    drop_free(&drop);
    drop = read_text("Notices/a.txt", ITEM_NOTICE, FILE_TEXT, "Gate\nShow from: 1 March 2027\n");
    assert_int_equal(drop.problems.count, 0);
    expect_iso(drop.items.items[0].show_until, "2027-03-15T00:00");
    drop_free(&drop);
}

static void tables_and_calendars_without_anything_say_so(void **state)
{
    (void)state;
    struct drop drop = read_text("Events/a.csv", ITEM_EVENT, FILE_CSV, "Date,Event\n");
    assert_non_null(strstr(only_problem(&drop)->reason, "no rows"));
    drop_free(&drop);
    drop = read_text("Events/a.ics", ITEM_EVENT, FILE_ICS,
                     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20200101T100000\r\n"
                     "SUMMARY:Past\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    assert_non_null(strstr(only_problem(&drop)->reason, "next 90 days"));
    drop_free(&drop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings),
        cmocka_unit_test(keys_of_drops),
        cmocka_unit_test(a_role_from_a_text_file),
        cmocka_unit_test(life_times),
        cmocka_unit_test(refused_kinds_say_the_way_out),
        cmocka_unit_test(tables),
        cmocka_unit_test(calendars),
        cmocka_unit_test(clocks_change_on_both_sides),
        cmocka_unit_test(found_by_fuzzing),
        cmocka_unit_test(a_column_in_the_other_order_is_refused),
        cmocka_unit_test(a_folder_has_one_text),
        cmocka_unit_test(a_folder_may_hold_several_tables),
        cmocka_unit_test(urgent_ends_within_a_week),
        cmocka_unit_test(what_is_no_number_no_date_and_no_colour_is_said),
        cmocka_unit_test(names_agreed_is_read),
        cmocka_unit_test(until_is_read_however_it_is_written),
        cmocka_unit_test(names_say_hours_and_last_days),
        cmocka_unit_test(camera_names_are_no_titles_and_titles_no_camera_names),
        cmocka_unit_test(ends_make_sense_or_are_said),
        cmocka_unit_test(tables_and_calendars_without_anything_say_so),
    };
    return cmocka_run_group_tests_name("content/reader", tests, NULL, NULL);
}
