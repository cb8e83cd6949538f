/* The furniture around every page: crest and clock above, the way back and the comforts below.
 *
 * The controls stand in the same place on every touch screen, a word beside each symbol (LOOK.md,
 * "Lower half for hands"). */
#include <stdlib.h>

#include "base/i18n.h"
#include "model/words.h"
#include "screens/page.h"

float furniture_top(const struct theme *theme)
{
    return theme->touch + theme->unit;
}

void furniture_crest(struct page *page, struct rect box)
{
    struct ui *ui = page->ui;
    if (page->app->crest != NULL) {
        /* Cached pictures have no transparency: the crest stands on a badge of its own paper. */
        draw_fill(ui->draw, box, colour_rgb(0xfaf6ec), box.w * 0.16f);
        draw_picture(ui->draw, rect_inset(box, box.w * 0.08f), page->app->crest, PICTURE_CARD,
                     PICTURE_CONTAIN, 0, (struct colour){0});
    } else {
        draw_icon(ui->draw, box, "crest", colour_rgb(0xffffff));
    }
}

size_t furniture_urgent(const struct app *app, wall_t now, const struct item *urgent[3])
{
    size_t count = 0;
    for (size_t i = 0; i < app->items.count; i++) {
        const struct item *item = &app->items.items[i];
        if (!item->urgent || !rotation_shows(item, now)) {
            continue;
        }
        size_t at = count < 3 ? count++ : 3;
        while (at > 0 && urgent[at - 1]->first_seen < item->first_seen) {
            if (at < 3) {
                urgent[at] = urgent[at - 1];
            }
            at--;
        }
        if (at < 3) {
            urgent[at] = item;
        }
    }
    return count;
}

/* The banner over every page: one line a notice, touch to read it. Returns its height. */
static float urgent_banner(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct item *urgent[3];
    size_t count = furniture_urgent(page->app, page->now, urgent);
    float y = page->stage.y;
    for (size_t i = 0; i < count; i++) {
        struct rect bar = {page->stage.x, y, page->stage.w, t->touch};
        const char *title = words_title(urgent[i], ui->language);
        draw_fill(ui->draw, bar, t->urgent.fill, 0);
        tree_add(ui->tree, ROLE_BUTTON, title, bar, page_do(VERB_ITEM, urgent[i]->id));
        float icon = t->touch * 0.55f;
        struct rect sign = {t->margin, bar.y + (bar.h - icon) / 2, icon, icon};
        draw_icon(ui->draw, ui_mirror(ui, bar, sign), "urgent", t->urgent.text);
        struct text_look look = page_look(TEXT_SUBHEAD, t->urgent.text);
        look.max_lines = 1;
        float x = t->margin + icon + t->unit;
        float line = ui_line_height(ui, look);
        struct rect box = {x, bar.y + (bar.h - line) / 2, bar.w - x - t->margin, line};
        look.size = ui_text_fit(ui, box, look, title, t->fonts[TEXT_SMALL].size);
        ui_text(ui, ui_mirror(ui, bar, box), look, title);
        y += bar.h + (i + 1 < count ? t->stroke : 0);
    }
    return y - page->stage.y;
}

/* Crest, heading and clock (or a form's progress). */
static void top_strip(struct page *page, struct rect strip, const char *heading, size_t step,
                      size_t step_count)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    float crest = t->touch;
    struct rect row = rect_inset(strip, 0);
    row.x += t->margin;
    row.w -= 2 * t->margin;
    float middle = strip.y + strip.h / 2 + t->unit / 4;
    struct rect shield = {row.x, middle - crest / 2, crest, crest};
    furniture_crest(page, ui_mirror(ui, row, shield));
    struct text_look look = page_look(TEXT_LABEL, t->ink);
    look.max_lines = 1;
    float line = ui_line_height(ui, look);
    float side = step_count > 0 ? t->unit * 22 : t->unit * 12;
    if (side > row.w * 0.42f) {
        side = row.w * 0.42f;
    }
    struct rect name = {row.x + crest + t->unit, middle - line / 2, row.w - crest - t->unit - side,
                        line};
    ui_text(ui, ui_mirror(ui, row, name), look,
            heading != NULL ? heading : page->app->config->school.name);
    struct rect end = {row.x + row.w - side, middle - line / 2, side, line};
    if (step_count > 0) {
        ui_progress(ui, ui_mirror(ui, row, end), step, step_count);
        return;
    }
    if (page->said_now == WALL_NONE) {
        return;
    }
    struct str clock = {0};
    words_time(&clock, page->now);
    look.align = ALIGN_END;
    ui_text(ui, ui_mirror(ui, row, end), look, clock.data);
    str_free(&clock);
}

/* The bar's buttons; the first stands at the start, the last at the end. */
static size_t bar_buttons(const struct page *page, struct button *buttons)
{
    const struct app *app = page->app;
    enum screen screen = app_place(app)->screen;
    size_t n = 0;
    buttons[n++] =
        (struct button){.label = _("Back"), .icon = "back", .action = page_do(VERB_BACK, 0)};
    if (screen != SCREEN_EXPLORE && screen != SCREEN_FORM && screen != SCREEN_PRIVACY &&
        screen != SCREEN_LANGUAGES) {
        buttons[n++] =
            (struct button){/* TRANSLATORS: a button that leads to everything the screen offers. */
                            .label = _("See everything"),
                            .icon = "touch",
                            .action = page_do(VERB_EXPLORE, 0)};
    }
    if (app->offered_count > 1 && screen != SCREEN_LANGUAGES) {
        buttons[n++] =
            (struct button){/* TRANSLATORS: a button that leads to the choice of languages. */
                            .label = _("Language"),
                            .icon = "globe",
                            .action = page_do(VERB_LANGUAGES, 0)};
    }
    buttons[n++] = (struct button){.label = _("Larger text"),
                                   .icon = "text-size",
                                   .checked = app->comfort.larger > 0,
                                   .action = page_do(VERB_LARGER, 0)};
    buttons[n++] = (struct button){.label = _("Contrast"),
                                   .icon = "contrast",
                                   .checked = app->comfort.contrast,
                                   .action = page_do(VERB_CONTRAST, 0)};
    buttons[n++] = (struct button){
        /* TRANSLATORS: moves everything to the lower half, for wheelchair users and children. */
        .label = _("Bring it down"),
        .icon = "lower",
        .checked = app->comfort.lowered,
        .action = page_do(VERB_LOWER, 0)};
    buttons[n++] = (struct button){/* TRANSLATORS: switches off everything that moves. */
                                   .label = _("Less motion"),
                                   .icon = "calm",
                                   .checked = app->comfort.calm,
                                   .action = page_do(VERB_CALM, 0)};
    buttons[n++] =
        (struct button){/* TRANSLATORS: leaves everything and goes back to the pictures. */
                        .label = _("Start over"),
                        .icon = "home",
                        .action = page_do(VERB_START_OVER, 0)};
    return n;
}

/* The row of controls at the bottom; two rows where one is too narrow for their words. */
static float bottom_bar(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct button buttons[10];
    float widths[10];
    size_t n = bar_buttons(page, buttons);
    float total = t->gap * (float)(n - 1);
    for (size_t i = 0; i < n; i++) {
        widths[i] = ui_button_width(ui, buttons[i]);
        total += widths[i];
    }
    float room = page->stage.w - 2 * t->margin;
    size_t rows = total > room ? 2 : 1;
    float pad = t->unit * 0.75f;
    float height = (float)rows * t->touch + (float)(rows - 1) * t->gap + 2 * pad;
    float bottom = page->stage.y + page->stage.h;
    struct rect bar = {page->stage.x, bottom - height, page->stage.w, height};
    draw_fill(ui->draw, bar, t->paper_dark, 0);
    struct rect inner = {t->margin, bar.y + pad, room, t->touch};
    if (rows == 1) {
        float x = inner.x;
        for (size_t i = 0; i < n; i++) {
            bool last = i + 1 == n;
            struct rect r = {last ? inner.x + inner.w - widths[i] : x, inner.y, widths[i], inner.h};
            ui_button(ui, ui_mirror(ui, inner, r), buttons[i]);
            x += widths[i] + t->gap;
        }
        return height;
    }
    /* Comforts above, ways out below: the lower row is what everybody needs. */
    struct rect lower = inner;
    lower.y += t->touch + t->gap;
    size_t ways = n - 5;
    for (size_t i = 0; i < 4; i++) {
        ui_button(ui, ui_column(ui, inner, 4, i, t->gap), buttons[ways + i]);
    }
    for (size_t i = 0; i <= ways; i++) {
        ui_button(ui, ui_column(ui, lower, ways + 1, i, t->gap), buttons[i < ways ? i : n - 1]);
    }
    return height;
}

/* What stands above a page that was brought down: calm, nothing to touch. */
static void empty_upper_part(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct rect upper = ui->screen;
    upper.h = page->stage.y;
    draw_fill(ui->draw, upper, t->paper_deep, 0);
    float crest = upper.h * 0.35f < t->touch * 2 ? upper.h * 0.35f : t->touch * 2;
    struct rect shield = {upper.w / 2 - crest / 2, upper.h / 2 - crest / 2, crest, crest};
    furniture_crest(page, shield);
}

struct rect furniture_frame(struct page *page, const char *heading, size_t step, size_t step_count)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    draw_fill(ui->draw, page->stage, t->paper, 0);
    if (page->stage.y > 0) {
        empty_upper_part(page);
    }
    float used = urgent_banner(page);
    struct rect strip = {page->stage.x, page->stage.y + used, page->stage.w, furniture_top(t)};
    top_strip(page, strip, heading, step, step_count);
    float bar = bottom_bar(page);
    struct rect body = {page->stage.x + t->margin, strip.y + strip.h + t->unit / 2,
                        page->stage.w - 2 * t->margin, 0};
    body.h = page->stage.y + page->stage.h - bar - t->unit - body.y;
    return body;
}
