/* The splash: whose display this is, while there is nothing else to see: when the computer starts, and in
 * the seconds in which the screen's process is started anew. Nothing on it can be touched. */
#include <math.h>

#include "screens/page.h"

/* "Welcome" in the school's languages, in one row, as many as fit. */
static void draw_welcomes(struct page *page, struct rect row, struct colour colour)
{
    struct ui *ui = page->ui;
    const struct app *app = page->app;
    struct text_look look = page_look(TEXT_SUBHEAD, colour);
    look.max_lines = 1;
    float gap = ui->theme->unit * 4, total = 0;
    size_t count = 0;
    for (; count < app->offered_count; count++) {
        float more = ceilf(ui_text_width(ui, look, app->offered[count]->welcome)) + 2;
        if (count > 0 && total + gap + more > row.w) {
            break;
        }
        total += more + (count > 0 ? gap : 0);
    }
    float x = row.x + (row.w - total) / 2;
    for (size_t i = 0; i < count; i++) {
        const char *word = app->offered[i]->welcome;
        float w = ceilf(ui_text_width(ui, look, word)) + 2;
        ui_text(ui, ui_mirror(ui, row, (struct rect){x, row.y, w, row.h}), look, word);
        x += w + gap;
    }
}

/* Crest, the school's name and the welcomes, one below the other in the middle. */
static void splash_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct rect screen = ui->screen;
    struct swatch s = t->accent;
    draw_gradient(ui->draw, screen, s.fill, colour_mix(s.fill, colour_rgb(0x000000), 0.25f), false);
    struct rect middle = rect_inset(screen, t->margin * 2);
    struct text_look name = page_look(TEXT_HEADLINE, s.text);
    name.align = ALIGN_CENTRE;
    name.heading = true;
    struct rect box = {middle.x, middle.y, middle.w, middle.h * 0.4f};
    name.size = ui_text_fit(ui, box, name, page->app->config->school.name,
                            t->fonts[TEXT_HEADLINE].size * 0.4f);
    float high = ui_text_height(ui, middle.w, name, page->app->config->school.name);
    float crest = fminf(screen.w, screen.h) * 0.2f, gap = t->unit * 3;
    float line = ui_line_height(ui, page_look(TEXT_SUBHEAD, s.text));
    float y = roundf(middle.y + (middle.h - crest - high - line - 2 * gap) / 2);
    furniture_crest(page, (struct rect){roundf((screen.w - crest) / 2), y, crest, crest});
    y += crest + gap;
    ui_text(ui, (struct rect){middle.x, y, middle.w, high + 1}, name,
            page->app->config->school.name);
    y += high + gap;
    draw_welcomes(page, (struct rect){middle.x, y, middle.w, line}, s.text);
}

void app_splash(const struct app *app, struct draw_list *draw, struct tree *tree,
                struct text_engine text)
{
    struct ui ui = page_ui(app, draw, tree, text);
    struct page page = {.ui = &ui, .app = app, .said_now = WALL_NONE, .stage = ui.screen};
    draw_clear(draw);
    tree_clear(tree);
    draw->rtl = ui.rtl;
    splash_view(&page);
}
