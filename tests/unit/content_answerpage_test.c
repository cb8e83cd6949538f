/* content/answerpage: what staff read on the share about their own files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "content/answerpage.h"

static wall_t at(int month, int day, int hour, int minute)
{
    return wall_from_civil((struct civil){2026, month, day, hour, minute, 0});
}

static bool collect(void *to, const char *text, size_t length)
{
    str_add(to, text, length);
    return true;
}

static bool refuse(void *to, const char *text, size_t length)
{
    (void)text;
    (void)length;
    int *calls = to;
    (*calls)++;
    return false;
}

static char *picture(void *context, const char *hash)
{
    (void)context;
    return xasprintf("BASE64OF%s", hash);
}

static int opened(void *context, const char *key)
{
    (void)context;
    return strcmp(key, "achievements/chess#0") == 0 ? 14 : 0;
}

static struct item *add(struct item_list *list, enum item_kind kind, const char *key,
                        const char *source, const char *title)
{
    struct item item = item_make(kind);
    item_set(&item.key, key);
    item_set(&item.source, source);
    item_set(&item.title, title);
    item_list_add(list, item);
    return &list->items[list->count - 1];
}

static struct answer answer_of(const struct item_list *items, const struct problem_list *problems)
{
    return (struct answer){.school = "Riverbank <School>",
                           .accent = "#1f5f4b",
                           .now = at(11, 23, 10, 42),
                           .clock_sure = true,
                           .items = items,
                           .problems = problems,
                           .thumbnail = picture,
                           .opened = opened};
}

static char *page_of(const struct answer *answer)
{
    struct str text = {0};
    assert_true(answer_write_page(answer, collect, &text));
    return str_take(&text);
}

static void expect_in(const char *page, const char *text)
{
    if (strstr(page, text) == NULL) {
        fail_msg("not on the page: %s", text);
    }
}

static void every_item_says_how_it_was_read(void **state)
{
    (void)state;
    struct item_list items = {0};
    struct problem_list none = {0};
    struct item *chess = add(&items, ITEM_ACHIEVEMENT, "achievements/chess#0",
                             "Achievements/chess.jpg", "Chess & <b>champions</b>");
    item_add_picture(chess, "abc", 10, 10);
    item_add_translation(chess, "pl", "Szachy", NULL);
    chess->show_until = at(12, 19, 0, 0);
    struct item *fair = add(&items, ITEM_EVENT, "events/fair#0", "Events/fair.png", "Winter fair");
    fair->starts = at(12, 11, 18, 30);
    fair->ends = at(12, 11, 20, 0);
    fair->show_until = fair->ends;
    struct item *role = add(&items, ITEM_VOLUNTEERING, "v#0", "Volunteering/a.txt", "Library");
    item_set(&role->when, "Tuesdays 2-3pm");
    struct answer answer = answer_of(&items, &none);
    char *page = page_of(&answer);
    expect_in(page, "Riverbank &lt;School&gt;: 3 things shown");
    expect_in(page, "Monday 23 November 2026, 10:42 am");
    expect_in(page, "Chess &amp; &lt;b&gt;champions&lt;/b&gt;");
    expect_in(page, "data:image/jpeg;base64,BASE64OFabc");
    expect_in(page, "Shows until the end of Friday 18 December 2026");
    expect_in(page, "Also in: pl");
    expect_in(page, "Opened by visitors this week: 14 times");
    expect_in(page, "Date read as: Friday 11 December 2026, 6:30 pm – 8:00\u00A0pm");
    expect_in(page, "When, as you wrote it: Tuesdays 2-3pm");
    expect_in(page, "Shows until you delete the file");
    assert_null(strstr(page, "Please look at this"));
    assert_null(strstr(page, "http"));
    free(page);
    item_list_free(&items);
}

static void a_clock_that_is_not_set_is_said(void **state)
{
    (void)state;
    struct item_list items = {0};
    struct problem_list none = {0};
    struct answer answer = answer_of(&items, &none);
    answer.clock_sure = false;
    char *page = page_of(&answer);
    expect_in(page, "The screen does not know the time just now, so nothing begins and nothing "
                    "expires. It is <b>Monday 23 November 2026, 10:42 am</b> or later.");
    assert_null(strstr(page, "last looked"));
    free(page);
}

static void rows_of_one_file_share_a_card(void **state)
{
    (void)state;
    struct item_list items = {0};
    struct problem_list none = {0};
    for (int i = 0; i < 100; i++) {
        char *key = xasprintf("events/a.csv#%d", i);
        struct item *row = add(&items, ITEM_EVENT, key, "Events/a.csv", i == 0 ? "Choir" : "Band");
        row->starts = at(12, 1, 9, 0) + i * WALL_DAY;
        free(key);
    }
    struct answer answer = answer_of(&items, &none);
    char *page = page_of(&answer);
    expect_in(page, "100 dates, read as:");
    expect_in(page, "<td>Tuesday 1 December 2026, 9:00 am</td><td>Choir</td>");
    expect_in(page, "… and 40 more");
    free(page);
    item_list_free(&items);
}

static void what_waits_and_what_is_over_is_told_apart(void **state)
{
    (void)state;
    struct item_list items = {0};
    struct problem_list none = {0};
    add(&items, ITEM_NOTICE, "a", "Notices/later.txt", "Later")->show_from = at(12, 1, 0, 0);
    add(&items, ITEM_NOTICE, "b", "Notices/old.txt", "Old")->show_until = at(11, 20, 0, 0);
    struct answer answer = answer_of(&items, &none);
    char *page = page_of(&answer);
    expect_in(page, ": 0 things shown");
    expect_in(page, "Not yet shown (1)");
    expect_in(page, "Will show from Tuesday 1 December 2026");
    expect_in(page, "No longer shown (1)");
    expect_in(page, "Was shown until the end of Thursday 19 November 2026");
    assert_true(answer_next_change(&items, answer.now) == at(12, 1, 0, 0));
    assert_true(answer_next_change(&items, at(12, 2, 0, 0)) == WALL_NONE);
    free(page);
    item_list_free(&items);
}

static void problems_say_what_to_do(void **state)
{
    (void)state;
    struct item_list items = {0};
    struct problem_list list = {0};
    struct str text = {0};
    problem_add(&list, "Events/a.csv", PROBLEM_CHECK, "It is long.", "Make it shorter.");
    problem_add(&list, "Newsletters/<x>.pub", PROBLEM_NOT_SHOWN, "It is Publisher.",
                "Save as PDF.");
    struct answer answer = answer_of(&items, &list);
    char *page = page_of(&answer);
    expect_in(page, "Please look at this (2)");
    expect_in(page, "Newsletters/&lt;x&gt;.pub");
    expect_in(page, "<b>What to do:</b> Save as PDF.");
    answer_put_problems(&answer, &text);
    expect_in(text.data, "\xEF\xBB\xBFPROBLEMS");
    char *not_shown = strstr(text.data, "\r\nNOT SHOWN\r\n\r\n1. Newsletters/<x>.pub\r\n");
    char *check = strstr(text.data, "\r\nSHOWN, BUT PLEASE CHECK\r\n\r\n1. Events/a.csv\r\n");
    assert_true(not_shown != NULL && check != NULL && not_shown < check);
    free(page);
    str_free(&text);
    problem_list_free(&list);
}

static void a_full_disk_ends_the_writing(void **state)
{
    (void)state;
    struct item_list items = {0};
    struct problem_list none = {0};
    for (int i = 0; i < 20; i++) {
        add(&items, ITEM_NOTICE, "k", "Notices/a.txt", "Title")->first_seen = i;
    }
    struct answer answer = answer_of(&items, &none);
    int calls = 0;
    assert_false(answer_write_page(&answer, refuse, &calls));
    assert_int_equal(calls, 1);
    item_list_free(&items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_says_how_it_was_read),
        cmocka_unit_test(a_clock_that_is_not_set_is_said),
        cmocka_unit_test(rows_of_one_file_share_a_card),
        cmocka_unit_test(what_waits_and_what_is_over_is_told_apart),
        cmocka_unit_test(problems_say_what_to_do),
        cmocka_unit_test(a_full_disk_ends_the_writing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
