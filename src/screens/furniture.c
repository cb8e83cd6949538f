/* The furniture around every page: crest and clock above, the way back and the comforts below.
 *
 * The controls stand in the same place on every touch screen, a word beside each symbol (LOOK.md,
 * "Lower half for hands"). */
#include <math.h>
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
    if (count > 1 && (page->compact || page->stage.y > 0)) {
        count = 1; /* where room is short the newest stands for all: the rotation shows each */
    }
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
        y += bar.h + (i + 1 < count ? t->gap : 0);
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
    struct str clock = {0};
    words_time(&clock, page->now);
    look.align = ALIGN_END;
    float side = step_count > 0 ? t->unit * 22 : ui_text_width(ui, look, clock.data) + t->unit;
    look.align = ALIGN_START;
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
    } else if (page->said_now != WALL_NONE) {
        look.align = ALIGN_END;
        ui_text(ui, ui_mirror(ui, row, end), look, clock.data);
    }
    str_free(&clock);
}

/* The bar's places, the same on every touch screen: what a screen does not offer leaves its place
 * empty, so that nothing moves from under a hand. */
enum slot {
    SLOT_BACK,
    SLOT_EVERYTHING,
    SLOT_LANGUAGE,
    SLOT_LARGER,
    SLOT_CONTRAST,
    SLOT_LOWER,
    SLOT_CALM,
    SLOT_ALOUD,
    SLOT_START_OVER,
    SLOTS
};

/* Is that place filled on this screen? */
static bool slot_offered(const struct app *app, enum slot slot)
{
    enum screen screen = app_place(app)->screen;
    return slot != SLOT_EVERYTHING || (screen != SCREEN_EXPLORE && screen != SCREEN_FORM &&
                                       screen != SCREEN_PRIVACY && screen != SCREEN_LANGUAGES);
}

/* The ways: back, everything there is, languages, start over. */
static void bar_ways(const struct app *app, struct button *slots)
{
    slots[SLOT_BACK] =
        (struct button){.label = _("Back"), .icon = "back", .action = page_do(VERB_BACK, 0)};
    slots[SLOT_EVERYTHING] =
        (struct button){/* TRANSLATORS: a button that leads to everything the screen offers. */
                        .label = _("See everything"),
                        .icon = "grid",
                        .action = page_do(VERB_EXPLORE, 0)};
    if (app->offered_count > 1) {
        slots[SLOT_LANGUAGE] =
            (struct button){/* TRANSLATORS: a button that leads to the choice of languages. */
                            .label = _("Language"),
                            .icon = "globe",
                            .checked = app_place(app)->screen == SCREEN_LANGUAGES,
                            .action = page_do(VERB_LANGUAGES, 0)};
    }
    slots[SLOT_START_OVER] =
        (struct button){/* TRANSLATORS: leaves everything and goes back to the pictures. */
                        .label = _("Start over"),
                        .icon = "home",
                        .action = page_do(VERB_START_OVER, 0)};
}

/* The comforts. */
static void bar_comforts(const struct app *app, struct button *slots)
{
    slots[SLOT_LARGER] = (struct button){.label = _("Larger text"),
                                         .icon = "text-size",
                                         .checked = app->comfort.larger > 0,
                                         .action = page_do(VERB_LARGER, 0)};
    slots[SLOT_CONTRAST] = (struct button){.label = _("Contrast"),
                                           .icon = "contrast",
                                           .checked = app->comfort.contrast,
                                           .action = page_do(VERB_CONTRAST, 0)};
    slots[SLOT_LOWER] = (struct button){
        /* TRANSLATORS: moves everything to the lower half, for wheelchair users and children. */
        .label = _("Bring it down"),
        .icon = "lower",
        .checked = app->comfort.lowered,
        .action = page_do(VERB_LOWER, 0)};
    slots[SLOT_CALM] = (struct button){/* TRANSLATORS: switches off everything that moves. */
                                       .label = _("Less motion"),
                                       .icon = "calm",
                                       .checked = app->comfort.calm,
                                       .action = page_do(VERB_CALM, 0)};
    if (app->config->display.read_aloud) {
        slots[SLOT_ALOUD] = (struct button){/* TRANSLATORS: the screen speaks what it says. */
                                            .label = _("Read aloud"),
                                            .icon = "speaker",
                                            .checked = app->reading,
                                            .action = page_do(VERB_ALOUD, 0)};
    }
}

/* Other languages' own names, as many as fit: for those who cannot read the word "Language". */
static void other_names(const struct page *page, float width, struct str *out)
{
    const struct app *app = page->app;
    struct text_look look = page_look(TEXT_SMALL, page->ui->theme->ink);
    look.size = page->ui->theme->fonts[TEXT_SMALL].size * 0.9f;
    for (size_t i = 0; i < app->offered_count; i++) {
        const struct language *language = app->offered[i];
        if (language == language_find(app->language)) {
            continue;
        }
        size_t before = out->length;
        str_printf(out, "%s%s", before > 0 ? " · " : "", language->own_name);
        if (before > 0 && ui_text_width(page->ui, look, out->data) > width) {
            out->length = before;
            out->data[before] = '\0';
            return;
        }
    }
}

static void draw_control(struct page *page, struct rect r, const struct button *button)
{
    struct str names = {0};
    if (button->action.verb == VERB_LANGUAGES) {
        other_names(page, r.w - page->ui->theme->unit, &names);
    }
    ui_control(page->ui, r, *button, names.length > 0 ? names.data : NULL);
    str_free(&names);
}

/* A page lower than this has one row of places, however long their words are. */
static const float LOW_MM = 230;

/* Which slots a row holds, and how wide each is in it: languages' names want more room. */
struct bar_row {
    enum slot slots[SLOTS];
    size_t count;
};

static float slot_share(enum slot slot)
{
    return slot == SLOT_LANGUAGE ? 1.5f : 1.0f;
}

static struct rect slot_rect(const struct ui *ui, const struct bar_row *row, struct rect inner,
                             size_t at)
{
    float gap = ui->theme->gap, shares = 0, before = 0;
    for (size_t i = 0; i < row->count; i++) {
        before += i < at ? slot_share(row->slots[i]) : 0;
        shares += slot_share(row->slots[i]);
    }
    float share = (inner.w - gap * (float)(row->count - 1)) / shares;
    struct rect r = {floorf(inner.x + before * share + gap * (float)at), inner.y,
                     floorf(share * slot_share(row->slots[at])), inner.h};
    return ui_mirror(ui, inner, r);
}

/* Do all words of that row fit their places? */
static bool row_fits(const struct ui *ui, const struct bar_row *row, const struct button *buttons,
                     struct rect inner)
{
    bool fits = true;
    for (size_t i = 0; i < row->count && fits; i++) {
        struct rect r = slot_rect(ui, row, inner, i);
        const struct button *button = &buttons[row->slots[i]];
        fits = r.w >= ui->theme->touch && ui_control_fits(ui, r.w, r.h, *button);
    }
    return fits;
}

/* One row of all places; where their words are too long for it, comforts above and ways below. */
static size_t bar_rows(const struct page *page, const struct button *buttons, struct rect inner,
                       struct bar_row rows[2])
{
    const struct app *app = page->app;
    rows[0] = rows[1] = (struct bar_row){0};
    for (int slot = 0; slot < SLOTS; slot++) {
        bool there = (slot != SLOT_LANGUAGE || app->offered_count > 1) &&
                     (slot != SLOT_ALOUD || app->config->display.read_aloud);
        if (there) {
            rows[0].slots[rows[0].count++] = (enum slot)slot;
        }
    }
    /* Low glass has no room for two: there the words are smaller instead. */
    bool low = page->stage.h < LOW_MM * page->ui->theme->px_per_mm && page->stage.w > page->stage.h;
    if (low || row_fits(page->ui, &rows[0], buttons, inner)) {
        return 1;
    }
    struct bar_row all = rows[0];
    rows[0].count = 0;
    for (size_t i = 0; i < all.count; i++) {
        enum slot slot = all.slots[i];
        struct bar_row *row = &rows[slot >= SLOT_LARGER && slot < SLOT_START_OVER ? 0 : 1];
        row->slots[row->count++] = slot;
    }
    return 2;
}

static float draw_bar(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct button buttons[SLOTS] = {0};
    bar_ways(page->app, buttons);
    bar_comforts(page->app, buttons);
    struct text_look small = page_look(TEXT_SMALL, t->ink);
    float pad = t->unit * 0.75f;
    float each = fmaxf(t->touch, t->touch * 0.5f + t->unit * 1.2f + 2 * ui_line_height(ui, small));
    struct rect inner = {page->stage.x + t->margin / 2, 0, page->stage.w - t->margin, each};
    struct bar_row rows[2];
    size_t count = bar_rows(page, buttons, inner, rows);
    float height = (float)count * (each + t->gap) - t->gap + 2 * pad;
    struct rect bar = {page->stage.x, page->stage.y + page->stage.h - height, page->stage.w,
                       height};
    draw_fill(ui->draw, bar, t->paper_dark, 0);
    for (size_t row = 0; row < count; row++) {
        inner.y = bar.y + pad + (float)row * (each + t->gap);
        for (size_t i = 0; i < rows[row].count; i++) {
            const struct button *button = &buttons[rows[row].slots[i]];
            if (slot_offered(page->app, rows[row].slots[i])) {
                draw_control(page, slot_rect(ui, &rows[row], inner, i), button);
            }
        }
    }
    return height;
}

float furniture_bar(struct page *page)
{
    const struct theme *page_theme = page->ui->theme;
    page->ui->theme = &page->app->bar_theme;
    float height = draw_bar(page);
    page->ui->theme = page_theme;
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
    if (page->compact) {
        strip.h = used > 0 ? t->gap - t->unit / 2 : 0;
    } else {
        top_strip(page, strip, heading, step, step_count);
    }
    float bar = furniture_bar(page);
    struct rect body = {page->stage.x + t->margin, strip.y + strip.h + t->unit / 2,
                        page->stage.w - 2 * t->margin, 0};
    body.h = page->stage.y + page->stage.h - bar - t->unit - body.y;
    if (page->step != NULL) {
        /* The page behind the furniture is opaque paper, so that it fades without a fringe. */
        float top = strip.y + strip.h;
        struct rect band = {page->stage.x, top, page->stage.w,
                            page->stage.y + page->stage.h - bar - top};
        draw_layer(ui->draw, page->step->alpha, page->step->dx, page->step->dy);
        draw_fill(ui->draw, band, t->paper, 0);
        page->sliding = true;
    }
    return body;
}
