/* A text that is read a boxful at a time: nothing is cut off, and nothing has to be dragged. */
#include "screens/reading.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/str.h"

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
