/* Explore: the kinds of things there are, one touch away each. */
#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "model/words.h"
#include "screens/page.h"

struct tile {
    const char *icon;
    struct swatch swatch;
    const char *title;
    struct str second;
    struct action action;
};

/* The second line of a tile: what is new or how much there is, in a few words. */
static void second_line(const struct page *page, enum item_kind kind, const struct item **items,
                        size_t count, struct str *out)
{
    const char *language = page->ui->language;
    switch (kind) {
    case ITEM_VOLUNTEERING:
        /* TRANSLATORS: how many ways to help there are. */
        words_number(out, P_("%zu way to help", "%zu ways to help", count), count);
        break;
    case ITEM_EVENT:
        /* TRANSLATORS: the next event's title follows. */
        str_printf(out, _("Next: %s"), words_title(items[0], language));
        break;
    case ITEM_ACHIEVEMENT:
        /* TRANSLATORS: how many celebrations of pupils and school there are to look at. */
        words_number(out, P_("%zu success to see", "%zu successes to see", count), count);
        break;
    case ITEM_LEARNING:
        str_puts(out, _("Sessions for parents"));
        break;
    case ITEM_PARTNER:
        str_puts(out, _("Who works with us"));
        break;
    default:
        str_puts(out, words_title(items[0], language));
        break;
    }
}

/* The tiles in their fixed order; kinds with nothing in them are left out. */
static size_t collect(const struct page *page, struct tile *tiles)
{
    static const enum item_kind order[] = {ITEM_VOLUNTEERING, ITEM_EVENT,      ITEM_ACHIEVEMENT,
                                           ITEM_LEARNING,     ITEM_NEWSLETTER, ITEM_PARTNER,
                                           ITEM_NOTICE};
    const struct theme *t = page->ui->theme;
    size_t count = 0;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const struct item **items = NULL;
        size_t found = page_items(page->app, order[i], page->now, &items);
        if (found > 0 || order[i] == ITEM_PARTNER) {
            struct tile *tile = &tiles[count++];
            *tile = (struct tile){.icon = theme_kind_icon(order[i]),
                                  .swatch = t->kinds[order[i]],
                                  .action = page_do(VERB_LIST, (int64_t)order[i])};
            tile->title = order[i] == ITEM_ACHIEVEMENT ? _("Celebrations")
                          : order[i] == ITEM_NOTICE    ? _("Good to know")
                                                       : words_kind(order[i]);
            second_line(page, order[i], items, found, &tile->second);
            if (found == 1 && order[i] != ITEM_PARTNER) {
                tile->action = page_do(VERB_ITEM, items[0]->id);
            }
        }
        free(items);
    }
    struct tile *ask = &tiles[count++];
    *ask = (struct tile){.icon = "chat",
                         .swatch = {t->ink, colour_rgb(0xffffff)},
                         .title = _("Ask us"),
                         .action = page_do(VERB_QUESTION, 0)};
    str_puts(&ask->second, _("A question, an idea, a worry"));
    return count;
}

/* The school's page and address for a phone, at the end of the heading. Returns the width taken. */
static float draw_codes_button(struct page *page, struct rect body)
{
    struct ui *ui = page->ui;
    struct button take = {.label = _("Take it with you"),
                          .name = _("Our school's page"),
                          .icon = "code",
                          .action = page_do(VERB_CODES, 0)};
    /* In a narrow heading it is a little smaller than it would like, never too small for its words. */
    float natural = ui_button_width(ui, take);
    float width = floorf(fmaxf(fminf(natural, body.w * 0.36f), natural * 0.72f));
    if (!codes_any(page, NULL)) {
        return 0;
    }
    struct rect r = {body.x + body.w - width, body.y, width, ui->theme->touch};
    ui_button(ui, ui_mirror(ui, body, r), take);
    return width + ui->theme->unit;
}

void explore_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct rect body = furniture_frame(page, NULL, 0, 0);
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    look.max_lines = page_wide(page->stage) ? 1 : 2;
    const char *title = _("Welcome. What would you like?");
    struct rect words = body;
    words.w -= draw_codes_button(page, body);
    words.h = ui_line_height(ui, look) * (float)look.max_lines;
    look.size = ui_text_fit(ui, words, look, title, t->fonts[TEXT_SMALL].size);
    float height = ui_text_height(ui, words.w, look, title);
    ui_text(ui, ui_mirror(ui, body, words), look, title);
    page_cut_top(&body, words.w < body.w ? fmaxf(height, t->touch) : height, t->unit);

    struct tile tiles[ITEM_KIND_COUNT + 1];
    size_t count = collect(page, tiles);
    size_t columns = page_wide(body) ? (count > 6 ? 4 : 3) : 2;
    size_t rows = (count + columns - 1) / columns;
    for (size_t i = 0; i < count; i++) {
        struct rect row = ui_row(body, rows, i / columns, t->unit * 1.5f);
        /* A last row that is not full is shared evenly by the tiles it has. */
        size_t in_row = i / columns + 1 < rows ? columns : count - (rows - 1) * columns;
        struct rect cell = ui_column(ui, row, in_row, i % columns, t->unit * 1.5f);
        ui_tile(ui, cell, tiles[i].icon, tiles[i].swatch, tiles[i].title, tiles[i].second.data,
                tiles[i].action);
        str_free(&tiles[i].second);
    }
}
