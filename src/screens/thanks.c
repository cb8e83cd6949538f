/* The thank-you and the countdown: short pages with one thing to say. */
#include <math.h>

#include "base/i18n.h"
#include "base/schoolday.h"
#include "model/words.h"
#include "screens/page.h"

/* The day by which the office promises to answer. */
static wall_t answer_day(wall_t now, const struct config *config)
{
    struct holidays holidays;
    (void)holidays_read(config->school.holidays, &holidays); /* config.c has looked at it */
    return schoolday_after(now, config->replies.answer_days, &holidays);
}

/* The same without a day, when nobody knows what day it is. */
static const char *what_happens_soon(enum reply_kind thanked)
{
    return thanked == REPLY_HELP || thanked == REPLY_PARTNER
               ? _("Your offer is with the office. We will be in touch soon to find "
                   "what suits you.")
               : _("The office has your message. If you left a way to reach you, we "
                   "will answer soon.");
}

/* What was saved, what happens next and by when. */
static void what_happens(const struct page *page, struct str *out)
{
    struct str day = {0};
    words_moment(&day, answer_day(page->now, page->app->config), true, page->now);
    if (page->app->thanked_waiting) {
        str_puts(out, _("You are on the waiting list. We tell you as soon as there is room."));
    } else if (page->app->thanked == REPLY_COMING) {
        str_puts(out, _("We have noted that you are coming. We look forward to seeing you."));
    } else if (page->app->thanked == REPLY_NEWSLETTER) {
        str_puts(out, _("The next newsletter will come to your e-mail. Enjoy reading."));
    } else if (page->said_now == WALL_NONE) {
        str_puts(out, what_happens_soon(page->app->thanked));
    } else if (page->app->thanked == REPLY_HELP || page->app->thanked == REPLY_PARTNER) {
        str_printf(out,
                   /* TRANSLATORS: %s is a day, like "Friday 27 November" or "Tomorrow". */
                   _("Your offer is with the office. We will be in touch by %s to find what suits "
                     "you."),
                   day.data);
    } else {
        str_printf(out,
                   /* TRANSLATORS: %s is a day, like "Friday 27 November" or "Tomorrow". */
                   _("The office has your message. If you left a way to reach you, we will answer "
                     "by %s."),
                   day.data);
    }
    str_free(&day);
}

/* Two buttons and the seconds left: these beside the buttons, or above them where that is too narrow.
 * Cuts what it needs off `box`. */
static void thanks_foot(struct page *page, struct rect *box)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct button more = {
        .label = _("What's on"), .icon = "calendar", .action = page_do(VERB_LIST, ITEM_EVENT)};
    struct button done = {
        .label = _("Done"), .look = BUTTON_GOLD, .action = page_do(VERB_START_OVER, 0)};
    struct rect row = page_cut_bottom(box, t->touch * 1.2f, t->unit);
    float w = ui_button_width(ui, more);
    struct rect first = {row.x, row.y, w, row.h};
    struct rect second = {row.x + w + t->gap * 2, row.y,
                          fmaxf(ui_button_width(ui, done), t->touch * 2.2f), row.h};
    ui_button(ui, ui_mirror(ui, row, first), more);
    ui_button(ui, ui_mirror(ui, row, second), done);
    struct str left = {0};
    struct session_limits limits = page->app->limits;
    limits.browse_ms = limits.thanks_ms;
    /* TRANSLATORS: seconds until the pictures of the start return: "Back to the start in 12". */
    words_number(&left, _("Back to the start in %d"),
                 session_seconds_left(&page->app->session, &limits, ui->now_ms));
    struct text_look look = page_look(TEXT_BODY, t->accent.text);
    look.align = ALIGN_END;
    look.max_lines = 1;
    float line = ui_line_height(ui, look);
    float from = second.x + second.w + t->unit;
    struct rect end = {from, row.y + (row.h - line) / 2, row.x + row.w - from, line};
    if (ui_text_width(ui, look, left.data) > end.w) {
        end = page_cut_bottom(box, line, t->unit);
    }
    ui_text(ui, ui_mirror(ui, row, end), look, left.data);
    str_free(&left);
}

void thanks_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    draw_fill(ui->draw, ui->screen, t->accent.fill, 0);
    float pad = page_wide(ui->screen) ? t->margin * 2.4f : t->margin * 1.5f;
    page->stage.h -= furniture_bar(page);
    struct rect box = rect_inset(page->stage, t->margin);
    box.x = pad;
    box.w = ui->screen.w - 2 * pad;
    thanks_foot(page, &box);

    struct str next = {0}, title = {0};
    what_happens(page, &next);
    const char *name = page->app->thanked_name;
    if (str_blank(name)) {
        str_puts(&title, _("Thank you"));
    } else {
        /* TRANSLATORS: %s is the visitor's first name. */
        str_printf(&title, _("Thank you, %s"), name);
    }
    struct text_look head = page_look(TEXT_HEADLINE, t->accent.text);
    head.heading = true;
    struct text_look text = page_look(TEXT_SUBHEAD, t->accent.text);
    float text_height = ui_text_height(ui, box.w, text, next.data);
    float heart = page->compact ? 0 : fminf(t->touch * 1.8f, box.h * 0.25f);
    struct rect room = {box.x, box.y, box.w, box.h - heart - text_height - t->unit * 4};
    head.size = ui_text_fit(ui, room, head, title.data, t->fonts[TEXT_TITLE].size);
    float head_height = ui_text_height(ui, box.w, head, title.data);
    float total = heart + head_height + text_height + t->unit * 4;
    ui->tree->crowded |= total > box.h + 1;
    box.y += fmaxf(0, (box.h - total) / 2);
    struct rect sign = {box.x, box.y, heart, heart};
    draw_icon(ui->draw, ui_mirror(ui, box, sign), "heart", t->gold.fill);
    struct rect line = {box.x, box.y + heart + t->unit * 2, box.w, head_height + 1};
    ui->typed = !str_blank(name);
    ui_text(ui, line, head, title.data);
    ui->typed = false;
    line.y += head_height + t->unit * 2;
    line.h = text_height + 1;
    ui_text(ui, line, text, next.data);
    str_wipe(&title);
    str_free(&next);
}

void countdown_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    draw_fill(ui->draw, ui->screen, t->accent.fill, 0);
    struct rect box = rect_inset(page->stage, t->margin * 1.5f);
    float gap = t->unit * 2;
    struct text_look head = page_look(TEXT_HEADLINE, t->accent.text);
    head.heading = true;
    head.align = ALIGN_CENTRE;
    struct text_look text = page_look(TEXT_SUBHEAD, t->accent.text);
    text.align = ALIGN_CENTRE;
    struct str left = {0};
    int seconds = session_seconds_left(&page->app->session, &page->app->limits, ui->now_ms);
    words_number(&left,
                 P_("We clear what you wrote in %d second, so that nobody else can read it.",
                    "We clear what you wrote in %d seconds, so that nobody else can read it.",
                    seconds),
                 seconds);
    const char *title = _("Are you still there?");
    struct rect room = {box.x, box.y, box.w, box.h * 0.4f};
    head.size = ui_text_fit(ui, room, head, title, t->fonts[TEXT_TITLE].size);
    float head_height = ui_text_height(ui, box.w, head, title);
    float text_height = ui_text_height(ui, box.w, text, left.data);
    float button_height = t->touch * 1.6f;
    struct button stay = {.label = _("Yes, I'm here"),
                          .icon = "hand",
                          .look = BUTTON_GOLD,
                          .action = page_do(VERB_STILL_HERE, 0)};
    /* Who comes next must not have to say "Yes" to get rid of this. */
    struct button other = {.label = _("Start over"),
                           .icon = "home",
                           .look = BUTTON_QUIET,
                           .action = page_do(VERB_START_OVER, 0)};
    float w = fmaxf(ui_button_width(ui, stay) * 1.3f, t->touch * 5);
    float v = ui_button_width(ui, other) * 1.2f;
    bool beside = w + gap + v <= box.w;
    float foot = beside ? button_height : button_height * 2 + gap;
    ui->tree->crowded |= head_height + text_height + foot + 2 * gap > box.h + 1;
    float y = box.y + fmaxf(0, (box.h - head_height - text_height - foot - 2 * gap) / 2);
    ui_text(ui, (struct rect){box.x, y, box.w, head_height + 1}, head, title);
    y += head_height + gap;
    ui_text(ui, (struct rect){box.x, y, box.w, text_height + 1}, text, left.data);
    y += text_height + gap;
    float x = box.x + (box.w - (beside ? w + gap + v : w)) / 2;
    struct rect row = {box.x, y, box.w, foot};
    struct rect first = {x, y, w, button_height};
    struct rect second = {x + w + gap, y, v, button_height};
    if (!beside) {
        second = (struct rect){x, y + button_height + gap, w, button_height};
    }
    ui_button(ui, ui_mirror(ui, row, first), stay);
    ui_button(ui, ui_mirror(ui, row, second), other);
    str_free(&left);
}
