/* model/invitation: what stands in a code for a phone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "model/invitation.h"

static struct item fair(void)
{
    struct item item = item_make(ITEM_EVENT);
    item_set(&item.key, "events/fair#0");
    item_set(&item.where, "Hall; upstairs, left");
    item.starts = wall_from_civil((struct civil){2026, 12, 12, 18, 30, 0});
    item.ends = item.starts + 5400;
    return item;
}

static void an_event_is_a_vevent_in_local_time_and_escaped(void **state)
{
    (void)state;
    struct item item = fair();
    struct str out = {0};
    assert_true(invitation_event(&out, &item, "Fair, food; \\ fun\nfor all", 271));
    char *uid = strstr(out.data, "UID:");
    assert_non_null(uid);
    assert_int_equal(strcspn(uid, "\r"), 4 + 16 + 6);
    memset(uid + 4, '0', 16);
    assert_string_equal(out.data, "BEGIN:VEVENT\r\n"
                                  "UID:0000000000000000@foyer\r\n"
                                  "DTSTART:20261212T183000\r\n"
                                  "DTEND:20261212T200000\r\n"
                                  "SUMMARY:Fair\\, food\\; \\\\ fun\\nfor all\r\n"
                                  "LOCATION:Hall\\; upstairs\\, left\r\n"
                                  "END:VEVENT\r\n");
    str_free(&out);
    item_free(&item);
}

static void a_whole_day_has_a_date_and_no_time(void **state)
{
    (void)state;
    struct item item = fair();
    struct str out = {0};
    item.all_day = true;
    item.starts = wall_midnight(item.starts);
    item.ends = item.starts + WALL_DAY;
    assert_true(invitation_event(&out, &item, "Fair", 271));
    assert_non_null(strstr(out.data, "\r\nDTSTART;VALUE=DATE:20261212\r\n"));
    assert_non_null(strstr(out.data, "\r\nDTEND;VALUE=DATE:20261213\r\n"));
    str_clear(&out);
    item.starts = WALL_NONE;
    assert_false(invitation_event(&out, &item, "Fair", 271));
    assert_int_equal(out.length, 0);
    str_free(&out);
    item_free(&item);
}

static void long_words_are_shortened_and_stay_whole_letters(void **state)
{
    (void)state;
    struct item item = fair();
    struct str title = {0}, out = {0};
    for (int i = 0; i < 60; i++) {
        str_puts(&title, i % 9 == 8 ? " " : "ਪੰ;");
    }
    item_set(&item.where, title.data);
    assert_true(invitation_event(&out, &item, title.data, 271));
    assert_in_range(out.length, 150, 271);
    assert_true(utf8_valid(out.data, out.length));
    assert_non_null(strstr(out.data, "...\r\nLOCATION:"));
    str_free(&title);
    str_free(&out);
    item_free(&item);
}

static void links_and_addresses_are_what_a_phone_opens(void **state)
{
    (void)state;
    struct str out = {0};
    assert_true(invitation_link(&out, "riverbank.example/news"));
    assert_string_equal(out.data, "https://riverbank.example/news");
    str_clear(&out);
    assert_true(invitation_link(&out, "HTTP://riverbank.example"));
    assert_string_equal(out.data, "HTTP://riverbank.example");
    str_clear(&out);
    assert_true(invitation_mail(&out, "helpers@riverbank.example"));
    assert_string_equal(out.data, "mailto:helpers@riverbank.example");
    str_clear(&out);
    static const char *const no_links[] = {"",       "see the office",  "javascript:alert(1).x",
                                           "office", "ftp://a.example", "me@school.example"};
    for (size_t i = 0; i < sizeof no_links / sizeof no_links[0]; i++) {
        assert_false(invitation_link(&out, no_links[i]));
    }
    static const char *const no_mails[] = {"", "@", "a@", "a b@c.example", "a@b.example?cc=x"};
    for (size_t i = 0; i < sizeof no_mails / sizeof no_mails[0]; i++) {
        assert_false(invitation_mail(&out, no_mails[i]));
    }
    assert_int_equal(out.length, 0);
    str_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_a_vevent_in_local_time_and_escaped),
        cmocka_unit_test(a_whole_day_has_a_date_and_no_time),
        cmocka_unit_test(long_words_are_shortened_and_stay_whole_letters),
        cmocka_unit_test(links_and_addresses_are_what_a_phone_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
