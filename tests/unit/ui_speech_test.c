/* ui/speech: what is said aloud, in which order, and what never is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/speech.h"

static struct node *add(struct tree *tree, enum role role, const char *label, float x, float y)
{
    return tree_add(tree, role, label, (struct rect){x, y, 100, 40}, (struct action){1, 0});
}

static void headings_then_texts_then_what_can_be_touched(void **state)
{
    (void)state;
    struct tree tree = {0};
    struct str out = {0};
    add(&tree, ROLE_BUTTON, "Back", 0, 900);
    add(&tree, ROLE_TEXT, "Riverbank", 0, 0);
    add(&tree, ROLE_CARD, "Choir", 300, 204); /* on one line with the next, a little lower */
    add(&tree, ROLE_CARD, "Bakery", 0, 200);
    add(&tree, ROLE_HEADING, "What would you like?", 0, 100);
    speech_of(&tree, false, 40, &out);
    assert_string_equal(out.data, "What would you like? Riverbank. Bakery. Choir. Back. ");
    str_clear(&out);
    speech_of(&tree, true, 40, &out);
    assert_string_equal(out.data, "What would you like? Riverbank. Choir. Bakery. Back. ");
    str_free(&out);
    tree_free(&tree);
}

static void what_a_visitor_typed_is_never_said(void **state)
{
    (void)state;
    struct tree tree = {0};
    struct str out = {0};
    add(&tree, ROLE_HEADING, "Is this right?", 0, 0);
    add(&tree, ROLE_TEXT, "Zoë O'Neill", 0, 100)->typed = true;
    tree_set_value(&tree, add(&tree, ROLE_FIELD, "Your name", 0, 200), "Zoë");
    add(&tree, ROLE_KEY, "Z", 0, 300);
    add(&tree, ROLE_BUTTON, "Next", 0, 400)->disabled = true;
    add(&tree, ROLE_BUTTON, "Send", 0, 500);
    speech_of(&tree, false, 40, &out);
    assert_string_equal(out.data, "Is this right? Send. ");
    str_free(&out);
    tree_free(&tree);
}

static void nothing_is_said_twice_nor_for_ever(void **state)
{
    (void)state;
    struct tree tree = {0};
    struct str out = {0}, word = {0};
    add(&tree, ROLE_TEXT, "Two\nlines", 0, 0);
    add(&tree, ROLE_TEXT, "Two\nlines", 0, 50);
    speech_of(&tree, false, 40, &out);
    assert_string_equal(out.data, "Two lines. ");
    for (int i = 0; i < 500; i++) {
        str_clear(&word);
        str_printf(&word, "Number %d of many", i);
        add(&tree, ROLE_TEXT, word.data, 0, 100 + 50 * (float)i);
    }
    str_clear(&out);
    speech_of(&tree, false, 40, &out);
    assert_in_range(out.length, SPEECH_BYTES_MOST - 100, SPEECH_BYTES_MOST + 100);
    str_free(&out);
    str_free(&word);
    tree_free(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_then_texts_then_what_can_be_touched),
        cmocka_unit_test(what_a_visitor_typed_is_never_said),
        cmocka_unit_test(nothing_is_said_twice_nor_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
