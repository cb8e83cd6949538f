/* The staff screen: how it goes, and the few things that are done on the spot. What needs a keyboard or a
 * file is done on the shared folder or with "foyer" on a terminal. */
#include "screens/staff.h"

#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/version.h"
#include "model/words.h"
#include "screens/page.h"

void staff_report_free(struct staff_report *report)
{
    free(report->problem);
    free(report->share);
    free(report->address);
    *report = (struct staff_report){0};
}

/* ---- how it goes ---- */

#define FACTS 8

struct facts {
    const char *names[FACTS], *icons[FACTS];
    struct str values[FACTS];
    size_t count;
};

static struct str *add(struct facts *facts, const char *icon, const char *name)
{
    facts->icons[facts->count] = icon;
    facts->names[facts->count] = name;
    return &facts->values[facts->count++];
}

static void tell_share(struct page *page, struct str *out)
{
    const struct staff_report *r = &page->app->report;
    bool well = r->share != NULL && str_same(r->share, "ok");
    str_puts(out, well ? _("within reach") : _("cannot be reached"));
    if (r->looked != WALL_NONE && page->said_now != WALL_NONE) {
        struct str when = {0};
        words_moment(&when, r->looked, false, page->said_now);
        str_puts(out, ", ");
        /* TRANSLATORS: %s is a day and a time: when Foyer last looked at the shared folder */
        str_printf(out, _("last look: %s"), when.data != NULL ? when.data : "");
        str_free(&when);
    }
}

static void collect(struct page *page, struct facts *facts)
{
    const struct staff_report *r = &page->app->report;
    words_number(add(facts, "list", _("On screen")), "%zu", r->showing);
    struct str *problems = add(facts, "info", _("Problems"));
    if (r->problems == 0) {
        /* TRANSLATORS: there are no problems */
        str_puts(problems, _("none"));
    } else {
        words_number(problems, "%zu", r->problems);
        str_printf(problems, ": %s", r->problem != NULL ? r->problem : "");
    }
    tell_share(page, add(facts, "grid", _("Shared folder")));
    struct str *replies = add(facts, "mail", _("Replies"));
    if (!r->replies_known || r->waiting == 0) {
        str_puts(replies, _("all with the office"));
    } else {
        /* TRANSLATORS: %d is a number of replies that have not reached the office yet */
        words_number(replies, P_("%d waits for the office", "%d wait for the office", r->waiting),
                     (int)r->waiting);
    }
    str_puts(add(facts, "clock", _("Clock")),
             r->clock_sure ? _("set by the network") : _("not set yet"));
    struct str *disk = add(facts, "tool", _("This computer"));
    /* TRANSLATORS: %s is a number of megabytes */
    struct str free_mb = {0};
    words_number(&free_mb, "%lld", (long long)r->disk_free_mb);
    str_printf(disk, _("%s MB free"), free_mb.data);
    str_free(&free_mb);
    if (r->temperature != 0) {
        struct str degrees = {0};
        words_number(&degrees, "%d", r->temperature);
        str_printf(disk, ", %s °C", degrees.data);
        str_free(&degrees);
    }
    str_printf(disk, ", Foyer " FOYER_VERSION);
    if (r->address != NULL) {
        str_puts(add(facts, "globe", _("Address")), r->address);
    }
}

/* What is in the round, in its order, with the day until which it is. */
static void draw_round(struct page *page, struct rect box)
{
    struct ui *ui = page->ui;
    struct text_look look = page_look(TEXT_SMALL, ui->theme->ink);
    look.max_lines = 1;
    float line = ui_line_height(ui, look) + ui->theme->unit / 2;
    size_t *order = NULL;
    size_t count = rotation_round(&page->app->items, page->now, &order);
    for (size_t i = 0; i < count && box.h >= line; i++) {
        const struct item *item = &page->app->items.items[order[i]];
        struct str words = {0};
        str_puts(&words, words_title(item, ui->language));
        if (item->show_until != WALL_NONE && page->said_now != WALL_NONE) {
            struct str day = {0};
            words_date(&day, item->show_until, page->said_now, true);
            /* TRANSLATORS: %s is a day: until then something stays on the screen */
            str_puts(&words, " · ");
            str_printf(&words, _("until %s"), day.data);
            str_free(&day);
        }
        ui->teaser = true; /* it is whole on its own page */
        ui_text(ui, page_cut_top(&box, line, 0), look, words.data);
        ui->teaser = false;
        str_free(&words);
    }
    free(order);
}

static void draw_facts(struct page *page, struct rect box)
{
    struct ui *ui = page->ui;
    struct facts facts = {0};
    collect(page, &facts);
    float y = box.y;
    for (size_t i = 0; i < facts.count; i++) {
        struct rect row = {box.x, y, box.w, 0};
        row.h = ui_fact_height(ui, box.w, facts.icons[i], facts.names[i], facts.values[i].data);
        if (y + row.h > box.y + box.h) {
            break; /* what is said first matters most */
        }
        y += ui_fact(ui, row, facts.icons[i], facts.names[i], facts.values[i].data) +
             ui->theme->unit;
    }
    for (size_t i = 0; i < facts.count; i++) {
        str_free(&facts.values[i]);
    }
    float used = y - box.y + ui->theme->unit;
    draw_round(page, (struct rect){box.x, box.y + used, box.w, box.h - used});
}

/* ---- what can be done ---- */

static void draw_buttons(struct page *page, struct rect box, size_t columns)
{
    struct ui *ui = page->ui;
    const struct app *app = page->app;
    bool paused = ui->now_ms < app->paused_until_ms;
    struct button buttons[] = {
        {.label = _("Next slide"), .icon = "next", .action = page_do(VERB_NEXT_SLIDE, 0)},
        /* TRANSLATORS: "Go on" lets the slides change again */
        {.label = paused ? _("Go on") : _("Pause for ten minutes"),
         .icon = "clock",
         .action = page_do(VERB_PAUSE, 0)},
        {.label = _("Test the screen"), .icon = "grid", .action = page_do(VERB_TEST, 1)},
        {.label = _("Restart Foyer"), .icon = "home", .action = page_do(VERB_RESTART, 0)},
        {.label = _("Shut down"), .icon = "lock", .action = page_do(VERB_POWEROFF, 0)},
        {.label = _("Done"),
         .icon = "check",
         .look = BUTTON_MAIN,
         .action = page_do(VERB_START_OVER, 0)},
    };
    struct button sure[] = {
        {.label = _("Yes, shut down"),
         .icon = "lock",
         .look = BUTTON_GOLD,
         .action = page_do(VERB_POWEROFF, 1)},
        {.label = _("No"), .icon = "back", .action = page_do(VERB_POWEROFF, -1)},
    };
    bool asks = app->poweroff_asked;
    size_t count = asks ? 2 : 6;
    size_t rows = ((asks ? 2 : count) + columns - 1) / columns;
    float row = ui->theme->touch + ui->theme->gap;
    box.h = fminf(box.h, row * (float)rows * 1.3f - ui->theme->gap);
    for (size_t i = 0; i < count; i++) {
        struct rect at = ui_column(ui, ui_row(box, rows, i / columns, ui->theme->gap), columns,
                                   i % columns, ui->theme->gap);
        ui_button(ui, at, asks ? sure[i] : buttons[i]);
    }
}

void staff_view(struct page *page)
{
    const struct theme *t = page->ui->theme;
    struct rect body = furniture_frame(page, _("For staff"), 0, 0);
    float row = t->touch + t->gap;
    if (page_wide(body)) {
        struct rect facts = ui_column(page->ui, body, 2, 0, t->margin);
        struct rect buttons = ui_column(page->ui, body, 2, 1, t->margin);
        draw_facts(page, facts);
        draw_buttons(page, buttons, body.h < row * 6 * 1.1f ? 2 : 1);
    } else {
        struct rect buttons = page_cut_bottom(&body, row * 3 * 1.2f, t->unit);
        draw_facts(page, body);
        draw_buttons(page, buttons, 2);
    }
}

/* ---- the screen test ---- */

static void draw_grid(struct page *page)
{
    struct ui *ui = page->ui;
    float step = fminf(ui->screen.w, ui->screen.h) / 12;
    struct colour white = colour_rgb(0xffffff);
    for (int i = 0; (float)i * step <= ui->screen.w; i++) {
        draw_fill(ui->draw, (struct rect){(float)i * step, 0, 2, ui->screen.h}, white, 0);
    }
    for (int i = 0; (float)i * step <= ui->screen.h; i++) {
        draw_fill(ui->draw, (struct rect){0, (float)i * step, ui->screen.w, 2}, white, 0);
    }
    draw_outline(ui->draw, ui->screen, white, 0, 3);
}

void screentest_view(struct page *page)
{
    static const uint32_t colours[STAFF_TEST_PAGES] = {0xd02020, 0x20a040, 0x2040d0,
                                                       0xffffff, 0x000000, 0x000000};
    struct ui *ui = page->ui;
    size_t at = app_place(page->app)->page;
    draw_fill(ui->draw, ui->screen, colour_rgb(colours[at % STAFF_TEST_PAGES]), 0);
    if (at == STAFF_TEST_PAGES - 1) {
        draw_grid(page);
    }
    tree_add(ui->tree, ROLE_BUTTON, _("Next"), page->stage, page_do(VERB_TEST, (int64_t)at + 2));
}
