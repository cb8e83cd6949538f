/* One item, wholly: its picture or pages, what there is to know, and what a visitor can do. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/words.h"
#include "screens/column.h"

/* Is there more than one picture to turn through? */
static bool turns(const struct item *item)
{
    return item->picture_count > 1;
}

/* Turning an album or a newsletter: before, where we are, next. */
static void turner(struct page *page, struct rect row, const struct item *item, size_t at)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    bool paper = item->kind == ITEM_NEWSLETTER;
    ui_button(ui, ui_column(ui, row, 3, 0, t->gap),
              (struct button){/* TRANSLATORS: turns back to the picture or page before. */
                              .label = C_("picture or page", "Before"),
                              .name = paper ? _("Page before") : _("Picture before"),
                              .icon = "back",
                              .disabled = at == 0,
                              .action = page_do(VERB_TURN, (int64_t)at - 1)});
    struct str place = {0};
    words_number(&place, "%zu / %zu", at + 1, item->picture_count);
    struct text_look look = page_look(TEXT_LABEL, t->ink);
    look.align = ALIGN_CENTRE;
    struct rect middle = ui_column(ui, row, 3, 1, t->gap);
    float line = ui_line_height(ui, look);
    middle.y += (middle.h - line) / 2;
    middle.h = line;
    ui_text(ui, middle, look, place.data);
    str_free(&place);
    ui_button(ui, ui_column(ui, row, 3, 2, t->gap),
              (struct button){/* TRANSLATORS: turns on to the next picture or page. */
                              .label = C_("picture or page", "Next"),
                              .name = paper ? _("Next page") : _("Next picture"),
                              .icon = "next",
                              .icon_after = true,
                              .disabled = at + 1 >= item->picture_count,
                              .action = page_do(VERB_TURN, (int64_t)at + 1)});
}

/* The way to the codes for a phone, where an item has some. */
static void take_along(struct page *page, struct rect *box, const struct item *item)
{
    struct ui *ui = page->ui;
    if (!codes_any(page, item)) {
        return;
    }
    struct button take = {
        /* TRANSLATORS: a button that leads to QR codes for the visitor's phone. */
        .label = _("Take it with you"),
        .icon = "code",
        .action = page_do(VERB_CODES, item->id)};
    struct rect row = page_cut_bottom(box, ui->theme->touch, ui->theme->unit);
    struct rect r = row;
    r.w = fminf(row.w, ui_button_width(ui, take));
    ui_button(ui, ui_mirror(ui, row, r), take);
}

/* The picture's side of the page. */
static void draw_pictures(struct page *page, struct rect box, const struct item *item)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    size_t at = app_place(page->app)->picture;
    at = at < item->picture_count ? at : 0;
    if (turns(item)) {
        turner(page, page_cut_bottom(&box, t->touch, t->unit), item, at);
    }
    const struct picture *picture = &item->pictures[at];
    bool sheet = item->kind == ITEM_NEWSLETTER || item->kind == ITEM_PARTNER;
    if (!sheet) {
        page_photo(page, picture, box, t->radius, t->paper);
    } else {
        float pad = item->kind == ITEM_PARTNER ? t->unit * 2 : 0;
        float scale = fminf((box.w - 2 * pad) / (float)picture->width,
                            (box.h - 2 * pad) / (float)picture->height);
        float w = floorf((float)picture->width * scale), h = floorf((float)picture->height * scale);
        struct rect at_rect = {box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h};
        struct rect card = rect_inset(at_rect, -pad);
        ui_panel(ui, card, colour_rgb(0xffffff), true);
        draw_picture(ui->draw, at_rect, picture->hash, PICTURE_FULL, PICTURE_STRETCH, 0,
                     (struct colour){0});
    }
    tree_add(ui->tree, ROLE_PICTURE, words_title(item, ui->language), box, page_do(VERB_NONE, 0));
}

/* What visitors can do with this item, the first the most important. */
static size_t offers(const struct app *app, const struct item *item, struct button *buttons)
{
    size_t n = 0;
    if (item->kind == ITEM_ACHIEVEMENT) {
        bool clapped = app_has_clapped(app, item->id);
        buttons[n++] =
            (struct button){/* TRANSLATORS: a button: praise for what children achieved. */
                            .label = clapped ? _("Thank you for clapping") : _("Well done!"),
                            .name = _("Well done!"),
                            .icon = "clap",
                            .look = BUTTON_GOLD,
                            .checked = clapped,
                            .action = page_do(VERB_CLAP, item->id)};
    }
    bool meeting =
        item->kind == ITEM_EVENT || (item->kind == ITEM_LEARNING && item->starts != WALL_NONE);
    if (item->kind == ITEM_VOLUNTEERING) {
        buttons[n++] = (struct button){.label = _("I could help"),
                                       .icon = "heart",
                                       .look = BUTTON_MAIN,
                                       .action = page_do(VERB_OFFER, item->id)};
    }
    if (meeting) {
        buttons[n++] = (struct button){.label = _("I'm coming"),
                                       .icon = "check",
                                       .look = BUTTON_MAIN,
                                       .action = page_do(VERB_COMING, item->id)};
    }
    if (item->kind == ITEM_NEWSLETTER) {
        buttons[n++] = (struct button){.label = _("Send it to me"),
                                       .icon = "mail",
                                       .look = BUTTON_MAIN,
                                       .action = page_do(VERB_SUBSCRIBE, item->id)};
    }
    if (item->kind == ITEM_PARTNER) {
        /* TRANSLATORS: a business or group offers to work with the school. */
        buttons[n++] = (struct button){.label = _("Work with us too"),
                                       .icon = "handshake",
                                       .look = BUTTON_MAIN,
                                       .action = page_do(VERB_PARTNER, 0)};
    }
    if (item->kind == ITEM_EVENT) {
        buttons[n++] = (struct button){
            .label = _("I can help"), .icon = "heart", .action = page_do(VERB_OFFER, item->id)};
    }
    if (meeting || item->kind == ITEM_VOLUNTEERING || item->kind == ITEM_LEARNING) {
        buttons[n++] = (struct button){.label = _("I have a question"),
                                       .icon = "chat",
                                       .action = page_do(VERB_QUESTION, item->id)};
    }
    return n;
}

/* The row of offers at the foot of the words, stacked where it is narrow. */
static void draw_offers(struct page *page, struct rect *box, const struct item *item)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct button buttons[4];
    size_t n = offers(page->app, item, buttons);
    if (n == 0) {
        return;
    }
    float needed = t->gap * (float)(n - 1);
    for (size_t i = 0; i < n; i++) {
        needed += ui_button_width(ui, buttons[i]);
    }
    float height = t->touch * 1.2f;
    if (needed <= box->w) {
        struct rect row = page_cut_bottom(box, height, t->unit);
        float spare = (box->w - needed) / (float)n;
        for (size_t i = 0; i < n; i++) {
            struct rect cell = row;
            cell.w = ui_button_width(ui, buttons[i]) + spare;
            ui_button(ui, ui_mirror(ui, *box, cell), buttons[i]);
            row.x += cell.w + t->gap;
        }
        return;
    }
    /* The first alone on its row, the others below it. */
    struct rect rest = page_cut_bottom(box, height, t->unit);
    for (size_t i = 1; i < n; i++) {
        ui_button(ui, ui_column(ui, rest, n - 1, i - 1, t->gap), buttons[i]);
    }
    ui_button(ui, page_cut_bottom(box, height, n > 1 ? t->gap : t->unit), buttons[0]);
}

/* The next dates of an event that repeats. */
static void further_dates(const struct page *page, struct column *column, const struct item *item)
{
    const struct item_list *items = &page->app->items;
    struct str dates = {0};
    size_t count = 0;
    for (size_t i = 0; item->kind == ITEM_EVENT && i < items->count && count < 3; i++) {
        const struct item *other = &items->items[i];
        if (other->kind == ITEM_EVENT && other->starts > item->starts &&
            str_same(other->title, item->title) && str_same(other->source, item->source)) {
            struct str date = {0};
            words_date(&date, other->starts, page->said_now, true);
            words_list(&dates, date.data);
            str_free(&date);
            count++;
        }
    }
    if (count > 0) {
        /* TRANSLATORS: further dates of an event that repeats follow. */
        column_add(column, "calendar", C_("fact", "Then"), dates.data);
    }
    str_free(&dates);
}

/* Helpers wanted and places, with how many have said so already. */
static void add_counts(const struct page *page, struct column *column, const struct item *item)
{
    struct tally tally = tally_of(&page->app->tallies, item);
    struct str words = {0};
    if (item->helpers > 0) {
        int offers = tally.offers < item->helpers ? tally.offers : item->helpers;
        if (offers > 0) {
            /* TRANSLATORS: helpers found so far, of how many: "7 of 12". */
            words_number(&words, _("%d of %d so far"), offers, item->helpers);
        } else {
            words_number(&words, "%d", item->helpers);
        }
        /* TRANSLATORS: how many helpers are wanted, or found so far. */
        column_add(column, "people", C_("fact", "Helpers wanted"), words.data);
        str_clear(&words);
    }
    if (item->places > 0) {
        int left = item->places - tally.people;
        if (left > 0) {
            /* TRANSLATORS: places that are free, of how many: "4 of 20 free". */
            words_number(&words, _("%d of %d free"), left, item->places);
        } else {
            str_puts(&words, _("Full. Tell us all the same: we keep a waiting list."));
        }
        /* TRANSLATORS: how many people there is room for, or how many places are free. */
        column_add(column, "people", C_("fact", "Places"), words.data);
    }
    str_free(&words);
}

/* One clap is nobody's success yet: from two on the number is shown. */
static int claps_to_show(const struct page *page, const struct item *item)
{
    int claps = item->kind == ITEM_ACHIEVEMENT ? tally_claps(&page->app->applause, item->key) : 0;
    return claps >= 2 ? claps : 0;
}

static void add_claps(const struct page *page, struct column *column, const struct item *item)
{
    int claps = claps_to_show(page, item);
    if (claps > 0) {
        struct str words = {0};
        str_printf(&words, P_("%d clap", "%d claps", claps), claps);
        /* TRANSLATORS: in front of how often visitors clapped for it: "12 claps". */
        column_add(column, "clap", _("This week"), words.data);
        str_free(&words);
    }
}

static void collect_facts(const struct page *page, struct column *column, const struct item *item)
{
    add_claps(page, column, item);
    struct str when = {0};
    words_item_when(&when, item, page->said_now);
    column_add(column, "clock", C_("fact", "When"), when.data);
    str_free(&when);
    further_dates(page, column, item);
    column_add(column, "place", C_("fact", "Where"), item->where);
    /* TRANSLATORS: how much time a volunteering role asks for. */
    column_add(column, "calendar", C_("fact", "Asks"), item->takes);
    /* TRANSLATORS: what a helper has to bring or be able to do ("clean hands"). */
    column_add(column, "tool", C_("fact", "Needs"), item->needs);
    /* TRANSLATORS: which interests or skills a way of helping suits ("cooking, talking"). */
    column_add(column, "star", C_("fact", "Good for"), item->skills);
    /* TRANSLATORS: what training the school gives to helpers. */
    column_add(column, "book", C_("fact", "We show you"), item->training);
    /* TRANSLATORS: what a way of helping does not ask for ("no heavy lifting"). */
    column_add(column, "close", C_("fact", "What it is not"), item->is_not);
    add_counts(page, column, item);
    /* TRANSLATORS: the group of pupils a celebration is about ("4B"). */
    column_add(column, "people", C_("fact", "Class"), item->class_name);
    /* TRANSLATORS: the person at school who knows more ("Mr Novak"). */
    column_add(column, "person", C_("fact", "Talk to"), item->contact);
    /* TRANSLATORS: a web address follows. */
    column_add(column, "globe", C_("fact", "More at"), item->link);
}

/* Where there is no picture: the kind's colour and sign. */
static void draw_ground(struct page *page, struct rect box, const struct item *item)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct swatch s = item->urgent ? t->urgent : t->kinds[item->kind];
    ui_panel(ui, box, s.fill, true);
    float size = fminf(box.w, box.h) * 0.62f;
    struct rect sign = {box.x + (box.w - size) / 2, box.y + (box.h - size) / 2, size, size};
    draw_icon(ui->draw, sign, item->urgent ? "urgent" : theme_kind_icon(item->kind),
              colour_alpha(s.text, 0.8f));
}

/* Chip and title at the top of the words. */
static void draw_title(struct page *page, struct rect *box, const struct item *item)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct rect chip = page_cut_top(box, t->touch * 0.8f, t->unit * 0.6f);
    const char *word = item->urgent ? _("Important") : words_kind(item->kind);
    struct rect mark = chip;
    mark.w = fminf(chip.w, ui_chip_width(ui, word));
    ui_chip(ui, ui_mirror(ui, chip, mark).x, chip.y,
            item->urgent ? "urgent" : theme_kind_icon(item->kind),
            item->urgent ? t->urgent : t->kinds[item->kind], word);
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    const char *title = words_title(item, ui->language);
    struct rect room = {box->x, box->y, box->w, fminf(box->h * 0.4f, ui_line_height(ui, look) * 3)};
    look.size = ui_text_fit(ui, room, look, title, t->fonts[TEXT_SUBHEAD].size);
    float height = fminf(ui_text_height(ui, box->w, look, title), room.h);
    ui_text(ui, page_cut_top(box, height, t->unit * 0.8f), look, title);
}

static struct column column_of(const struct page *page, float width, const struct item *item)
{
    struct ui *ui = page->ui;
    struct text_look look = page_look(TEXT_BODY, ui->theme->ink);
    struct column column = {.text = reading_of(ui, width, look, item_text(item, ui->language))};
    collect_facts(page, &column, item);
    return column;
}

/* Title, text and facts. */
static void draw_words(struct page *page, struct rect box, const struct item *item)
{
    draw_offers(page, &box, item);
    draw_title(page, &box, item);
    struct column column = column_of(page, box.w, item);
    column_draw(page, box, &column);
    column_free(&column);
}

/* How much of a tall page the picture takes: less where there is much to say. */
static float picture_share(const struct page *page, struct rect body, const struct item *item)
{
    if (item->picture_count == 0) {
        return 0.2f;
    }
    if (item->kind == ITEM_NEWSLETTER) {
        return 0.7f;
    }
    struct column column = column_of(page, body.w, item);
    bool much = column_height(page->ui, &column, body.w) > body.h * 0.2f;
    column_free(&column);
    return much ? 0.28f : 0.4f;
}

void detail_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct item *item = item_list_by_id(&page->app->items, app_place(page->app)->item);
    struct rect body = furniture_frame(page, NULL, 0, 0);
    if (item == NULL) { /* withdrawn while it was looked at; app_items() leads away at once */
        return;
    }
    struct rect picture = body, words = body;
    if (page_wide(body)) {
        float gap = t->unit * 3;
        bool narrow = body.w < t->unit * 72;
        float part = item->picture_count == 0 ? 0.3f : narrow ? 0.36f : 0.48f;
        picture.w = floorf(body.w * part);
        words.x += picture.w + gap;
        words.w -= picture.w + gap;
        picture = ui_mirror(ui, body, picture);
        words = ui_mirror(ui, body, words);
    } else {
        picture = page_cut_top(&words, body.h * picture_share(page, body, item), t->unit * 1.5f);
    }
    /* Others and codes stand at the foot: below the picture, or below the words where these are below. */
    struct rect *foot = page_wide(body) ? &picture : &words;
    more_strip(page, foot, item);
    take_along(page, foot, item);
    if (item->picture_count > 0) {
        draw_pictures(page, picture, item);
    } else {
        draw_ground(page, picture, item);
    }
    draw_words(page, words, item);
    applause_view(page, item->id);
}
