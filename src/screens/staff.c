/* The staff screen: how it goes, and the few things that are done on the spot. What needs a keyboard or a
 * file is done on the shared folder or with "foyer" on a terminal. */
#include "screens/staff.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/version.h"
#include "model/words.h"
#include "screens/page.h"

void staff_report_free(struct staff_report *report)
{
    problem_list_free(&report->problems);
    free(report->share);
    free(report->replies_problem);
    free(report->address);
    free(report->host);
    *report = (struct staff_report){0};
}

/* ---- how it goes: a column of lines, and as many pages of it as they need ---- */

enum line_kind {
    LINE_ALARM,   /* what staff must know first */
    LINE_FACT,    /* an icon, a name and what is so */
    LINE_HEADING, /* never the last of a page */
    LINE_TEXT,
    LINE_TITLE /* of a slide: its beginning is enough, it is whole on its own page */
};

struct line {
    enum line_kind kind;
    const char *icon, *name; /* LINE_FACT */
    struct str words;
};

struct lines {
    struct line *all;
    size_t count, capacity;
};

/* Adds a line; its words, to be filled before the next is added. */
static struct str *add(struct lines *lines, enum line_kind kind, const char *icon, const char *name)
{
    lines->all = xgrow(lines->all, lines->count, &lines->capacity, sizeof *lines->all);
    struct line *line = &lines->all[lines->count++];
    *line = (struct line){.kind = kind, .icon = icon, .name = name};
    return &line->words;
}

static struct str *add_fact(struct lines *lines, const char *icon, const char *name)
{
    return add(lines, LINE_FACT, icon, name);
}

static const char *not_known(void)
{
    /* TRANSLATORS: nobody can tell just now how it is: of problems, replies, times … */
    return _("not known");
}

/* A day and a time. Caller frees. */
static char *moment_of(const struct page *page, wall_t when)
{
    struct str moment = {0};
    words_moment(&moment, when, false, page->said_now);
    return str_take(&moment);
}

/* Within reach, away since when, and since when nobody looks at it at all. */
static void tell_share(struct page *page, struct str *out)
{
    const struct staff_report *r = &page->app->report;
    static const char away[] = "away since ";
    wall_t since = WALL_NONE;
    if (r->share == NULL) {
        str_puts(out, not_known());
        return;
    }
    if (str_same(r->share, "ok")) {
        str_puts(out, _("within reach"));
    } else if (page->said_now != WALL_NONE && strncmp(r->share, away, strlen(away)) == 0 &&
               wall_from_iso(r->share + strlen(away), &since, NULL)) {
        /* TRANSLATORS: %s is a day and a time: since then the shared folder cannot be reached */
        char *moment = moment_of(page, since);
        str_printf(out, _("cannot be reached since: %s"), moment);
        free(moment);
    } else {
        str_puts(out, _("cannot be reached"));
    }
    /* The time of the last look is kept to the hour. */
    wall_t idle = r->looked != WALL_NONE ? r->looked + 3600 : WALL_NONE;
    if (since == WALL_NONE && idle != WALL_NONE && page->said_now != WALL_NONE &&
        page->said_now - idle >= 3600) {
        char *moment = moment_of(page, idle);
        str_puts(out, ", ");
        /* TRANSLATORS: %s is a day and a time: since then Foyer has not looked at the shared folder */
        str_printf(out, _("not looked at since: %s"), moment);
        free(moment);
    }
}

static void tell_problems(const struct staff_report *r, struct str *out)
{
    if (!r->problems_known) {
        str_puts(out, not_known());
    } else if (r->problem_count == 0) {
        /* TRANSLATORS: there are no problems */
        str_puts(out, _("none"));
    } else {
        words_number(out, "%zu", r->problem_count);
    }
}

static void tell_replies(const struct staff_report *r, struct str *out)
{
    if (!r->replies_known) {
        str_puts(out, not_known());
    } else if (r->waiting > 0) {
        /* TRANSLATORS: %d is a number of replies that have not reached the office yet */
        words_number(out, P_("%d waits for the office", "%d wait for the office", r->waiting),
                     (int)r->waiting);
    } else if (r->replies_problem != NULL) {
        /* TRANSLATORS: of replies: some of them have not reached the office yet */
        str_puts(out, _("not all with the office"));
    } else {
        str_puts(out, _("all with the office"));
    }
    if (r->replies_problem != NULL) {
        str_printf(out, ". %s", r->replies_problem);
    }
}

static void tell_computer(const struct staff_report *r, struct str *out)
{
    if (r->disk_free_mb >= 0) {
        struct str megabytes = {0};
        words_number(&megabytes, "%lld", (long long)r->disk_free_mb);
        /* TRANSLATORS: %s is a number of megabytes */
        str_printf(out, _("%s MB free"), megabytes.data);
        str_puts(out, ", ");
        str_free(&megabytes);
    }
    if (r->temperature != 0) {
        struct str degrees = {0};
        words_number(&degrees, "%d", r->temperature);
        str_printf(out, "%s °C, ", degrees.data);
        str_free(&degrees);
    }
    str_puts(out, "Foyer " FOYER_VERSION);
}

/* What became of what staff wanted. */
static void add_outcome(const struct app *app, struct lines *lines)
{
    const char *words = NULL;
    switch (app->outcome) {
    case STAFF_OUTCOME_NONE:
        return;
    case STAFF_OUTCOME_GOING_OFF:
        words = _("This computer is shutting down.");
        break;
    case STAFF_OUTCOME_STAYED_ON:
        words = _("This computer could not be shut down from here. Please use its own switch, and "
                  "tell whoever looks after it: the reason is in its log.");
        break;
    case STAFF_OUTCOME_NO_RESTART:
        words = _("Foyer was not restarted: it was started by hand here, and nothing would start "
                  "it again. Please close it and start it anew.");
        break;
    }
    str_puts(add(lines, LINE_ALARM, NULL, NULL), words);
}

static void add_facts(struct page *page, struct lines *lines)
{
    const struct staff_report *r = &page->app->report;
    words_number(add_fact(lines, "list", _("On screen")), "%zu", r->showing);
    tell_problems(r, add_fact(lines, "info", _("Problems")));
    tell_share(page, add_fact(lines, "grid", _("Shared folder")));
    /* TRANSLATORS: when something from the shared folder last came onto the screen or left it */
    struct str *changed = add_fact(lines, "calendar", _("Last import"));
    if (r->changed != WALL_NONE && page->said_now != WALL_NONE) {
        words_moment(changed, r->changed, false, page->said_now);
    } else {
        str_puts(changed, not_known());
    }
    tell_replies(r, add_fact(lines, "mail", _("Replies")));
    str_puts(
        add_fact(lines, "clock", _("Clock")),
        !r->clock_sure ? _("not set yet")
        /* TRANSLATORS: the computer's clock: no network has set it, its own battery keeps it going. */
        : r->clock_battery ? _("kept by its battery")
                           : _("set by the network"));
    tell_computer(r, add_fact(lines, "tool", _("This computer")));
    struct str *address = add_fact(lines, "globe", _("Address"));
    /* TRANSLATORS: of a computer: it is connected to no network */
    str_puts(address, r->address != NULL ? r->address : _("not on a network"));
    if (r->host != NULL) {
        str_printf(address, " (%s)", r->host);
    }
}

static void add_problems(const struct staff_report *r, struct lines *lines)
{
    if (r->problems.count == 0) {
        return;
    }
    str_puts(add(lines, LINE_HEADING, NULL, NULL), _("Problems"));
    for (size_t i = 0; i < r->problems.count; i++) {
        const struct problem *p = &r->problems.problems[i];
        struct str *words = add(lines, LINE_TEXT, NULL, NULL);
        str_printf(words, p->source[0] != '\0' ? "%s: " : "%s", p->source);
        str_printf(words, "%s %s", p->reason, p->advice);
    }
    if (r->problem_count > r->problems.count) {
        /* TRANSLATORS: %zu is a number of further problems; "What is on the screen now" is a page in the
         * shared folder, its name stays English */
        words_number(
            add(lines, LINE_TEXT, NULL, NULL),
            _("Further problems: %zu. See “What is on the screen now” in the shared folder."),
            r->problem_count - r->problems.count);
    }
}

/* What is in the round, in its order, with the day until which it is. */
static void add_round(struct page *page, struct lines *lines)
{
    size_t *order = NULL;
    size_t count = rotation_round(&page->app->items, page->now, &order);
    if (count > 0) {
        str_puts(add(lines, LINE_HEADING, NULL, NULL), _("On screen"));
    }
    for (size_t i = 0; i < count; i++) {
        const struct item *item = &page->app->items.items[order[i]];
        struct str *words = add(lines, LINE_TITLE, NULL, NULL);
        str_puts(words, words_title(item, page->ui->language));
        if (item->show_until != WALL_NONE && page->said_now != WALL_NONE) {
            struct str day = {0};
            words_date(&day, item->show_until, page->said_now, true);
            str_puts(words, " · ");
            /* TRANSLATORS: %s is a day: until then something stays on the screen */
            str_printf(words, _("until %s"), day.data);
            str_free(&day);
        }
    }
    free(order);
}

static struct text_look line_look(const struct theme *t, const struct line *line)
{
    struct text_look look = page_look(TEXT_SMALL, t->ink);
    if (line->kind == LINE_ALARM) {
        look = page_look(TEXT_LABEL, t->alarm);
    } else if (line->kind == LINE_HEADING) {
        look = page_look(TEXT_LABEL, t->ink);
        look.heading = true;
        look.max_lines = 1;
    } else if (line->kind == LINE_TITLE) {
        look.max_lines = 1;
    }
    return look;
}

/* With the space below it. */
static float line_height(const struct ui *ui, float width, const struct line *line)
{
    const struct theme *t = ui->theme;
    if (line->kind == LINE_FACT) {
        return ui_fact_height(ui, width, line->icon, line->name, line->words.data) + t->unit;
    }
    struct text_look look = line_look(t, line);
    float height = look.max_lines == 1 ? ui_line_height(ui, look)
                                       : ui_text_height(ui, width, look, line->words.data);
    return height + (line->kind == LINE_ALARM ? t->unit * 2 : t->unit / 2);
}

static void draw_line(struct ui *ui, struct rect box, const struct line *line)
{
    if (line->kind == LINE_FACT) {
        ui_fact(ui, box, line->icon, line->name, line->words.data);
        return;
    }
    ui->teaser = line->kind == LINE_TITLE;
    ui_text(ui, box, line_look(ui->theme, line), line->words.data);
    ui->teaser = false;
}

/* How many lines from `first` on fit a column of that size; at least one. */
static size_t lines_fit(const struct ui *ui, struct rect box, const struct lines *lines,
                        size_t first)
{
    float used = 0;
    size_t end = first;
    while (end < lines->count) {
        used += line_height(ui, box.w, &lines->all[end]);
        if (used > box.h + ui->theme->unit / 2 && end > first) {
            break;
        }
        end++;
    }
    if (end < lines->count && end > first + 1 && lines->all[end - 1].kind == LINE_HEADING) {
        end--;
    }
    return end - first;
}

static void draw_lines(struct page *page, struct rect box, const struct lines *lines)
{
    struct ui *ui = page->ui;
    size_t pages = 1, first = 0, wanted = app_place(page->app)->page;
    if (lines_fit(ui, box, lines, 0) < lines->count) {
        struct rect foot = page_cut_bottom(&box, ui->theme->touch, ui->theme->unit);
        size_t starts[64] = {0};
        for (size_t next = lines_fit(ui, box, lines, 0); next < lines->count && pages < 64;
             next += lines_fit(ui, box, lines, next)) {
            starts[pages++] = next;
        }
        wanted = wanted < pages ? wanted : pages - 1;
        first = starts[wanted];
        list_page_turner(page, foot, wanted, pages);
    }
    size_t count = lines_fit(ui, box, lines, first);
    for (size_t i = first; i < first + count; i++) {
        struct rect row = {box.x, box.y, box.w, 0};
        float height = line_height(ui, box.w, &lines->all[i]);
        row.h = fminf(height, box.h);
        draw_line(ui, row, &lines->all[i]);
        box.y += height;
        box.h -= height;
    }
}

static void draw_report(struct page *page, struct rect box)
{
    struct lines lines = {0};
    add_outcome(page->app, &lines);
    add_facts(page, &lines);
    add_problems(&page->app->report, &lines);
    add_round(page, &lines);
    draw_lines(page, box, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        str_free(&lines.all[i].words);
    }
    free(lines.all);
}

/* ---- what can be done ---- */

static void draw_buttons(struct page *page, struct rect box, size_t columns)
{
    struct ui *ui = page->ui;
    const struct app *app = page->app;
    bool paused = ui->now_ms < app->paused_until_ms;
    struct str pause = {0};
    /* TRANSLATORS: %d is a number of minutes; as short as can be, a button for staff */
    words_number(&pause, _("Pause for %d min"), STAFF_PAUSE_MS / 60000);
    struct button buttons[] = {
        {.label = _("Next slide"), .icon = "next", .action = page_do(VERB_NEXT_SLIDE, 0)},
        /* TRANSLATORS: "Go on" lets the slides change again */
        {.label = paused ? _("Go on") : pause.data,
         .icon = "clock",
         .action = page_do(VERB_PAUSE, 0)},
        {.label = _("Test the screen"), .icon = "grid", .action = page_do(VERB_TEST, 1)},
        {.label = _("Test the touch"), .icon = "touch", .action = page_do(VERB_TOUCH, TOUCH_OPEN)},
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
    size_t count = asks ? sizeof sure / sizeof sure[0] : sizeof buttons / sizeof buttons[0];
    size_t rows = (count + columns - 1) / columns;
    float row = ui->theme->touch + ui->theme->gap;
    box.h = fminf(box.h, row * (float)rows * 1.3f - ui->theme->gap);
    for (size_t i = 0; i < count; i++) {
        bool alone = i + 1 == count && i % columns == 0; /* the last has its row to itself */
        struct rect at = ui_row(box, rows, i / columns, ui->theme->gap);
        at = ui_column(ui, at, alone ? 1 : columns, alone ? 0 : i % columns, ui->theme->gap);
        ui_button(ui, at, asks ? sure[i] : buttons[i]);
    }
    str_free(&pause);
}

void staff_view(struct page *page)
{
    const struct theme *t = page->ui->theme;
    struct rect body = furniture_frame(page, _("For staff"), 0, 0);
    float row = t->touch + t->gap;
    if (page_wide(body)) {
        /* On low glass the buttons stand in pairs, and need more of the width for their words. */
        bool low = body.h < row * 7 * 1.1f;
        struct rect facts = body, buttons = body;
        facts.w = (body.w - t->margin) * (low ? 0.42f : 0.5f);
        buttons.w = body.w - t->margin - facts.w;
        buttons.x += body.w - buttons.w;
        draw_report(page, ui_mirror(page->ui, body, facts));
        draw_buttons(page, ui_mirror(page->ui, body, buttons), low ? 2 : 1);
    } else {
        struct rect buttons = page_cut_bottom(&body, row * 4 * 1.2f, t->unit);
        draw_report(page, body);
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
