/* The choice of languages: each in its own name, one touch. */
#include <math.h>

#include "base/i18n.h"
#include "screens/page.h"

void languages_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct app *app = page->app;
    struct rect body = furniture_frame(page, NULL, 0, 0);
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    look.max_lines = 1;
    const char *title = _("Which language would you like?");
    struct rect room = {body.x, body.y, body.w, ui_line_height(ui, look)};
    look.size = ui_text_fit(ui, room, look, title, t->fonts[TEXT_SUBHEAD].size);
    ui_text(ui, page_cut_top(&body, room.h, t->unit), look, title);

    size_t count = app->offered_count;
    size_t columns = page_wide(body) ? (count > 9 ? 4 : 3) : 2;
    size_t rows = (count + columns - 1) / columns;
    float gap = fmaxf(t->gap, t->unit);
    body.h = fminf(body.h, (t->touch * 2 + gap) * (float)rows - gap);
    for (size_t i = 0; i < count; i++) {
        struct rect row = ui_row(body, rows, i / columns, gap);
        struct button choice = {
            .label = app->offered[i]->own_name,
            .checked = language_find(app->language) == app->offered[i],
            .action = page_do(VERB_LANGUAGE, (int64_t)i),
        };
        struct rect cell = ui_column(ui, row, columns, i % columns, gap);
        /* Each stands as its readers read: Arabic and Urdu from the right. */
        bool rtl = ui->rtl;
        ui->rtl = app->offered[i]->rtl;
        ui_choice(ui, cell, choice, ROLE_OPTION);
        ui->rtl = rtl;
    }
}
