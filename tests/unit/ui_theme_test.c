/* ui/theme: LOOK's numbers on every glass, and colours that can be read. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/theme.h"

static const int sizes[][2] = {{1920, 1080}, {1080, 1920}, {1280, 800}, {3840, 2160}};

static struct theme theme_of(int w, int h, double diagonal, bool contrast, int larger)
{
    struct theme_wish wish = {.width = w,
                              .height = h,
                              .diagonal_inch = diagonal,
                              .accent = colour_rgb(0x1f5f4b),
                              .larger = larger,
                              .contrast = contrast};
    return theme_make(&wish);
}

static void sizes_on_the_glass(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct theme t = theme_of(sizes[i][0], sizes[i][1], 24, false, 0);
        assert_true(t.touch / t.px_per_mm >= 20);
        assert_true(t.gap / t.px_per_mm >= 3);
        assert_true(t.key / t.px_per_mm >= 15);
        /* capital heights: 24 mm for the headline (2 m away), half of it for the second line */
        float capital = t.fonts[TEXT_HEADLINE].size * 0.7165f / t.px_per_mm;
        assert_true(capital > 24.0f && capital < 25.0f);
        capital = t.fonts[TEXT_SECOND].size * 0.7165f / t.px_per_mm;
        assert_true(capital > 11.8f);
    }
    struct theme t = theme_of(1920, 1080, 24, false, 0);
    assert_true(t.fonts[TEXT_BODY].size * 0.7165f / t.px_per_mm > 7.2f);
    assert_true(theme_of(1920, 1080, 32, false, 0).fonts[TEXT_HEADLINE].size * 0.7165f /
                    theme_of(1920, 1080, 32, false, 0).px_per_mm >
                36);
}

static void larger_text_is_larger(void **state)
{
    (void)state;
    float before = 0;
    for (int larger = 0; larger < 3; larger++) {
        float size = theme_of(1920, 1080, 24, false, larger).fonts[TEXT_BODY].size;
        assert_true(size > before);
        before = size;
    }
}

static void every_colour_can_be_read(void **state)
{
    (void)state;
    for (int contrast = 0; contrast < 2; contrast++) {
        struct theme t = theme_of(1920, 1080, 24, contrast != 0, 0);
        for (int i = 0; i < ITEM_KIND_COUNT; i++) {
            assert_true(colour_contrast(t.kinds[i].fill, t.kinds[i].text) >= 6.99f);
        }
        assert_true(colour_contrast(t.accent.fill, t.accent.text) >= 6.99f);
        assert_true(colour_contrast(t.gold.fill, t.gold.text) >= 6.99f);
        assert_true(colour_contrast(t.urgent.fill, t.urgent.text) >= 6.99f);
        assert_true(colour_contrast(t.paper, t.ink) >= 7);
        assert_true(colour_contrast(t.paper, t.ink_soft) >= 7);
        assert_true(colour_contrast(t.paper, t.urgent.fill) >= 4.5f);
    }
}

/* Any accent a school may set gets a text colour that can be read, by changing the accent if needed. */
static void any_accent_is_made_readable(void **state)
{
    (void)state;
    for (uint32_t rgb = 0; rgb <= 0xffffff; rgb += 0x070b13) {
        struct swatch s = theme_swatch(colour_rgb(rgb));
        assert_true(colour_contrast(s.fill, s.text) >= 6.9f);
    }
}

/* From 170 mm on nothing gives way; on seven inches a button still is a finger wide. */
static void hand_sized_glass_has_smaller_buttons(void **state)
{
    (void)state;
    struct theme t = theme_of(1280, 800, 15.6, false, 0);
    assert_true(t.touch >= 20 * t.px_per_mm);
    t = theme_of(1024, 600, 7, false, 0);
    assert_true(t.touch >= 10 * t.px_per_mm && t.touch < 12 * t.px_per_mm);
    assert_true(t.key < t.touch);
}

static void letters_give_way_alone(void **state)
{
    (void)state;
    struct theme t = theme_of(1920, 1080, 24, false, 2);
    struct theme normal = theme_of(1920, 1080, 24, false, 0);
    struct theme back = theme_with_letters(&t, 1);
    assert_true(fabsf(back.fonts[TEXT_BODY].size - normal.fonts[TEXT_BODY].size) <= 1);
    assert_true(back.fonts[TEXT_HEADLINE].size == t.fonts[TEXT_HEADLINE].size);
    assert_true(back.touch == t.touch && back.key == t.key);
}

static void colours_as_text(void **state)
{
    (void)state;
    struct colour c;
    assert_true(theme_colour("#1f5f4b", &c));
    assert_int_equal(c.r, 0x1f);
    assert_int_equal(c.b, 0x4b);
    assert_false(theme_colour("green", &c));
    assert_false(theme_colour("#12", &c));
    assert_false(theme_colour(NULL, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_on_the_glass),
        cmocka_unit_test(larger_text_is_larger),
        cmocka_unit_test(every_colour_can_be_read),
        cmocka_unit_test(any_accent_is_made_readable),
        cmocka_unit_test(colours_as_text),
        cmocka_unit_test(hand_sized_glass_has_smaller_buttons),
        cmocka_unit_test(letters_give_way_alone),
    };
    return cmocka_run_group_tests_name("ui/theme", tests, NULL, NULL);
}
