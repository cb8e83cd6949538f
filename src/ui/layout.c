/* Layout: rows, columns and mirroring. */
#include "ui/ui.h"

struct rect ui_mirror(const struct ui *ui, struct rect within, struct rect r)
{
    if (ui->rtl) {
        r.x = within.x + within.w - (r.x - within.x) - r.w;
    }
    return r;
}

struct rect ui_column(const struct ui *ui, struct rect r, size_t count, size_t i, float gap)
{
    float w = (r.w - gap * (float)(count - 1)) / (float)count;
    struct rect column = {r.x + (w + gap) * (float)i, r.y, w, r.h};
    return ui_mirror(ui, r, column);
}

struct rect ui_row(struct rect r, size_t count, size_t i, float gap)
{
    float h = (r.h - gap * (float)(count - 1)) / (float)count;
    return (struct rect){r.x, r.y + (h + gap) * (float)i, r.w, h};
}
