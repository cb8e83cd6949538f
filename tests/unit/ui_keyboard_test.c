/* ui/keyboard: every letter can be reached, and there is no dead place between keys. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "ui/keyboard.h"

/* Half an em a letter is enough of an engine here. */
static float width(void *context, struct font font, const char *text, size_t length)
{
    (void)context;
    (void)text;
    return font.size * 0.5f * (float)length;
}

static struct font_metrics metrics(void *context, struct font font)
{
    (void)context;
    return (struct font_metrics){font.size, font.size * 1.25f, font.size * 0.7f};
}

/* Types a text through the paths and returns what came of it. */
static char *typed(struct keyboard *k, const char *text)
{
    struct str out = {0};
    while (*text != '\0') {
        int64_t codes[KEYBOARD_PATH];
        size_t count = keyboard_path(k, utf8_next(&text), codes);
        assert_in_range(count, 1, KEYBOARD_PATH);
        for (size_t i = 0; i < count; i++) {
            struct key_press press = keyboard_press(k, codes[i]);
            if (press.codepoint != 0) {
                str_put_codepoint(&out, press.codepoint);
            }
        }
    }
    return str_take(&out);
}

static void names_can_be_typed(void **state)
{
    (void)state;
    static const char *const names[] = {"Zoë O'Neill",  "Siân D'Ávila-Müller", "Łukasz Żółć",
                                        "José Muñoz",   "Çağla Işık",          "Ångström Ø",
                                        "Nguyen, Anh.", "Jiří Dvořák",         "ÀÉÎÕÜ ß þ ð æ"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct keyboard k = {.kind = KEYBOARD_TEXT, .shift = i % 2 == 0};
        char *text = typed(&k, names[i]);
        assert_string_equal(text, names[i]);
        free(text);
    }
}

static void addresses_and_numbers_can_be_typed(void **state)
{
    (void)state;
    struct keyboard mail = {.kind = KEYBOARD_EMAIL, .domains = {"gmail.com"}};
    char *text = typed(&mail, "zoe_o.neill-42+school@example.org");
    assert_string_equal(text, "zoe_o.neill-42+school@example.org");
    free(text);
    struct key_press press = keyboard_press(&mail, KEY_DOMAIN);
    assert_string_equal(press.text, "gmail.com");
    struct keyboard phone = {.kind = KEYBOARD_PHONE};
    text = typed(&phone, "+61 (2) 5550-1234");
    assert_string_equal(text, "+61 (2) 5550-1234");
    free(text);
    int64_t codes[KEYBOARD_PATH];
    assert_int_equal(keyboard_path(&phone, 'a', codes), 0);
}

static void shift_is_for_one_letter(void **state)
{
    (void)state;
    struct keyboard k = {.kind = KEYBOARD_TEXT, .shift = true};
    keyboard_press(&k, 'A');
    assert_false(k.shift);
    assert_true(keyboard_press(&k, KEY_BACKSPACE).backspace);
}

static void check_cells(const struct tree *tree, struct rect inside, const struct theme *theme)
{
    for (size_t i = 0; i < tree->count; i++) {
        struct rect a = tree->nodes[i].rect;
        assert_true(a.w >= theme->key * 0.99f && a.h >= theme->key * 0.6f);
        assert_true(a.x >= inside.x - 1 && a.x + a.w <= inside.x + inside.w + 1);
        for (size_t j = 0; j < i; j++) {
            struct rect b = tree->nodes[j].rect;
            bool same_row = fabsf(a.y - b.y) < 1;
            assert_false(rect_overlaps(rect_inset(a, 1), rect_inset(b, 1)));
            if (j + 1 == i && same_row) {
                assert_true(fabsf(b.x + b.w - a.x) < 1); /* no dead gap */
            }
        }
    }
}

static void keys_have_no_dead_gaps(void **state)
{
    (void)state;
    static const struct rect screens[] = {
        {0, 0, 1920, 1080}, {0, 0, 1080, 1920}, {0, 0, 1280, 800}};
    for (size_t s = 0; s < 3; s++) {
        for (int kind = 0; kind < 6; kind++) {
            struct draw_list draw = {0};
            struct tree tree = {0};
            struct theme theme = theme_make(&(struct theme_wish){.width = (int)screens[s].w,
                                                                 .height = (int)screens[s].h,
                                                                 .diagonal_inch = 24,
                                                                 .accent = colour_rgb(0x1f5f4b)});
            struct ui ui = {.draw = &draw,
                            .tree = &tree,
                            .theme = &theme,
                            .screen = screens[s],
                            .text = {NULL, width, metrics, NULL}};
            struct keyboard k = {.kind = (enum keyboard_kind)(kind % 3),
                                 .page = kind >= 3 ? PAGE_MORE : PAGE_LETTERS,
                                 .domains = {"gmail.com", "outlook.com"}};
            float height = keyboard_height(&theme, screens[s], &k);
            struct rect r = {0, screens[s].h - height, screens[s].w, height};
            keyboard_view(&ui, r, &k, 7);
            assert_true(tree.count >= 16);
            check_cells(&tree, r, &theme);
            draw_free(&draw);
            tree_free(&tree);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_can_be_typed),
        cmocka_unit_test(addresses_and_numbers_can_be_typed),
        cmocka_unit_test(shift_is_for_one_letter),
        cmocka_unit_test(keys_have_no_dead_gaps),
    };
    return cmocka_run_group_tests_name("ui/keyboard", tests, NULL, NULL);
}
