/* The keypad behind the corner. The digits are never shown, nor said. */
#include <math.h>

#include "base/i18n.h"
#include "model/words.h"
#include "screens/page.h"

static void draw_dots(struct page *page, struct rect row)
{
    const struct theme *t = page->ui->theme;
    float dot = fminf(row.h * 0.5f, t->unit * 2), step = dot * 1.8f;
    float x = row.x + (row.w - step * PIN_MOST) / 2;
    for (size_t i = 0; i < PIN_MOST; i++) {
        struct rect at = {x + (float)i * step, row.y + (row.h - dot) / 2, dot, dot};
        if (i < page->app->door.typed) {
            draw_fill(page->ui->draw, at, t->ink, dot / 2);
        } else {
            draw_outline(page->ui->draw, at, colour_alpha(t->ink, 0.5f), dot / 2, t->stroke);
        }
    }
}

static void draw_keys(struct page *page, struct rect box, bool locked)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    bool rtl = ui->rtl;
    ui->rtl = false; /* digits stand as on every keypad */
    for (size_t i = 0; i < 12; i++) {
        struct rect at = ui_column(ui, ui_row(box, 4, i / 3, t->gap), 3, i % 3, t->gap);
        char digit[2] = {(char)(i < 9 ? '1' + i : '0'), '\0'};
        struct button key = {
            .label = digit, .action = page_do(VERB_DIGIT, digit[0]), .disabled = locked};
        if (i == 9) {
            key = (struct button){.label = "",
                                  .name = _("Delete"),
                                  .icon = "backspace",
                                  .action = page_do(VERB_DIGIT, 0),
                                  .disabled = locked};
        } else if (i == 11) {
            key = (struct button){.label = "",
                                  /* TRANSLATORS: the button that ends typing a PIN */
                                  .name = _("OK"),
                                  .icon = "check",
                                  .look = BUTTON_MAIN,
                                  .action = page_do(VERB_PIN, 0),
                                  .disabled = locked || page->app->door.typed < PIN_LEAST};
        }
        ui_button(ui, at, key);
    }
    ui->rtl = rtl;
}

void staffdoor_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct staffdoor *door = &page->app->door;
    /* TRANSLATORS: the heading of the pages for the school's staff */
    struct rect body = furniture_frame(page, _("For staff"), 0, 0);
    bool locked = staffdoor_is_locked(door, ui->now_ms);
    struct str words = {0};
    if (locked) {
        int minutes = (int)((door->locked_until_ms - ui->now_ms + 59999) / 60000);
        /* TRANSLATORS: %d is a number of minutes */
        words_number(&words,
                     P_("Too many wrong PINs. Please wait %d minute.",
                        "Too many wrong PINs. Please wait %d minutes.", minutes),
                     minutes);
    } else {
        str_puts(&words, door->was_wrong ? _("That PIN was wrong. Please try again.")
                                         : _("Please type the staff's PIN."));
    }
    struct text_look look = page_look(TEXT_SUBHEAD, t->ink);
    look.heading = true;
    look.align = ALIGN_CENTRE;
    struct rect head = body, keys = body;
    float line = ui_text_height(ui, body.w, look, words.data);
    if (page_wide(body) && body.h - line - t->unit * 5 < (t->touch + t->gap) * 4) {
        /* On low glass the keys stand beside the words, not below them. */
        head.w = keys.w = (body.w - t->margin) / 2;
        keys.x += body.w - keys.w;
        head = ui_mirror(ui, body, head);
        keys = ui_mirror(ui, body, keys);
        look.max_lines = 4;
        line = ui_text_height(ui, head.w, look, words.data);
    } else {
        look.max_lines = 2;
        (void)page_cut_top(&keys, line + t->unit * 4, t->unit);
    }
    ui_text(ui, page_cut_top(&head, line, t->unit), look, words.data);
    draw_dots(page, page_cut_top(&head, t->unit * 3, t->unit));
    float width = fminf(keys.w, fminf(t->unit * 48, keys.h * 1.1f));
    keys.x += (keys.w - width) / 2;
    keys.w = width;
    keys.h = fminf(keys.h, t->unit * 48);
    draw_keys(page, keys, locked);
    str_free(&words);
}
