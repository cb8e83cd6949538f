/* Others of the same kind, below an item: from what the rotation showed to its neighbours in one more
 * touch. */
#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "model/words.h"
#include "screens/page.h"

void more_strip(struct page *page, struct rect *box, const struct item *item)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct item **items = NULL;
    size_t count = page_items(page->app, item->kind, page->now, &items);
    size_t at = 0;
    while (at < count && items[at]->id != item->id) {
        at++;
    }
    struct text_look look = page_look(TEXT_LABEL, t->ink);
    float line = ui_line_height(ui, look), height = fmaxf(t->touch, line * 2.4f);
    size_t room = (size_t)fmaxf(1, floorf((box->w + t->gap) / (t->unit * 20 + t->gap)));
    size_t others = at < count ? count - 1 : count;
    size_t shown = others < room ? others : room;
    /* The picture keeps most of its place. */
    if (shown > 0 &&
        box->h - height - line - t->unit > t->unit * (page_wide(page->stage) ? 40 : 50)) {
        struct rect row = page_cut_bottom(box, height, t->gap);
        struct rect words = page_cut_bottom(box, line, t->unit);
        look.max_lines = 1;
        /* TRANSLATORS: above the titles of other things of the same kind. */
        ui_text(ui, words, look, _("More like this"));
        for (size_t i = 0; i < shown; i++) {
            const struct item *other = items[(at + 1 + i) % count];
            ui_choice(ui, ui_column(ui, row, shown, i, t->gap),
                      (struct button){.label = words_title(other, ui->language),
                                      .icon = theme_kind_icon(other->kind),
                                      .action = page_do(VERB_ITEM, other->id)},
                      ROLE_CARD);
        }
    }
    free(items);
}
