/* What's on: events, sessions for parents and where help is wanted, by date; as cards or as a month,
 * all of them or one sort. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/month.h"
#include "model/words.h"
#include "screens/page.h"

static bool wants_help(const struct item *item)
{
    return item->kind == ITEM_VOLUNTEERING || item->helpers > 0;
}

static bool belongs(const struct item *item, enum whatson filter)
{
    bool dated = item->starts != WALL_NONE;
    bool on = item->kind == ITEM_EVENT ||
              (dated && (item->kind == ITEM_LEARNING || item->kind == ITEM_VOLUNTEERING));
    switch (filter) {
    case WHATSON_EVENTS:
        return item->kind == ITEM_EVENT;
    case WHATSON_SESSIONS:
        return on && item->kind == ITEM_LEARNING;
    case WHATSON_HELP:
        return on && wants_help(item);
    default:
        return on;
    }
}

/* By date, undated ones last. */
static int by_date(const void *a, const void *b)
{
    const struct item *x = *(const struct item *const *)a;
    const struct item *y = *(const struct item *const *)b;
    if (x->starts != y->starts) {
        if (x->starts == WALL_NONE || y->starts == WALL_NONE) {
            return x->starts == WALL_NONE ? 1 : -1;
        }
        return x->starts < y->starts ? -1 : 1;
    }
    return x->id < y->id ? -1 : x->id > y->id;
}

/* What is on, sorted; `day`: of that day alone. Caller frees *found. */
static size_t collect(const struct page *page, enum whatson filter, int64_t day,
                      const struct item ***found)
{
    const struct item_list *items = &page->app->items;
    size_t count = 0;
    *found = xcalloc(items->count + 1, sizeof **found);
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->items[i];
        if (belongs(item, filter) && item_status(item, page->now) == ITEM_SHOWING &&
            (day == 0 || month_item_on(item, day * WALL_DAY))) {
            (*found)[count++] = item;
        }
    }
    if (count > 1) {
        qsort(*found, count, sizeof **found, by_date);
    }
    return count;
}

static bool any(const struct page *page, enum whatson filter)
{
    const struct item **items = NULL;
    size_t count = collect(page, filter, 0, &items);
    free(items);
    return count > 0;
}

/* The sorts there are something of; one alone is no choice. */
static size_t filters(const struct page *page, struct button *buttons)
{
    const char *const words[WHATSON_COUNT] = {
        /* TRANSLATORS: what to see of "What's on": everything, events, sessions for parents … */
        C_("what's on", "Everything"),
        C_("what's on", "Events"),
        C_("what's on", "For parents"),
        /* TRANSLATORS: … and what helpers are wanted for. */
        C_("what's on", "You can help"),
    };
    static const char *const icons[WHATSON_COUNT] = {"grid", "calendar", "book", "heart"};
    size_t count = 0;
    for (int i = 0; i < WHATSON_COUNT; i++) {
        if (any(page, (enum whatson)i)) {
            buttons[count++] =
                (struct button){.label = words[i],
                                .icon = icons[i],
                                .checked = app_place(page->app)->filter == (enum whatson)i,
                                .action = page_do(VERB_FILTER, i)};
        }
    }
    return count > 2 ? count : 0;
}

/* The chips: side by side as wide as their words, or in two rows where these are long. */
static void draw_filters(struct page *page, struct rect *body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct button buttons[WHATSON_COUNT];
    size_t count = filters(page, buttons);
    if (count == 0) {
        return;
    }
    float needed = t->gap * (float)(count - 1);
    for (size_t i = 0; i < count; i++) {
        needed += ui_button_width(ui, buttons[i]);
    }
    if (needed <= body->w) {
        struct rect row = page_cut_top(body, t->touch, t->unit);
        float x = row.x;
        for (size_t i = 0; i < count; i++) {
            struct rect r = {x, row.y, ui_button_width(ui, buttons[i]), row.h};
            ui_button(ui, ui_mirror(ui, row, r), buttons[i]);
            x += r.w + t->gap;
        }
        return;
    }
    size_t columns = (count + 1) / 2;
    struct rect rows = page_cut_top(body, t->touch * 2 + t->gap, t->unit);
    for (size_t i = 0; i < count; i++) {
        struct rect row = ui_row(rows, 2, i / columns, t->gap);
        ui_button(ui, ui_column(ui, row, columns, i % columns, t->gap), buttons[i]);
    }
}

/* From a list to the month and back, at the end of the heading's row. Returns the width used. */
static float draw_toggle(struct page *page, struct rect head, int month)
{
    struct ui *ui = page->ui;
    bool is_month = app_place(page->app)->month != 0;
    struct button toggle = {.label = is_month ? _("As a list") : _("As a month"),
                            .icon = is_month ? "list" : "calendar",
                            .action = page_do(VERB_MONTH, is_month ? 0 : month)};
    float width = fminf(ui_button_width(ui, toggle), head.w * 0.4f);
    struct rect r = {head.x + head.w - width, head.y, width, ui->theme->touch};
    ui_button(ui, ui_mirror(ui, head, r), toggle);
    return width;
}

static void draw_heading(struct page *page, struct rect head, float used, const char *words)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    look.max_lines = 1;
    struct rect title = head;
    title.w -= used > 0 ? used + t->unit : 0;
    look.size = ui_text_fit(ui, title, look, words, t->fonts[TEXT_SMALL].size);
    float line = ui_line_height(ui, look);
    title.y += (title.h - line) / 2;
    title.h = line;
    ui_text(ui, ui_mirror(ui, head, title), look, words);
}

/* The heading's row: words, the toggle, before and after. `shared` by list and month. */
static struct rect cut_head(const struct page *page, struct rect *body)
{
    return page_cut_top(body, page->ui->theme->touch, page->ui->theme->unit);
}

/* Weeks of the present month before this one. */
static size_t past_weeks(const struct page *page, int month)
{
    struct month_grid grid = month_grid(month, month_first_weekday(page->app));
    size_t week = 0;
    while (week + 1 < grid.weeks && grid.days[(week + 1) * 7] <= page->now) {
        week++;
    }
    return week;
}

/* On a tall stage the days leave room for cards of what is next in that month; the rest of `body`. */
static struct rect cut_cards(const struct page *page, struct rect *body)
{
    const struct theme *t = page->ui->theme;
    float days = (t->touch * 1.25f + t->gap) * MONTH_WEEKS + t->unit * 3;
    struct rect below = *body;
    below.h = body->h - days - t->unit;
    below.y = body->y + body->h - below.h;
    if (page_wide(*body) || below.h < t->unit * 21) {
        return (struct rect){0};
    }
    body->h = days;
    return below;
}

/* Of `items` those of that month that are not over yet. */
static size_t leave_month(const struct page *page, const struct item **items, size_t count,
                          int month)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool over = items[i]->starts != WALL_NONE && items[i]->starts < wall_midnight(page->now) &&
                    !month_item_on(items[i], wall_midnight(page->now));
        if (items[i]->starts != WALL_NONE && month_of(items[i]->starts) == month && !over) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

static void as_month(struct page *page, struct rect body, const struct item **items, size_t count)
{
    const struct place *place = app_place(page->app);
    const struct theme *t = page->ui->theme;
    int first = 0, last = 0;
    (void)month_span(items, count, page->now, &first, &last);
    int month = place->month < first ? first : place->month > last ? last : place->month;
    struct rect head = cut_head(page, &body);
    draw_filters(page, &body);
    struct rect below = cut_cards(page, &body);
    size_t weeks = month_grid(month, month_first_weekday(page->app)).weeks;
    size_t room = month_room(page, body), begin = 0;
    if (room < weeks && page->said_now != WALL_NONE && month == month_of(page->now)) {
        begin = past_weeks(page, month); /* where room is short, weeks that are over are left out */
    }
    size_t windows = (weeks - begin + room - 1) / room;
    size_t at = place->page < windows ? place->page : windows - 1;

    struct str name = {0};
    words_month(&name, month / 12, month % 12 + 1);
    struct pager pager = {.before_name = _("The time before"), .after_name = _("The time after")};
    pager.before = at > 0          ? page_do(VERB_PAGE, (int64_t)at - 1)
                   : month > first ? page_do(VERB_MONTH, month - 1)
                                   : page_do(VERB_NONE, 0);
    pager.after = at + 1 < windows ? page_do(VERB_PAGE, (int64_t)at + 1)
                  : month < last   ? page_do(VERB_MONTH, month + 1)
                                   : page_do(VERB_NONE, 0);
    float used = list_pager(page, head, &pager) + t->gap;
    struct rect rest = head;
    rest.w -= used;
    rest = ui_mirror(page->ui, head, rest);
    used += draw_toggle(page, rest, month);
    draw_heading(page, head, used, name.data);
    str_free(&name);
    size_t each = (weeks - begin + windows - 1) / windows;
    month_view(page, body, items, count, month, begin + at * each, each);
    if (below.h > 0) {
        count = leave_month(page, items, count, month);
        list_cards(page, below, items, count, 0);
    }
}

static void as_list(struct page *page, struct rect body, const struct item **items, size_t count)
{
    const struct place *place = app_place(page->app);
    const struct theme *t = page->ui->theme;
    struct rect head = cut_head(page, &body);
    int first = 0, last = 0;
    bool dated = month_span(items, count, page->now, &first, &last);
    if (place->day == 0) {
        draw_filters(page, &body);
        count = page_leave_nearest(items, count);
    }
    size_t pages = list_pages(page, body, count);
    size_t at = place->page < pages ? place->page : pages - 1;
    float used = list_page_turner(page, head, at, pages);
    if (dated && place->day == 0) {
        struct rect rest = head;
        rest.w -= used > 0 ? used + t->gap : 0;
        rest = ui_mirror(page->ui, head, rest);
        used += draw_toggle(page, rest, first) + (used > 0 ? t->gap : 0);
    }
    struct str words = {0};
    if (place->day != 0) {
        words_moment(&words, place->day * WALL_DAY, true, page->said_now);
    } else {
        str_puts(&words, _("What's on"));
    }
    draw_heading(page, head, used, words.data);
    str_free(&words);
    list_cards(page, body, items, count, at);
}

void whatson_view(struct page *page)
{
    const struct place *place = app_place(page->app);
    struct rect body = furniture_frame(page, NULL, 0, 0);
    const struct item **items = NULL;
    size_t count = collect(page, place->filter, place->day, &items);
    if (place->month != 0) {
        as_month(page, body, items, count);
    } else {
        as_list(page, body, items, count);
    }
    free(items);
}
