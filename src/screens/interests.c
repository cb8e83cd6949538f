/* "What do you enjoy?": the way to help for those who do not know yet what they could do. */
#include <math.h>

#include "base/i18n.h"
#include "screens/page.h"

void interests_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct app *app = page->app;
    struct rect body = furniture_frame(page, _("Help out"), 0, 0);
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    struct text_look small = page_look(TEXT_BODY, t->ink_soft);
    const char *title = _("What do you enjoy?");
    const char *hint = _("Touch as many as you like. We show you what could suit you.");
    look.size = ui_text_fit(ui, (struct rect){body.x, body.y, body.w, ui_line_height(ui, look)},
                            look, title, t->fonts[page->compact ? TEXT_BODY : TEXT_SUBHEAD].size);
    ui_text(ui, page_cut_top(&body, ui_text_height(ui, body.w, look, title), t->unit * 0.25f), look,
            title);
    if (!page->compact) {
        float lines = ui_text_height(ui, body.w, small, hint);
        ui_text(ui, page_cut_top(&body, lines, t->unit), small, hint);
    } else {
        page_cut_top(&body, 0, t->unit * 0.75f);
    }

    struct rect row = page_cut_bottom(&body, t->touch * (page->compact ? 1 : 1.2f), t->unit);
    struct button show = {.label = app->enjoys != 0 ? _("Show what suits me")
                                                    : _("Show all the ways to help"),
                          .icon = "next",
                          .icon_after = true,
                          .look = BUTTON_MAIN,
                          .action = page_do(VERB_LIST, ITEM_VOLUNTEERING)};
    float w = fminf(row.w, fmaxf(ui_button_width(ui, show) + t->unit * 4, t->touch * 4));
    struct rect at = {row.x + row.w - w, row.y, w, row.h};
    ui_button(ui, ui_mirror(ui, row, at), show);

    size_t count = 0;
    const struct form_option *options = form_interests(&count);
    size_t columns = page_wide(body) ? 4 : 2;
    size_t rows = (count + columns - 1) / columns;
    float gap = fmaxf(t->gap, t->unit);
    body.h = fminf(body.h, (t->touch * 2 + gap) * (float)rows - gap);
    for (size_t i = 0; i < count; i++) {
        struct rect cell =
            ui_column(ui, ui_row(body, rows, i / columns, gap), columns, i % columns, gap);
        ui_choice(ui, cell,
                  (struct button){.label = _(options[i].label),
                                  .icon = options[i].icon,
                                  .checked = (app->enjoys >> i & 1) != 0,
                                  .action = page_do(VERB_ENJOY, (int64_t)i)},
                  ROLE_TICK);
    }
}
