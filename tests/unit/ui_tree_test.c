/* ui/tree: when a frame did not hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/tree.h"

static const float TOUCH = 72, KEY = 54;

static bool crowded(enum role role, float w, float h, int verb, bool clipped)
{
    struct tree tree = {0};
    tree_add(&tree, role, "x", (struct rect){0, 0, w, h}, (struct action){verb, 0})->clipped =
        clipped;
    bool is = tree_crowded(&tree, TOUCH, KEY);
    tree_free(&tree);
    return is;
}

static void small_targets_and_cut_texts_crowd_a_frame(void **state)
{
    (void)state;
    assert_false(crowded(ROLE_BUTTON, TOUCH, TOUCH, 1, false));
    assert_true(crowded(ROLE_BUTTON, TOUCH, TOUCH - 4, 1, false));
    assert_true(crowded(ROLE_BUTTON, TOUCH - 4, TOUCH, 1, false));
    assert_false(crowded(ROLE_KEY, KEY, KEY, 1, false));
    assert_true(crowded(ROLE_KEY, KEY, KEY - 4, 1, false));
    assert_false(crowded(ROLE_TEXT, 10, 10, 0, false));
    assert_true(crowded(ROLE_TEXT, 10, 10, 0, true));
}

static void a_widget_may_say_so_until_the_next_frame(void **state)
{
    (void)state;
    struct tree tree = {.crowded = true};
    assert_true(tree_crowded(&tree, TOUCH, KEY));
    tree_clear(&tree);
    assert_false(tree_crowded(&tree, TOUCH, KEY));
    tree_free(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_targets_and_cut_texts_crowd_a_frame),
        cmocka_unit_test(a_widget_may_say_so_until_the_next_frame),
    };
    return cmocka_run_group_tests_name("ui/tree", tests, NULL, NULL);
}
