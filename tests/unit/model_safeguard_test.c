/* model/safeguard and content/screening: names in titles, and children who must not be shown. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "content/screening.h"
#include "content/text.h"
#include "model/safeguard.h"

static void titles_that_look_like_names(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Zoe Miller wins the cup",      "A prize for Li Wei",
        "Émile Dubois swims 5 km",      "Well done, Amara Okafor!",
        "Chess: Tom O'Neill first",     "Łukasz Żak runs",
        "Our poet Anna-Lena Schreiber", "Emma Watson Wins Chess Cup Final",
        "Emma\u00A0Watson wins"};
    static const char *const fine[] = {"Year 4 chess champions",
                                       "Sports Day",
                                       "Zoe wins the cup",
                                       "Riverbank Choir at the Town Hall",
                                       "Green Flag Award for Our Garden Club",
                                       "Tom, Anna and Li built it",
                                       "Regional Cup",
                                       "IMG 4821",
                                       "",
                                       "运动会",
                                       "U12 girls win"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!safeguard_looks_like_a_name(names[i], NULL)) {
            fail_msg("a name was not seen: %s", names[i]);
        }
    }
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        if (safeguard_looks_like_a_name(fine[i], NULL)) {
            fail_msg("no name was taken for one: %s", fine[i]);
        }
    }
    assert_true(safeguard_looks_like_a_name("The Millstone Bakery helps", NULL));
    assert_false(safeguard_looks_like_a_name("The Millstone Bakery helps", "Millstone, Rotary"));
}

static void put(struct safeguard_list *list, const char *name)
{
    char *words = text_words(name);
    safeguard_add(list, words);
    free(words);
}

static void the_list_finds_names_however_they_are_written(void **state)
{
    (void)state;
    static const char *const held[] = {"Well done zoe\xCC\x88 MILLER!",
                                       "zoë_miller-2.jpg",
                                       "Zoe Miller’s painting",
                                       "“Zoë Miller” rocks",
                                       "Zoë Miller—first",
                                       "Zoë\u00A0Miller",
                                       "Zoë‑Miller",
                                       "ZoeMiller.png",
                                       "Miller, Zoë",
                                       "Zoë M. Miller",
                                       "Zoë Millers Bild",
                                       "Ana",
                                       "with Ana, Tom",
                                       "祝贺李伟同学"};
    static const char *const fine[] = {
        "Banana day", "Zoë", "Miller", "Zoë Millerson", "Anastasia", "Zoë and Tom Miller", ""};
    struct safeguard_list list = {0};
    put(&list, "Zoë  Miller");
    put(&list, "Ana");
    put(&list, "x");
    put(&list, "李伟");
    assert_int_equal(list.count, 3);
    struct screening rules = {.not_shown = &list};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        if (!screening_is_listed(&rules, held[i])) {
            fail_msg("not found: %s", held[i]);
        }
    }
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        if (screening_is_listed(&rules, fine[i])) {
            fail_msg("found: %s", fine[i]);
        }
    }
    safeguard_free(&list);
}

static struct drop drop_of(const char *title, const char *text)
{
    struct drop drop = {.first_seen = WALL_NONE};
    struct item item = item_make(ITEM_ACHIEVEMENT);
    item_set(&item.title, title);
    item_set(&item.source, "Achievements/photo.jpg");
    item_add_translation(&item, "pl", NULL, text);
    item_list_add(&drop.items, item);
    return drop;
}

static void what_is_held_goes_and_is_said_without_the_name(void **state)
{
    (void)state;
    struct safeguard_list list = {0};
    put(&list, "Amara Okafor");
    struct screening rules = {.full_names = FULL_NAMES_WARN, .not_shown = &list};
    struct drop held = drop_of("Swimming", "Brawo, Amara Okafor");
    screening_apply(&rules, &held, true);
    assert_int_equal(held.items.count, 0);
    assert_int_equal(held.problems.count, 1);
    const struct problem *p = &held.problems.problems[0];
    assert_int_equal(p->weight, PROBLEM_NOT_SHOWN);
    assert_non_null(strstr(p->reason, "held: please ask the office"));
    assert_null(strcasestr(p->reason, "amara"));
    assert_null(strcasestr(p->advice, "amara"));
    drop_free(&held);
    safeguard_free(&list);
}

static void names_in_titles_warn_hold_or_pass(void **state)
{
    (void)state;
    struct screening rules = {.full_names = FULL_NAMES_WARN};
    struct drop drop = drop_of("Zoe Miller wins", NULL);
    screening_apply(&rules, &drop, true); /* the family has agreed */
    assert_int_equal(drop.problems.count, 0);
    screening_apply(&rules, &drop, false);
    assert_int_equal(drop.items.count, 1);
    assert_int_equal(drop.problems.count, 1);
    assert_int_equal(drop.problems.problems[0].weight, PROBLEM_CHECK);
    rules.full_names = FULL_NAMES_OFF;
    screening_apply(&rules, &drop, false);
    assert_int_equal(drop.problems.count, 1);
    rules.full_names = FULL_NAMES_HOLD;
    screening_apply(&rules, &drop, false);
    assert_int_equal(drop.items.count, 0);
    assert_int_equal(drop.problems.problems[1].weight, PROBLEM_NOT_SHOWN);
    drop_free(&drop);
}

static void a_list_that_cannot_be_read_is_told_from_an_empty_one(void **state)
{
    (void)state;
    struct safeguard_list list = {0};
    assert_false(screening_read_list("/nowhere/at/all.txt", &list));
    assert_int_equal(errno, ENOENT);
    assert_true(screening_read_list("", &list));
    assert_false(screening_read_list("/", &list)); /* no file */
    assert_int_equal(list.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_that_look_like_names),
        cmocka_unit_test(the_list_finds_names_however_they_are_written),
        cmocka_unit_test(what_is_held_goes_and_is_said_without_the_name),
        cmocka_unit_test(names_in_titles_warn_hold_or_pass),
        cmocka_unit_test(a_list_that_cannot_be_read_is_told_from_an_empty_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
