/* A text that is read a boxful at a time: nothing is cut off, and nothing has to be dragged. */
#include "screens/reading.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/str.h"
#include "model/words.h"

struct reading reading_of(const struct ui *ui, float width, struct text_look look, const char *text)
{
    struct reading r = {.text = text, .look = look, .line_height = ui_line_height(ui, look)};
    if (!str_blank(text)) {
        r.count = ui->text.wrap(ui->text.context, ui->theme->fonts[look.style], text, width,
                                r.lines, READING_LINES);
        r.count = r.count < READING_LINES ? r.count : READING_LINES;
    }
    return r;
}

size_t reading_room(const struct reading *r, float height)
{
    return (size_t)fmaxf(1, floorf((height + 1) / r->line_height));
}

void reading_draw(struct ui *ui, struct rect box, const struct reading *r, size_t first,
                  size_t last)
{
    if (first >= last) {
        return;
    }
    const struct text_line *from = &r->lines[first], *to = &r->lines[last - 1];
    char *part = xstrndup(r->text + from->start, to->start + to->length - from->start);
    box.h = r->line_height * (float)(last - first);
    ui_text(ui, box, r->look, part);
    free(part);
}

void reading_turner(struct page *page, struct rect row, size_t at, size_t pages)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct text_look look = page_look(TEXT_LABEL, t->ink);
    struct str place = {0};
    words_number(&place, "%zu / %zu", at + 1, pages);
    look.max_lines = 1;
    float line = ui_line_height(ui, look), x = row.x;
    struct button back = {
        .name = _("Page before"), .icon = "back", .action = page_do(VERB_PAGE, (int64_t)at - 1)};
    struct button on = {.label = _("Read on"),
                        .icon = "next",
                        .icon_after = true,
                        .action = page_do(VERB_PAGE, (int64_t)at + 1)};
    if (at > 0) {
        ui_button(ui, ui_mirror(ui, row, (struct rect){x, row.y, t->touch, row.h}), back);
        x += t->touch + t->gap;
    }
    float on_w = at + 1 < pages ? ui_button_width(ui, on) : 0;
    float words = ui_text_width(ui, look, place.data) + 2;
    if (x + words + on_w + t->gap <= row.x + row.w) { /* the buttons matter more */
        struct rect box = {x, row.y + (row.h - line) / 2, words, line};
        ui_text(ui, ui_mirror(ui, row, box), look, place.data);
        x += words + t->unit;
    }
    if (on_w > 0) {
        struct rect r = {x, row.y, fminf(on_w, row.x + row.w - x), row.h};
        ui_button(ui, ui_mirror(ui, row, r), on);
    }
    str_free(&place);
}
