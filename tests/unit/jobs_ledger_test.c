/* jobs/ledger: signatures there and back, finding, renaming. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "jobs/ledger.h"

static void a_signature_comes_back(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    char *pictures = ledger_signature("state.1", "shape", "content", false);
    char *text = ledger_signature("state.2", "", "", true);
    ledger_set(&ledger, "notices/b", text, 7);
    ledger_set(&ledger, "achievements/a", pictures, 5);
    const struct ledger_entry *a = ledger_find(&ledger, "achievements/a");
    const struct ledger_entry *b = ledger_find(&ledger, "notices/b");
    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(a->state, "state.1");
    assert_string_equal(a->shape, "shape");
    assert_string_equal(a->content, "content");
    assert_false(a->text_only);
    assert_int_equal(a->first_seen, 5);
    assert_string_equal(b->shape, "");
    assert_true(b->text_only);
    free(pictures);
    free(text);
    ledger_free(&ledger);
}

static void foreign_signatures_fit_nothing(void **state)
{
    (void)state;
    struct drop_known drops[] = {
        {.key = (char[]){"events/x"}, .signature = (char[]){"of another age"}, .first_seen = 1},
        {.key = (char[]){":share"}, .signature = (char[]){"problems"}, .first_seen = 1},
        {.key = (char[]){"events/y"}, .signature = (char[]){""}, .first_seen = 1},
    };
    struct drop_known_list known = {.drops = drops, .count = 3};
    struct ledger ledger = {0};
    ledger_fill(&ledger, &known);
    assert_int_equal(ledger.count, 2); /* Foyer's own drop is none of staff's */
    assert_string_equal(ledger_find(&ledger, "events/x")->shape, "");
    assert_null(ledger_find(&ledger, ":share"));
    ledger_free(&ledger);
}

static void entries_move_and_go(void **state)
{
    (void)state;
    struct ledger ledger = {0};
    for (char c = 'z'; c >= 'a'; c--) {
        char key[] = {'e', '/', c, '\0'};
        ledger_set(&ledger, key, "s:::text", c);
    }
    ledger_rename(&ledger, "e/a", "e/zz");
    assert_null(ledger_find(&ledger, "e/a"));
    assert_int_equal(ledger_find(&ledger, "e/zz")->first_seen, 'a');
    ledger_remove(&ledger, "e/m");
    assert_null(ledger_find(&ledger, "e/m"));
    assert_non_null(ledger_find(&ledger, "e/n"));
    assert_int_equal(ledger.count, 25);
    ledger_set(&ledger, "e/n", "new:::text", 1);
    assert_int_equal(ledger.count, 25);
    assert_string_equal(ledger_find(&ledger, "e/n")->state, "new");
    ledger_free(&ledger);
}

static void folders_are_compared_whole(void **state)
{
    (void)state;
    assert_true(ledger_same_folder("events/a", "events/b c"));
    assert_false(ledger_same_folder("events/a", "event/a"));
    assert_false(ledger_same_folder("event/a", "events/a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signature_comes_back),
        cmocka_unit_test(foreign_signatures_fit_nothing),
        cmocka_unit_test(entries_move_and_go),
        cmocka_unit_test(folders_are_compared_whole),
    };
    return cmocka_run_group_tests_name("jobs/ledger", tests, NULL, NULL);
}
