/* A month of What's on: the weekdays' names above rows of days. Where the stage is too low for days that
 * can be touched, some weeks at a time. */
#include "model/month.h"

#include <math.h>

#include "model/words.h"
#include "screens/page.h"

/* English is spoken where weeks begin on either day: there the school's way of writing dates tells. */
int month_first_weekday(const struct app *app)
{
    if (!str_same(app->language, "en")) {
        return words_first_weekday();
    }
    return app->config->school.date_order == DATE_MONTH_FIRST ? 6 : 0;
}

/* The height of the weekdays' names. */
static float names_height(const struct page *page)
{
    return ui_line_height(page->ui, page_look(TEXT_SMALL, page->ui->theme->ink));
}

size_t month_room(const struct page *page, struct rect body)
{
    const struct theme *t = page->ui->theme;
    float room = body.h - names_height(page) + t->gap;
    float weeks = floorf(room / (t->touch + t->gap));
    return weeks < 1 ? 1 : weeks > MONTH_WEEKS ? MONTH_WEEKS : (size_t)weeks;
}

static void draw_names(struct page *page, struct rect row)
{
    struct ui *ui = page->ui;
    struct text_look look = page_look(TEXT_SMALL, ui->theme->ink_soft);
    look.align = ALIGN_CENTRE;
    look.max_lines = 1;
    for (size_t i = 0; i < 7; i++) {
        int weekday = ((int)i + month_first_weekday(page->app)) % 7;
        struct rect cell = ui_column(ui, row, 7, i, ui->theme->gap);
        struct text_look fit = look;
        fit.size = ui_text_fit(ui, cell, look, words_weekday(weekday),
                               ui->theme->fonts[TEXT_SMALL].size * 0.6f);
        ui_text(ui, cell, fit, words_weekday(weekday));
    }
}

/* What is on that day, and the words that say so. */
static void fill_day(const struct page *page, wall_t midnight, const struct item *const *items,
                     size_t count, struct day *day, struct str *label)
{
    int64_t only = 0;
    words_date(label, midnight, page->said_now, false);
    for (size_t i = 0; i < count; i++) {
        if (!month_item_on(items[i], midnight)) {
            continue;
        }
        const char *title = words_title(items[i], page->ui->language);
        if (day->count < DAY_TITLES) {
            day->titles[day->count] = title;
            day->kinds[day->count] = items[i]->kind;
        }
        str_printf(label, "%s%s", day->count == 0 ? ": " : ", ", title);
        only = items[i]->id;
        day->count++;
    }
    day->label = label->data;
    /* One thing alone is opened at once. */
    day->action =
        day->count == 1 ? page_do(VERB_ITEM, only) : page_do(VERB_DAY, midnight / WALL_DAY);
}

void month_view(struct page *page, struct rect body, const struct item *const *items, size_t count,
                int month, size_t first, size_t weeks)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    draw_names(page, page_cut_top(&body, names_height(page), 0));
    struct month_grid grid = month_grid(month, month_first_weekday(page->app));
    /* Never so tall that a day looks like a column. */
    body.h = fminf(body.h, (t->unit * 17 + t->gap) * (float)weeks - t->gap);
    for (size_t i = 0; i < weeks * 7; i++) {
        size_t week = first + i / 7;
        wall_t midnight = week < grid.weeks ? grid.days[week * 7 + i % 7] : WALL_NONE;
        if (midnight == WALL_NONE || month_of(midnight) != month) {
            continue;
        }
        struct rect row = ui_row(body, weeks, i / 7, t->gap);
        struct day day = {.number = wall_to_civil(midnight).day,
                          .today = page->said_now != WALL_NONE &&
                                   wall_midnight(page->said_now) == midnight};
        struct str label = {0};
        fill_day(page, midnight, items, count, &day, &label);
        ui_day(ui, ui_column(ui, row, 7, i % 7, t->gap), &day);
        str_free(&label);
    }
}
