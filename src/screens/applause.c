/* Applause: stars that fly up from the button for half a second when somebody clapped. How: a pure
 * function of the time since the clap; each star has its own direction, size and colour by its number. */
#include <math.h>

#include "screens/page.h"

#define STARS 18

/* The middle of the button that was touched; false when it is not on this frame. */
static bool button_middle(const struct tree *tree, int64_t item, float *x, float *y)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct node *node = &tree->nodes[i];
        if (node->action.verb == VERB_CLAP && node->action.arg == item) {
            *x = node->rect.x + node->rect.w / 2;
            *y = node->rect.y;
            return true;
        }
    }
    return false;
}

void applause_view(struct page *page, int64_t item)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct app *app = page->app;
    int64_t since = ui->now_ms - app->clapped_ms;
    bool last = app->clap_count > 0 && app->claps[app->clap_count - 1] == item;
    float x = 0, y = 0;
    if (!last || ui->less_motion || since < 0 || since >= APP_BURST_MS ||
        !button_middle(ui->tree, item, &x, &y)) {
        return;
    }
    const struct colour colours[] = {t->gold.fill, t->kinds[ITEM_VOLUNTEERING].fill,
                                     t->kinds[ITEM_EVENT].fill, t->kinds[ITEM_PARTNER].fill};
    float part = (float)since / APP_BURST_MS;
    float away = 1 - (1 - part) * (1 - part); /* fast at first, then slower */
    for (int i = 0; i < STARS; i++) {
        float angle = (float)i / STARS * 2.9f + 0.12f; /* a fan that opens upwards, in radians */
        float reach = t->touch * (2.2f + 0.7f * (float)(i * 7 % 5));
        float size = t->touch * (0.35f + 0.09f * (float)(i * 5 % 4));
        float sx = x - cosf(angle) * reach * away - size / 2;
        float sy = y - sinf(angle) * reach * away - size / 2;
        struct colour c = colour_alpha(colours[i % 4], 1 - part * part);
        draw_icon(ui->draw, (struct rect){roundf(sx), roundf(sy), size, size}, "star", c);
    }
}
