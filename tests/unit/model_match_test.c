/* model/match: what people enjoy against what staff wrote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/form.h"
#include "model/match.h"
#include "model/tally.h"

/* The bit of an interest, by the word that is stored for it. */
static uint16_t bit(const char *word)
{
    size_t count = 0;
    const struct form_option *options = form_interests(&count);
    for (size_t i = 0; i < count; i++) {
        if (str_same(options[i].word, word)) {
            return (uint16_t)(1u << i);
        }
    }
    fail_msg("there is no interest \"%s\"", word);
    return 0;
}

static void skills_count_more_than_titles_and_texts(void **state)
{
    (void)state;
    struct item library = item_make(ITEM_VOLUNTEERING);
    item_set(&library.title, "Library helpers");
    item_set(&library.skills, "patience, a love of books");
    item_set(&library.text, "Help children choose.");
    struct item garden = item_make(ITEM_VOLUNTEERING);
    item_set(&garden.title, "Saturday mornings");
    item_set(&garden.text, "Plant and water, then a story under the tree.");
    assert_true(match_role(&library, bit("reading")) > match_role(&garden, bit("reading")));
    assert_true(match_role(&garden, bit("reading")) > 0);
    assert_true(match_role(&garden, bit("gardening")) > 0);
    assert_int_equal(match_role(&library, bit("gardening")), 0);
    assert_int_equal(match_role(&library, 0), 0);
    assert_true(match_role(&garden, (uint16_t)(bit("reading") | bit("gardening"))) >
                match_role(&garden, bit("gardening")));
    item_free(&library);
    item_free(&garden);
}

static void only_beginnings_of_words_count(void **state)
{
    (void)state;
    struct item role = item_make(ITEM_VOLUNTEERING);
    item_set(&role.text, "We spread joy and gunpaint."); /* no "read", no "paint" */
    assert_int_equal(match_role(&role, bit("reading")), 0);
    assert_int_equal(match_role(&role, bit("making things")), 0);
    item_set(&role.text, "READING together");
    assert_true(match_role(&role, bit("reading")) > 0);
    item_free(&role);
}

static void translations_of_staff_are_looked_through(void **state)
{
    (void)state;
    struct item role = item_make(ITEM_VOLUNTEERING);
    item_set(&role.title, "Ayudantes");
    item_add_translation(&role, "en", "Book friends", NULL);
    assert_true(match_role(&role, bit("reading")) > 0);
    item_free(&role);
}

static void two_interests_come_before_one_that_fits_well(void **state)
{
    (void)state;
    uint16_t both = (uint16_t)(bit("music") | bit("gardening"));
    struct item choir = item_make(ITEM_VOLUNTEERING);
    item_set(&choir.title, "Choir: sing a song with our music band");
    item_set(&choir.skills, "singing, guitar, piano, any instrument, dancing");
    struct item party = item_make(ITEM_VOLUNTEERING);
    item_set(&party.text, "Songs between the flower beds.");
    assert_true(match_role(&party, both) > match_role(&choir, both));
    item_free(&choir);
    item_free(&party);
}

static void every_interest_has_its_words(void **state)
{
    (void)state;
    static const char *const texts[] = {"book",   "soup",  "football",  "plants", "choir",
                                        "sewing", "maths", "translate", "repair", "welcome"};
    size_t count = 0;
    form_interests(&count);
    assert_int_equal(count, sizeof texts / sizeof texts[0]);
    for (size_t i = 0; i < count; i++) {
        struct item role = item_make(ITEM_VOLUNTEERING);
        item_set(&role.text, texts[i]);
        assert_true(match_role(&role, (uint16_t)(1u << i)) > 0);
        item_free(&role);
    }
}

static void tallies_add_up(void **state)
{
    (void)state;
    struct tally_list list = {0};
    struct item fair = item_make(ITEM_EVENT);
    item_set(&fair.key, "a");
    fair.starts = wall_from_civil((struct civil){2026, 12, 11, 18, 30, 0});
    struct item role = item_make(ITEM_VOLUNTEERING);
    item_set(&role.key, "b");
    tally_list_add(&list, "a", "2026-12-11T18:30", 1, 0);
    tally_list_add(&list, "b", "", 0, 5);
    tally_list_add(&list, "a", "2026-12-11", 2, 3);
    tally_list_add(&list, "a", "2025-12-12", 9, 9); /* last year's */
    assert_int_equal(tally_of(&list, &fair).offers, 3);
    assert_int_equal(tally_of(&list, &fair).people, 3);
    assert_int_equal(tally_of(&list, &role).people, 5);
    assert_int_equal(tally_places_left(&list, &fair), -1);
    fair.places = 20;
    assert_int_equal(tally_places_left(&list, &fair), 17);
    fair.places = 2;
    assert_int_equal(tally_places_left(&list, &fair), 0);
    item_set(&role.key, "c");
    assert_int_equal(tally_of(&list, &role).offers, 0);
    tally_list_free(&list);
    assert_int_equal(list.count, 0);
    item_free(&fair);
    item_free(&role);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skills_count_more_than_titles_and_texts),
        cmocka_unit_test(only_beginnings_of_words_count),
        cmocka_unit_test(translations_of_staff_are_looked_through),
        cmocka_unit_test(two_interests_come_before_one_that_fits_well),
        cmocka_unit_test(every_interest_has_its_words),
        cmocka_unit_test(tallies_add_up),
    };
    return cmocka_run_group_tests_name("model/match", tests, NULL, NULL);
}
