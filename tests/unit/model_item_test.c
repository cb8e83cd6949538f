/* model/item, model/drop, model/reply: making, copying, freeing, and the words that files keep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/str.h"
#include "model/drop.h"
#include "model/item.h"
#include "model/reply.h"

static void kinds_and_their_words_belong_together(void **state)
{
    (void)state;
    for (int i = 0; i < ITEM_KIND_COUNT; i++) {
        enum item_kind kind = ITEM_KIND_COUNT;
        assert_true(item_kind_from_word(item_kind_word((enum item_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    enum item_kind kind;
    assert_false(item_kind_from_word("Event", &kind));
    assert_false(item_kind_from_word("", &kind));
    assert_false(item_kind_from_word(NULL, &kind));
    assert_string_equal(item_kind_word(ITEM_VOLUNTEERING), "volunteering");
    assert_string_equal(reply_kind_word(REPLY_HELP), "offer of help");
    assert_string_equal(reply_kind_word(REPLY_COMING), "coming");
    assert_string_equal(reply_kind_word(REPLY_QUESTION), "question");
    assert_string_equal(problem_weight_word(PROBLEM_NOT_SHOWN), "not shown");
    assert_string_equal(problem_weight_word(PROBLEM_CHECK), "please check");
}

static void an_item_shows_from_the_first_second_to_before_the_last(void **state)
{
    (void)state;
    struct item item = item_make(ITEM_EVENT);
    assert_int_equal(item_status(&item, 0), ITEM_SHOWING);
    item.show_from = 1000;
    item.show_until = 2000;
    assert_int_equal(item_status(&item, 999), ITEM_WAITING);
    assert_int_equal(item_status(&item, 1000), ITEM_SHOWING);
    assert_int_equal(item_status(&item, 1999), ITEM_SHOWING);
    assert_int_equal(item_status(&item, 2000), ITEM_OVER);
    assert_string_equal(item_status_word(ITEM_OVER), "over");
    item_free(&item);
}

static void a_copy_is_its_own(void **state)
{
    (void)state;
    struct item item = item_make(ITEM_ACHIEVEMENT);
    char **fields[] = {&item.key,      &item.source,  &item.title,      &item.text,   &item.where,
                       &item.when,     &item.contact, &item.needs,      &item.skills, &item.takes,
                       &item.training, &item.link,    &item.class_name, &item.credit, &item.is_not};
    const size_t count = sizeof fields / sizeof fields[0];
    for (size_t i = 0; i < count; i++) {
        char value[8] = {'f', (char)('a' + i), '\0'};
        assert_string_equal(*fields[i], "");
        item_set(fields[i], value);
    }
    item_add_picture(&item, "abc", 1920, 1080);
    item_add_picture(&item, "def", 10, 20);
    item_add_translation(&item, "pl", "Tytuł", NULL);
    struct item copy = item_copy(&item);
    item_free(&item);
    assert_string_equal(copy.key, "fa");
    assert_string_equal(copy.credit, "fn");
    assert_string_equal(copy.class_name, "fm");
    assert_int_equal(copy.picture_count, 2);
    assert_string_equal(copy.pictures[1].hash, "def");
    assert_int_equal(copy.pictures[1].height, 20);
    assert_string_equal(item_title(&copy, "pl"), "Tytuł");
    item_free(&copy);
}

static void a_translation_falls_back_part_by_part(void **state)
{
    (void)state;
    struct item item = item_make(ITEM_NOTICE);
    item_set(&item.title, "Gate closed");
    item_set(&item.text, "Use the other one.");
    item_add_translation(&item, "ar", "البوابة مغلقة", NULL);
    assert_string_equal(item_title(&item, "AR"), "البوابة مغلقة");
    assert_string_equal(item_text(&item, "ar"), "Use the other one.");
    item_add_translation(&item, "Ar", NULL, "نص");
    assert_int_equal(item.translation_count, 1);
    assert_string_equal(item_title(&item, "ar"), "البوابة مغلقة");
    assert_string_equal(item_text(&item, "ar"), "نص");
    assert_string_equal(item_title(&item, "vi"), "Gate closed");
    assert_string_equal(item_title(&item, NULL), "Gate closed");
    item_free(&item);
}

static void a_list_owns_and_finds(void **state)
{
    (void)state;
    struct item_list list = {0};
    for (int i = 0; i < 100; i++) {
        struct item item = item_make(ITEM_EVENT);
        item.id = i; /* the first is not stored yet */
        free(item.key);
        item.key = xasprintf("events/%d#0", i);
        item_list_add(&list, item);
    }
    assert_int_equal(item_list_by_id(&list, 57)->id, 57);
    assert_null(item_list_by_id(&list, 100));
    assert_null(item_list_by_id(&list, 0));
    assert_int_equal(item_list_by_key(&list, "events/99#0")->id, 99);
    assert_null(item_list_by_key(&list, "events/100#0"));
    item_list_free(&list);
    assert_int_equal(list.count, 0);
    item_list_free(&list);
}

static void a_drop_frees_what_it_holds(void **state)
{
    (void)state;
    struct drop drop = {.key = xstrdup("k"), .source = xstrdup("s"), .signature = xstrdup("x")};
    item_list_add(&drop.items, item_make(ITEM_EVENT));
    char reason[] = "It is cut short.";
    problem_add(&drop.problems, "Events/a.jpg", PROBLEM_NOT_SHOWN, reason, "Copy it again.");
    reason[0] = 'X';
    assert_string_equal(drop.problems.problems[0].reason, "It is cut short.");
    assert_true(drop.problems.problems[0].since == WALL_NONE);
    drop_free(&drop);
    assert_null(drop.key);
    drop_free(&drop);
}

static void an_empty_reply_has_no_null(void **state)
{
    (void)state;
    struct reply r = reply_make();
    const char *const fields[] = {
        r.about, r.about_key, r.about_when, r.interests, r.available,      r.name, r.phone,
        r.email, r.prefers,   r.message,    r.language,  r.notice_version, r.kiosk};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        assert_string_equal(fields[i], "");
    }
    assert_true(r.created == WALL_NONE);
    reply_wipe(&r);
    assert_null(r.name);
    reply_wipe(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_and_their_words_belong_together),
        cmocka_unit_test(an_item_shows_from_the_first_second_to_before_the_last),
        cmocka_unit_test(a_copy_is_its_own),
        cmocka_unit_test(a_translation_falls_back_part_by_part),
        cmocka_unit_test(a_list_owns_and_finds),
        cmocka_unit_test(a_drop_frees_what_it_holds),
        cmocka_unit_test(an_empty_reply_has_no_null),
    };
    return cmocka_run_group_tests_name("model/item", tests, NULL, NULL);
}
