/* ui/textbox and ui/draw: directions. A fake text engine makes every byte ten pixels wide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/ui.h"

static float width(void *context, struct font font, const char *text, size_t length)
{
    (void)context;
    (void)font;
    (void)text;
    return (float)length * 10;
}

static struct font_metrics metrics(void *context, struct font font)
{
    (void)context;
    (void)font;
    return (struct font_metrics){.ascent = 15, .line_height = 20, .cap_height = 12};
}

/* Breaks at the last blank that fits, else where the room ends. */
static size_t wrap(void *context, struct font font, const char *text, float room,
                   struct text_line *lines, size_t limit)
{
    (void)context;
    (void)font;
    size_t fit = (size_t)(room / 10), count = 0, start = 0, length = strlen(text);
    while (start < length) {
        size_t end = start + fit < length ? start + fit : length;
        for (size_t i = end; end < length && i > start; i--) {
            if (text[i] == ' ') {
                end = i;
                break;
            }
        }
        if (count < limit) {
            lines[count] = (struct text_line){start, end - start, (float)(end - start) * 10};
        }
        count++;
        start = end + (text[end] == ' ');
    }
    return count;
}

struct frame {
    struct draw_list draw;
    struct tree tree;
    struct theme theme;
    struct ui ui;
};

static void begin(struct frame *f, bool rtl)
{
    *f = (struct frame){0};
    f->theme = theme_make(&(struct theme_wish){
        .width = 1280, .height = 800, .diagonal_inch = 43, .accent = colour_rgb(0x1f5f4b)});
    f->draw.rtl = rtl;
    f->ui = (struct ui){.draw = &f->draw,
                        .tree = &f->tree,
                        .theme = &f->theme,
                        .text = {NULL, width, metrics, wrap},
                        .rtl = rtl};
}

static void end(struct frame *f)
{
    draw_free(&f->draw);
    tree_free(&f->tree);
}

static const char *drawn(const struct frame *f, size_t i)
{
    assert_true(i < f->draw.count);
    return draw_text_of(&f->draw, &f->draw.draws[i]);
}

static const struct text_look look = {.style = TEXT_BODY};

static void english_stands_at_the_right_of_an_arabic_page(void **state)
{
    (void)state;
    struct frame f;
    begin(&f, true);
    ui_text(&f.ui, (struct rect){100, 0, 120, 100}, look, "Ten o'clock sharp.");
    assert_int_equal(f.draw.count, 2);
    assert_string_equal(drawn(&f, 0), "Ten o'clock");
    assert_int_equal((int)f.draw.draws[0].rect.x, 100 + 120 - 110);
    assert_int_equal((int)f.draw.draws[1].rect.x, 100 + 120 - 60);
    end(&f);
}

/* A line keeps its paragraph's direction: here the second begins with a Latin word. */
static void a_line_runs_as_its_paragraph_does(void **state)
{
    (void)state;
    struct frame f;
    begin(&f, true);
    ui_text(&f.ui, (struct rect){0, 0, 150, 100}, look, "مدرسة Riverbank.");
    assert_int_equal(f.draw.count, 2);
    assert_string_equal(drawn(&f, 0), "مدرسة");
    assert_string_equal(drawn(&f, 1), "\u200FRiverbank.");
    end(&f);
    /* And one of figures alone in an English paragraph on an Arabic page. */
    begin(&f, true);
    ui_text(&f.ui, (struct rect){0, 0, 120, 100}, look, "Open from 8.30-12.30!");
    assert_int_equal(f.draw.count, 2);
    assert_string_equal(drawn(&f, 0), "Open from");
    assert_string_equal(drawn(&f, 1), "\u200E8.30-12.30!");
    end(&f);
}

static void figures_alone_read_from_the_left(void **state)
{
    (void)state;
    struct frame f;
    begin(&f, true);
    assert_false(ui_runs_right(&f.ui, "+44 20"));
    assert_false(ui_runs_right(&f.ui, "Ana"));
    assert_true(ui_runs_right(&f.ui, "سلام"));
    assert_true(ui_runs_right(&f.ui, ""));
    f.ui.rtl = false;
    assert_true(ui_runs_right(&f.ui, "12 سلام"));
    assert_false(ui_runs_right(&f.ui, ""));
    end(&f);
}

/* The caret of a Latin name typed on an Arabic page stands behind its last letter. */
static void the_caret_stands_where_the_next_letter_comes(void **state)
{
    (void)state;
    struct frame f;
    begin(&f, true);
    ui_field(&f.ui, (struct rect){0, 0, 800, 100}, "Name", "Ana", false);
    struct rect text = {0}, caret = {0};
    for (size_t i = 0; i < f.draw.count; i++) {
        const struct draw *draw = &f.draw.draws[i];
        text = draw->kind == DRAW_TEXT ? draw->rect : text;
        caret = draw->kind == DRAW_FILL ? draw->rect : caret;
    }
    assert_true(text.x > 400);
    assert_true(caret.x >= text.x + 30);
    assert_true(caret.x + caret.w <= 800);
    end(&f);
}

static void arrows_turn_round(void **state)
{
    (void)state;
    struct frame f;
    for (int rtl = 0; rtl < 2; rtl++) {
        begin(&f, rtl != 0);
        draw_icon(&f.draw, (struct rect){0, 0, 10, 10}, "back", f.theme.ink);
        draw_icon(&f.draw, (struct rect){0, 0, 10, 10}, "next", f.theme.ink);
        draw_icon(&f.draw, (struct rect){0, 0, 10, 10}, "phone", f.theme.ink);
        assert_string_equal(drawn(&f, 0), rtl ? "next" : "back");
        assert_string_equal(drawn(&f, 1), rtl ? "back" : "next");
        assert_string_equal(drawn(&f, 2), "phone");
        end(&f);
    }
}

/* … and only once, whatever draws them. */
static void arrows_of_buttons_turn_round(void **state)
{
    (void)state;
    struct frame f;
    for (int control = 0; control < 2; control++) {
        begin(&f, true);
        struct button back = {.label = "Back", .icon = "back", .action = {.verb = 1}};
        struct rect r = {0, 0, 300, 100};
        if (control) {
            ui_control(&f.ui, r, back, NULL);
        } else {
            ui_button(&f.ui, r, back);
        }
        size_t icons = 0;
        for (size_t i = 0; i < f.draw.count; i++) {
            if (f.draw.draws[i].kind == DRAW_ICON) {
                assert_string_equal(drawn(&f, i), "next");
                icons++;
            }
        }
        assert_int_equal(icons, 1);
        end(&f);
    }
}

static void an_ellipsis_follows_a_whole_word(void **state)
{
    (void)state;
    struct frame f;
    begin(&f, false);
    struct text_look one = look;
    one.max_lines = 1;
    ui_text(&f.ui, (struct rect){0, 0, 180, 20}, one, "The winter fair, in the hall");
    assert_string_equal(drawn(&f, 0), "The winter…");
    end(&f);
    begin(&f, false);
    ui_text(&f.ui, (struct rect){0, 0, 200, 20}, one, "The winter fair, in the hall");
    assert_string_equal(drawn(&f, 0), "The winter fair…"); /* without the comma */
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_stands_at_the_right_of_an_arabic_page),
        cmocka_unit_test(a_line_runs_as_its_paragraph_does),
        cmocka_unit_test(figures_alone_read_from_the_left),
        cmocka_unit_test(the_caret_stands_where_the_next_letter_comes),
        cmocka_unit_test(arrows_turn_round),
        cmocka_unit_test(arrows_of_buttons_turn_round),
        cmocka_unit_test(an_ellipsis_follows_a_whole_word),
    };
    return cmocka_run_group_tests_name("ui/textbox", tests, NULL, NULL);
}
