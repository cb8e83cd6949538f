/* content/settle: files that grow, stay, are empty, vanish; time is an argument. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "content/settle.h"

static const struct settle_fact photo = {.name = "A/photo.jpg", .size = 1000, .mtime_ns = 5};

/* One scan that sees one file. */
static enum settle_state see(struct settle_table *table, struct settle_fact fact,
                             const struct settle_rules *rules, int64_t now_ms)
{
    settle_begin(table);
    enum settle_state state = settle_see(table, &fact, rules, now_ms);
    settle_end(table);
    return state;
}

static void a_file_settles_when_it_stays_the_same(void **state)
{
    (void)state;
    struct settle_table table = {0};
    struct settle_rules rules = settle_rules_for(3, false);
    struct settle_fact fact = photo;
    assert_int_equal(see(&table, fact, &rules, 10000), SETTLE_WAIT);
    assert_int_equal(table.due_ms, 13000);
    fact.size = 2000; /* still growing */
    assert_int_equal(see(&table, fact, &rules, 12000), SETTLE_WAIT);
    assert_int_equal(see(&table, fact, &rules, 14999), SETTLE_WAIT);
    assert_int_equal(see(&table, fact, &rules, 15000), SETTLE_DONE);
    assert_int_equal(table.due_ms, INT64_MAX);
    fact.mtime_ns = 6; /* the same size, written again */
    assert_int_equal(see(&table, fact, &rules, 16000), SETTLE_WAIT);
    assert_int_equal(settle_age_ms(&table, fact.name, 17000), 1000);
    settle_free(&table);
}

static void a_file_that_was_away_starts_anew(void **state)
{
    (void)state;
    struct settle_table table = {0};
    struct settle_rules rules = settle_rules_for(3, false);
    assert_int_equal(see(&table, photo, &rules, 0), SETTLE_WAIT);
    settle_begin(&table);
    settle_end(&table); /* not seen */
    assert_int_equal(settle_age_ms(&table, photo.name, 5000), 0);
    assert_int_equal(see(&table, photo, &rules, 5000), SETTLE_WAIT);
    assert_int_equal(see(&table, photo, &rules, 8000), SETTLE_DONE);
    settle_free(&table);
}

static void empty_files_wait_by_what_they_are(void **state)
{
    (void)state;
    struct settle_table table = {0};
    struct settle_rules rules = settle_rules_for(3, false);
    struct settle_fact text = {.name = "Notices/Hello.txt", .may_be_empty = true};
    struct settle_fact urgent = {
        .name = "Notices/URGENT Closed.txt", .may_be_empty = true, .urgent = true};
    struct settle_fact empty = {.name = "Events/poster.jpg"};
    assert_int_equal(see(&table, text, &rules, 0), SETTLE_WAIT);
    assert_int_equal(see(&table, text, &rules, 29999), SETTLE_WAIT);
    assert_int_equal(see(&table, text, &rules, 30000), SETTLE_DONE);
    assert_int_equal(see(&table, urgent, &rules, 0), SETTLE_WAIT);
    assert_int_equal(see(&table, urgent, &rules, 5000), SETTLE_DONE);
    assert_int_equal(see(&table, empty, &rules, 0), SETTLE_WAIT);
    assert_int_equal(see(&table, empty, &rules, 119999), SETTLE_WAIT);
    assert_int_equal(see(&table, empty, &rules, 120000), SETTLE_STUCK);
    settle_free(&table);
}

static void zero_seconds_take_settling_as_done(void **state)
{
    (void)state;
    struct settle_table table = {0};
    struct settle_rules rules = settle_rules_for(0, true);
    struct settle_fact urgent = {.name = "u.txt", .may_be_empty = true, .urgent = true};
    struct settle_fact empty = {.name = "e.jpg"};
    assert_int_equal(see(&table, photo, &rules, 77), SETTLE_DONE);
    assert_int_equal(see(&table, urgent, &rules, 77), SETTLE_DONE);
    assert_int_equal(see(&table, empty, &rules, 77), SETTLE_STUCK);
    settle_free(&table);
}

static void once_reports_empty_files_without_patience(void **state)
{
    (void)state;
    struct settle_table table = {0};
    struct settle_rules rules = settle_rules_for(3, true);
    struct settle_fact empty = {.name = "e.jpg"};
    assert_int_equal(see(&table, empty, &rules, 0), SETTLE_WAIT);
    assert_int_equal(see(&table, empty, &rules, 3000), SETTLE_STUCK);
    settle_free(&table);
}

static void many_files_are_told_apart(void **state)
{
    (void)state;
    struct settle_table table = {0};
    struct settle_rules rules = settle_rules_for(3, false);
    char name[16];
    for (int round = 0; round < 2; round++) {
        settle_begin(&table);
        for (int i = 0; i < 1000; i++) {
            /* Every other file changes between the scans; the order of listing does too. */
            int n = round == 0 ? i : 999 - i;
            name[0] = 'f';
            name[1] = (char)('0' + n / 100);
            name[2] = (char)('0' + n / 10 % 10);
            name[3] = (char)('0' + n % 10);
            name[4] = '\0';
            struct settle_fact fact = {
                .name = name, .size = 1 + (n % 2 == 0 ? 0 : round), .mtime_ns = 1};
            enum settle_state now = settle_see(&table, &fact, &rules, round * 4000);
            assert_int_equal(now, round == 1 && n % 2 == 0 ? SETTLE_DONE : SETTLE_WAIT);
        }
        settle_end(&table);
    }
    settle_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_settles_when_it_stays_the_same),
        cmocka_unit_test(a_file_that_was_away_starts_anew),
        cmocka_unit_test(empty_files_wait_by_what_they_are),
        cmocka_unit_test(zero_seconds_take_settling_as_done),
        cmocka_unit_test(once_reports_empty_files_without_patience),
        cmocka_unit_test(many_files_are_told_apart),
    };
    return cmocka_run_group_tests_name("content/settle", tests, NULL, NULL);
}
