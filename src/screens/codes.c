/* What a phone can take along: an event for its calendar, a page to open, somebody to write to; each a
 * QR code large enough to be read from 40 cm. */
#include <math.h>

#include "base/i18n.h"
#include "model/invitation.h"
#include "model/words.h"
#include "screens/page.h"
#include "ui/qr.h"

#define CODES 3

struct code {
    struct str text;
    const char *caption;
};

static void add(struct code *codes, size_t *count, bool made, struct str *text, const char *caption)
{
    if (made && *count < CODES) {
        codes[(*count)++] = (struct code){*text, caption};
        *text = (struct str){0};
    }
    str_free(text);
    *text = (struct str){0};
}

/* What there is, the most fitting first; the caller frees the texts. */
static size_t collect(const struct page *page, const struct item *item, struct code *codes)
{
    const struct config *config = page->app->config;
    struct str text = {0};
    size_t count = 0;
    if (item != NULL) {
        bool made =
            invitation_event(&text, item, words_title(item, page->ui->language), QR_BYTES_MOST);
        add(codes, &count, made, &text, _("Put it into your phone's calendar"));
        made = invitation_link(&text, item->link);
        add(codes, &count, made, &text, _("Read it on your phone"));
    }
    if (item == NULL || item->kind == ITEM_VOLUNTEERING) {
        bool made = invitation_mail(&text, config->school.volunteer_email);
        add(codes, &count, made, &text, _("Write to us about helping"));
    }
    if (item == NULL) {
        bool made = invitation_link(&text, config->school.website);
        add(codes, &count, made, &text, _("Our school's page"));
    }
    return count;
}

bool codes_any(const struct page *page, const struct item *item)
{
    struct code codes[CODES];
    size_t count = collect(page, item, codes);
    for (size_t i = 0; i < count; i++) {
        str_free(&codes[i].text);
    }
    return count > 0;
}

/* One code on its white card, with what it does below it. */
static void draw_code(struct page *page, struct rect box, const struct code *code)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct text_look look = page_look(TEXT_LABEL, t->ink);
    look.align = ALIGN_CENTRE;
    float caption = ui_text_height(ui, box.w, look, code->caption);
    float room = fminf(box.w, box.h - caption - t->unit);
    struct qr qr;
    if (!qr_make(&qr, code->text.data)) {
        return;
    }
    float side = qr_side(t, &qr, fminf(room, t->unit * 32));
    if (side == 0) { /* a fine code in a small place: as large as that is */
        side = qr_side(t, &qr, room);
    }
    float y = box.y + fmaxf(0, (box.h - side - caption - t->unit) / 2);
    struct rect card = {roundf(box.x + (box.w - side) / 2), roundf(y), side, side};
    if (side > 0) {
        ui_panel(ui, card, colour_rgb(0xffffff), true);
        qr_draw(ui, &qr, card.x, card.y, side, code->caption);
    }
    struct rect words = {box.x, y + side + t->unit, box.w, caption + 1};
    ui_text(ui, words, look, code->caption);
    qr_free(&qr);
}

/* What the codes are about and how they are used; returns the height. */
static float draw_what(struct page *page, struct rect box, const struct item *item)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    look.max_lines = 2;
    const char *title =
        item != NULL ? words_title(item, ui->language) : page->app->config->school.name;
    struct rect room = {box.x, box.y, box.w, ui_line_height(ui, look) * 2};
    look.size = ui_text_fit(ui, room, look, title, t->fonts[TEXT_SUBHEAD].size);
    float height = fminf(ui_text_height(ui, box.w, look, title), room.h);
    ui_text(ui, page_cut_top(&box, height, t->unit * 0.5f), look, title);
    struct text_look how = page_look(TEXT_BODY, t->ink);
    const char *words = _("Point your phone's camera at a square.");
    float lines = ui_text_height(ui, box.w, how, words);
    ui_text(ui, (struct rect){box.x, box.y, box.w, lines}, how, words);
    return height + t->unit * 0.5f + lines;
}

void codes_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct item *item = item_list_by_id(&page->app->items, app_place(page->app)->item);
    struct rect body = furniture_frame(page, NULL, 0, 0);
    struct code codes[CODES];
    size_t count = collect(page, item, codes);
    bool wide = page_wide(body);
    struct rect squares = body;
    if (wide && body.h < t->unit * 60) {
        /* A low stage: the words stand beside the squares. */
        squares.w = floorf(fminf(body.w * 0.62f, body.h * (float)count));
        squares.x = body.x + body.w - squares.w;
        squares = ui_mirror(ui, body, squares);
        struct rect words = body;
        words.w -= squares.w + t->unit * 2;
        draw_what(page, ui_mirror(ui, body, words), item);
    } else {
        float used = draw_what(page, body, item);
        page_cut_top(&squares, used, t->unit);
    }
    for (size_t i = 0; i < count; i++) {
        struct rect box = wide ? ui_column(ui, squares, count, i, t->unit * 2)
                               : ui_row(squares, count, i, t->unit * 2);
        draw_code(page, box, &codes[i]);
        str_free(&codes[i].text);
    }
}
