/* Lists for events: who is on them, what they add up to, and that nothing typed can act on the page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "content/direction.h"
#include "content/eventlist.h"
#include "content/html.h"

static const char *const names[] = {"received",  "kind",    "about",  "event date",
                                    "name",      "phone",   "people", "children",
                                    "interests", "message", "status"};
enum { COLUMNS = sizeof names / sizeof names[0] };

static void add(struct grid *grid, const char *const cells[COLUMNS])
{
    grid_add_row(grid, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++) {
        grid_set(grid, i, cells[i]);
    }
}

static const wall_t now = (wall_t)1795000000; /* 18 November 2026 */

static void make(struct eventlists *lists, const struct grid *grid)
{
    eventlists_make(lists, grid, now, "Riverbank & Sons");
}

static void an_event_has_its_people(void **state)
{
    (void)state;
    struct grid grid = {0};
    add(&grid, names);
    const char *const rows[][COLUMNS] = {
        {"2026-11-10 08:00", "coming", "Winter fair", "2026-12-11 18:30", "Zoe", "0412", "4", "3",
         "", "", "new"},
        {"2026-11-11 08:00", "coming", "Winter fair", "2026-12-11 18:30", "Ada", "", "2", "0", "",
         "", "new"},
        {"2026-11-11 09:00", "coming", "Winter fair", "2026-12-11 18:30", "Late", "", "5", "1",
         "waiting list", "", "new"},
        {"2026-11-12 08:00", "question", "Winter fair", "2026-12-11 18:30", "", "", "", "", "",
         "Is there parking?", "new"},
        {"2026-11-12 08:00", "offer of help", "Winter fair", "2026-12-11 18:30", "Mo", "", "", "",
         "", "", "done"},
        {"2026-11-12 08:00", "coming", "Old fair", "2026-11-03", "Past", "", "1", "0", "", "",
         "new"},
        {"2026-11-12 08:00", "coming", "Recent fair", "2026-11-05", "Recent", "", "1", "0", "", "",
         "new"},
        {"2026-11-12 08:00", "question", "", "", "Nobody", "", "", "", "", "In general?", "new"},
        {"2026-11-12 08:00", "newsletter", "Winter fair", "2026-12-11 18:30", "Reader", "", "", "",
         "", "", "new"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        add(&grid, rows[i]);
    }
    struct eventlists lists;
    make(&lists, &grid);
    assert_int_equal(lists.count, 2);
    assert_string_equal(lists.lists[0].name, "Recent fair 2026-11-05.html");
    assert_string_equal(lists.lists[1].name, "Winter fair 2026-12-11.html");
    const char *html = lists.lists[1].html;
    assert_non_null(strstr(html, "<b>6</b> coming: <b>3</b> grown-ups and <b>3</b> children. "
                                 "<b>1</b> helping. <b>1</b> question."));
    assert_non_null(strstr(html, "Friday 11 December 2026, 6:30 pm, Riverbank &amp; Sons"));
    assert_true(strstr(html, "Ada") < strstr(html, "Zoe")); /* by name */
    assert_non_null(strstr(html, "On the waiting list (5)"));
    assert_true(strstr(html, "Late") > strstr(html, "On the waiting list"));
    assert_non_null(strstr(html, "Is there parking?"));
    assert_non_null(strstr(html, "not answered yet"));
    assert_null(strstr(html, "Reader"));
    assert_true(eventlist_is_ours(html, 1000));
    assert_false(eventlist_is_ours("<html>", 6));
    /* Equal replies, equal page. */
    struct eventlists again;
    make(&again, &grid);
    assert_string_equal(html, again.lists[1].html);
    eventlists_wipe(&again);
    eventlists_wipe(&lists);
    grid_wipe(&grid);
}

static void nothing_typed_acts(void **state)
{
    (void)state;
    struct grid grid = {0};
    add(&grid, names);
    const char *const bad[COLUMNS] = {"2026-11-10 08:00",
                                      "coming",
                                      "../../etc/<b>:\"fair\"?. ",
                                      "2026-12-11",
                                      "<script>alert(1)</script>",
                                      "\" onclick='x'",
                                      "-5",
                                      "99999999999",
                                      "",
                                      "a\nb\x01\xE2\x80\xAEtxt.exe\xF0\x9F\x98\x80\xFF",
                                      "<i>"};
    add(&grid, bad);
    const char *other[COLUMNS];
    memcpy(other, bad, sizeof other);
    other[2] = "../../etc/<B>::\"Fair\"?";
    add(&grid, other);
    struct eventlists lists;
    make(&lists, &grid);
    assert_int_equal(lists.count, 2);
    for (size_t i = 0; i < lists.count; i++) {
        const char *name = lists.lists[i].name;
        assert_null(strpbrk(name, "/<>:\"?*|\\"));
        assert_true(name[0] != '.');
        const char *html = lists.lists[i].html;
        assert_null(strstr(html, "<script"));
        assert_null(strstr(html, "\xE2\x80\xAE"));
        assert_non_null(strstr(html, "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"));
        assert_non_null(strstr(html, "<bdi>&quot; onclick=&#39;x&#39;</bdi>"));
        assert_non_null(strstr(html, "a<br>b\xE2\x90\x81<i title"));
        assert_non_null(strstr(html, "txt.exe\xF0\x9F\x98\x80\xEF\xBF\xBD</bdi>"));
        assert_true(utf8_valid(html, strlen(html)));
    }
    eventlists_wipe(&lists);
    grid_wipe(&grid);
}

static void names_that_come_out_equal_are_numbered(void **state)
{
    (void)state;
    struct grid grid = {0};
    add(&grid, names);
    static const char *const titles[] = {"A/B", "a?b", "\xE2\x80\xAE", "..."};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        const char *row[COLUMNS] = {"2026-11-10", "coming", titles[i], "2026-12-11", "x",  "",
                                    "1",          "0",      "",        "",           "new"};
        add(&grid, row);
    }
    struct eventlists lists;
    make(&lists, &grid);
    assert_int_equal(lists.count, 4);
    assert_string_equal(lists.lists[0].name, "Event 2026-12-11.html");
    assert_string_equal(lists.lists[1].name, "A B 2026-12-11.html");
    assert_string_equal(lists.lists[2].name, "a b 2026-12-11 (2).html");
    assert_string_equal(lists.lists[3].name, "Event 2026-12-11 (2).html");
    eventlists_wipe(&lists);
    grid_wipe(&grid);
}

static void a_file_without_our_columns_has_no_lists(void **state)
{
    (void)state;
    struct grid grid = {0};
    grid_add_row(&grid, 1);
    grid_set(&grid, 0, "something else");
    grid_add_row(&grid, 1);
    struct eventlists lists;
    make(&lists, &grid);
    assert_int_equal(lists.count, 0);
    grid_wipe(&grid);
    make(&lists, &grid); /* an empty grid */
    assert_int_equal(lists.count, 0);
}

static void directions_are_closed_as_they_nest(void **state)
{
    (void)state;
    static const struct {
        const char *text, *closers;
    } cases[] = {
        {"abc", ""},
        {"\xE2\x80\xAE"
         "a",
         "\xE2\x80\xAC"},
        {"\xE2\x81\xA7\xE2\x80\xAB"
         "a",
         "\xE2\x80\xAC\xE2\x81\xA9"},
        {"\xE2\x81\xA7\xE2\x80\xAB"
         "a\xE2\x81\xA9",
         ""},                             /* the isolate ends what is within */
        {"\xE2\x80\xAC\xE2\x81\xA9", ""}, /* closers of nothing */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str out = {0};
        str_puts(&out, "");
        direction_close(&out, cases[i].text);
        assert_string_equal(out.data != NULL ? out.data : "", cases[i].closers);
        str_free(&out);
    }
    struct str deep = {0}, out = {0};
    for (int i = 0; i < 1000; i++) {
        str_puts(&deep, "\xE2\x80\xAE");
    }
    direction_close(&out, deep.data);
    assert_int_equal(out.length, 125 * 3);
    str_free(&deep);
    str_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_has_its_people),
        cmocka_unit_test(nothing_typed_acts),
        cmocka_unit_test(names_that_come_out_equal_are_numbered),
        cmocka_unit_test(a_file_without_our_columns_has_no_lists),
        cmocka_unit_test(directions_are_closed_as_they_nest),
    };
    return cmocka_run_group_tests_name("content/eventlist", tests, NULL, NULL);
}
