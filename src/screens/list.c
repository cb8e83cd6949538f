/* A list of one kind: cards, a screenful at a time. Nothing has to be dragged. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/match.h"
#include "model/words.h"
#include "screens/page.h"

/* The question or invitation above the cards. */
static const char *heading_of(enum item_kind kind)
{
    switch (kind) {
    case ITEM_ACHIEVEMENT:
        return _("What we are proud of");
    case ITEM_VOLUNTEERING:
        return _("How would you like to help?");
    case ITEM_LEARNING:
        return _("Learning together");
    case ITEM_NOTICE:
        return _("Good to know");
    case ITEM_NEWSLETTER:
        return _("Newsletters");
    case ITEM_PARTNER:
        return _("Our partners");
    default:
        return words_kind(kind);
    }
}

float list_pager(struct page *page, struct rect box, const struct pager *pager)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    float side = t->touch * 1.2f, between = t->gap;
    struct text_look look = page_look(TEXT_LABEL, t->ink);
    look.align = ALIGN_CENTRE;
    if (pager->place != NULL) {
        between = ui_text_width(ui, look, pager->place) + t->unit * 1.5f;
    }
    struct rect before = {box.x + box.w - side * 2 - between, box.y, side, t->touch};
    struct rect after = {box.x + box.w - side, box.y, side, t->touch};
    ui_button(ui, ui_mirror(ui, box, before),
              (struct button){.name = pager->before_name,
                              .icon = "back",
                              .disabled = pager->before.verb == VERB_NONE,
                              .action = pager->before});
    ui_button(ui, ui_mirror(ui, box, after),
              (struct button){.name = pager->after_name,
                              .icon = "next",
                              .disabled = pager->after.verb == VERB_NONE,
                              .action = pager->after});
    if (pager->place != NULL) {
        float line = ui_line_height(ui, look);
        struct rect middle = {before.x + side, box.y + (t->touch - line) / 2, between, line};
        ui_text(ui, ui_mirror(ui, box, middle), look, pager->place);
    }
    return side * 2 + between;
}

static void draw_card(struct page *page, struct rect cell, const struct item *item, bool lying)
{
    struct ui *ui = page->ui;
    struct str when = {0};
    if (item->kind == ITEM_EVENT || item->kind == ITEM_LEARNING ||
        item->kind == ITEM_VOLUNTEERING) {
        words_item_when_short(&when, item, page->said_now);
    }
    bool suits = item->kind == ITEM_VOLUNTEERING && match_role(item, page->app->enjoys) > 0;
    const char *text = item_text(item, ui->language);
    struct card card = {
        .picture = item->picture_count > 0 ? item->pictures[0].hash : NULL,
        .kind = item->kind,
        .title = words_title(item, ui->language),
        .line = when.length > 0 ? when.data
                : suits         ? _("Could suit you")
                                : NULL,
        .text = item->kind == ITEM_VOLUNTEERING && !str_blank(item->takes) ? item->takes : text,
        .action = page_do(VERB_ITEM, item->id),
    };
    (lying ? ui_card_row : ui_card)(ui, cell, &card);
    str_free(&when);
}

/* Ways to help that suit best come first; the others keep their order. Returns how many suit. */
static size_t best_first(const struct item **items, size_t count, uint16_t enjoys)
{
    size_t suiting = 0;
    int *scores = xcalloc(count + 1, sizeof *scores);
    for (size_t i = 0; i < count; i++) {
        const struct item *item = items[i];
        int score = match_role(item, enjoys);
        size_t at = i;
        for (; at > 0 && scores[at - 1] < score; at--) {
            items[at] = items[at - 1];
            scores[at] = scores[at - 1];
        }
        items[at] = item;
        scores[at] = score;
        suiting += score > 0;
    }
    free(scores);
    return suiting;
}

/* The invitation beside a list's heading: to become a partner, or to find what suits. */
static bool invitation_of(const struct page *page, enum item_kind kind, struct button *out)
{
    if (kind == ITEM_PARTNER) {
        *out = (struct button){.label = _("We would like to work with the school"),
                               .icon = "handshake",
                               .action = page_do(VERB_PARTNER, 0)};
        return true;
    }
    if (kind == ITEM_VOLUNTEERING) {
        *out = (struct button){.label = page->app->enjoys != 0 ? _("Choose again what you enjoy")
                                                               : _("Find what suits me"),
                               .icon = "heart",
                               .action = page_do(VERB_INTERESTS, 0)};
        return true;
    }
    return false;
}

/* The invitation, at the end of the heading's row where both have room, else in a row of its own. */
static void draw_invitation(struct page *page, struct rect *body, struct rect *head,
                            struct button join)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    join.look = BUTTON_MAIN;
    float w = ui_button_width(ui, join) + t->unit * 2;
    struct rect row = *head, at;
    if (w < head->w * 0.4f) {
        at = (struct rect){head->x + head->w - w, head->y, w, t->touch};
        head->w -= w + t->unit;
    } else {
        row = page_cut_bottom(body, t->touch * 1.2f, t->unit);
        at = (struct rect){row.x, row.y, fminf(row.w, w), row.h};
    }
    ui_button(ui, ui_mirror(ui, row, at), join);
}

/* How many cards a page of that size holds. */
struct cards_layout {
    size_t columns, rows;
    float gap;
    bool lying; /* more than a page of standing cards: small pictures, so that more is in sight */
};

/* A card narrower than 24 units has no room for its words. */
static size_t columns_in(const struct page *page, struct rect body)
{
    return body.w >= page->ui->theme->unit * 72 ? 3 : 2;
}

static size_t rows_in(const struct rect *body, float least, float gap)
{
    return (size_t)fmaxf(1, floorf((body->h + gap) / (least + gap)));
}

static struct cards_layout lay_cards(const struct page *page, struct rect *body, size_t count)
{
    const struct theme *t = page->ui->theme;
    struct cards_layout l = {.columns = columns_in(page, *body), .gap = t->unit * 1.5f};
    /* A card holds a title of two lines and a line below its picture, however large the text is. */
    float title = ui_line_height(page->ui, page_look(TEXT_SUBHEAD, t->ink));
    float line = ui_line_height(page->ui, page_look(TEXT_LABEL, t->ink));
    float least = fmaxf(t->unit * 21, (2 * title + line + t->unit * 2.4f) / 0.76f);
    float most = t->unit * 34;
    size_t needed = (count + l.columns - 1) / l.columns;
    l.rows = rows_in(body, least, l.gap);
    if (needed > l.rows) {
        least = ui_card_row_height(page->ui);
        most = least * 1.6f;
        l.lying = true;
        l.gap = t->unit;
        l.rows = rows_in(body, least, l.gap);
    }
    /* Few cards stand larger, not lost in a corner. */
    l.rows = needed > 0 && needed < l.rows ? needed : l.rows;
    body->h = fminf(body->h, (float)l.rows * (most + l.gap) - l.gap);
    return l;
}

size_t list_pages(const struct page *page, struct rect body, size_t count)
{
    struct cards_layout l = lay_cards(page, &body, count);
    size_t each = l.columns * l.rows;
    return count == 0 ? 1 : (count + each - 1) / each;
}

void list_cards(struct page *page, struct rect body, const struct item **items, size_t count,
                size_t at)
{
    struct ui *ui = page->ui;
    struct cards_layout l = lay_cards(page, &body, count);
    size_t each = l.columns * l.rows;
    if (count == 0) {
        ui_text(ui, body, page_look(TEXT_BODY, ui->theme->ink),
                _("There is nothing here just now."));
    }
    for (size_t i = 0; i < each && at * each + i < count; i++) {
        struct rect row = ui_row(body, l.rows, i / l.columns, l.gap);
        draw_card(page, ui_column(ui, row, l.columns, i % l.columns, l.gap), items[at * each + i],
                  l.lying);
    }
}

float list_page_turner(struct page *page, struct rect head, size_t at, size_t pages)
{
    if (pages < 2) {
        return 0;
    }
    struct str place = {0};
    words_number(&place, "%zu / %zu", at + 1, pages);
    struct pager pager = {
        .before_name = _("Page before"), .after_name = _("Next page"), .place = place.data};
    pager.before = page_do(at > 0 ? VERB_PAGE : VERB_NONE, (int64_t)at - 1);
    pager.after = page_do(at + 1 < pages ? VERB_PAGE : VERB_NONE, (int64_t)at + 1);
    float used = list_pager(page, head, &pager);
    str_free(&place);
    return used;
}

/* What suits somebody, filling whole rows, and behind it the other ways to help. */
struct suited {
    const struct item **items; /* NULL: a place that stays empty */
    size_t count;              /* of places */
    size_t lead;               /* of them, for what suits */
    float between;             /* height of the heading between the two */
};

/* `items` is sorted already, `suiting` of them first; both kinds are there. The items stay with the
 * caller, the array is the caller's to free. */
static struct suited make_suited(const struct page *page, const struct item **items, size_t count,
                                 size_t suiting, size_t columns)
{
    struct suited s = {.lead = (suiting + columns - 1) / columns * columns};
    struct text_look look = page_look(TEXT_SUBHEAD, page->ui->theme->ink);
    s.between = ui_line_height(page->ui, look) + page->ui->theme->unit * 0.5f;
    s.count = s.lead + count - suiting;
    s.items = xcalloc(s.count, sizeof *s.items);
    for (size_t i = 0; i < count; i++) {
        s.items[i < suiting ? i : s.lead + i - suiting] = items[i];
    }
    return s;
}

/* One page of it; the heading of the others stands between the rows where they begin on it. */
static void suited_cards(struct page *page, struct rect body, const struct suited *s, size_t at)
{
    struct ui *ui = page->ui;
    struct cards_layout l = lay_cards(page, &body, s->count);
    struct text_look look = page_look(TEXT_SUBHEAD, ui->theme->ink);
    look.heading = true;
    for (size_t r = 0; r < l.rows; r++) {
        struct rect row = ui_row(body, l.rows, r, l.gap);
        size_t first = (at * l.rows + r) * l.columns;
        if (r > 0 && first == s->lead) {
            struct rect line = {row.x, row.y, row.w, s->between};
            ui_text(ui, line, look, _("More ways to help"));
        }
        bool below = first >= s->lead && at * l.rows * l.columns < s->lead;
        row.y += below ? s->between : 0;
        for (size_t c = 0; c < l.columns; c++) {
            size_t i = first + c;
            if (i < s->count && s->items[i] != NULL) {
                draw_card(page, ui_column(ui, row, l.columns, c, l.gap), s->items[i], l.lying);
            }
        }
    }
}

/* The heading's row: heading, pages, and the end of it for the invitation. Returns the page shown. */
static size_t draw_head(struct page *page, struct rect whole, struct rect head, size_t pages,
                        const char *words)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    size_t wanted = app_place(page->app)->page;
    size_t at = wanted < pages ? wanted : pages - 1;
    float used = list_page_turner(page, ui_mirror(ui, whole, head), at, pages);
    struct rect title = head;
    title.w -= used > 0 ? used + t->unit * 2 : 0;
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    look.max_lines = 1;
    look.size = ui_text_fit(ui, title, look, words, t->fonts[TEXT_SMALL].size);
    ui_text(ui, ui_mirror(ui, whole, title), look, words);
    return at;
}

/* Ways to help for somebody who has said what they enjoy. */
static void draw_suiting(struct page *page, struct rect body, struct rect whole, struct rect head,
                         const struct item **items, size_t count)
{
    size_t suiting = best_first(items, count, page->app->enjoys);
    if (suiting == 0 || suiting == count) {
        const char *words =
            suiting == 0 ? _("Every pair of hands is welcome") : _("These could suit you");
        size_t at = draw_head(page, whole, head, list_pages(page, body, count), words);
        list_cards(page, body, items, count, at);
        return;
    }
    struct suited s = make_suited(page, items, count, suiting, columns_in(page, body));
    body.h -= s.between;
    struct rect measured = body;
    struct cards_layout l = lay_cards(page, &measured, s.count);
    size_t pages = list_pages(page, body, s.count);
    size_t wanted = app_place(page->app)->page;
    bool others = (wanted < pages ? wanted : pages - 1) * l.rows * l.columns >= s.lead;
    size_t at = draw_head(page, whole, head, pages,
                          others ? _("More ways to help") : _("These could suit you"));
    suited_cards(page, body, &s, at);
    free(s.items);
}

void list_view(struct page *page)
{
    const struct theme *t = page->ui->theme;
    const struct place *place = app_place(page->app);
    if (place->kind == ITEM_EVENT) {
        whatson_view(page);
        return;
    }
    struct rect body = furniture_frame(page, NULL, 0, 0);
    const struct item **items = NULL;
    size_t count = page_items(page->app, place->kind, page->now, &items);
    float line = ui_line_height(page->ui, page_look(TEXT_TITLE, t->ink));
    struct rect head = page_cut_top(&body, fmaxf(line, t->touch), t->unit);
    struct rect whole = head;
    struct button join;
    if (invitation_of(page, place->kind, &join)) {
        draw_invitation(page, &body, &head, join);
    }
    if (place->kind == ITEM_VOLUNTEERING && page->app->enjoys != 0 && count > 0) {
        draw_suiting(page, body, whole, head, items, count);
    } else {
        size_t pages = list_pages(page, body, count);
        size_t at = draw_head(page, whole, head, pages, heading_of(place->kind));
        list_cards(page, body, items, count, at);
    }
    free(items);
}
