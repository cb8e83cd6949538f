/* What several screens share: which items a list holds, and how a photo is shown in a box. */
#include "screens/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/* Events and sessions by their date, undated ones last; everything else newest first. */
static int in_list_order(const void *a, const void *b)
{
    const struct item *x = *(const struct item *const *)a;
    const struct item *y = *(const struct item *const *)b;
    bool by_date = x->kind == ITEM_EVENT || x->kind == ITEM_LEARNING;
    if (by_date && x->starts != y->starts) {
        if (x->starts == WALL_NONE || y->starts == WALL_NONE) {
            return x->starts == WALL_NONE ? 1 : -1;
        }
        return x->starts < y->starts ? -1 : 1;
    }
    if (!by_date && x->urgent != y->urgent) {
        return x->urgent ? -1 : 1;
    }
    if (x->first_seen != y->first_seen) {
        return x->first_seen > y->first_seen ? -1 : 1;
    }
    return x->id < y->id ? -1 : x->id > y->id;
}

/* What makes two dates the same event. */
static uint64_t event_mark(const struct item *item)
{
    uint64_t hash = str_hash(STR_HASH_SEED, item->title, strlen(item->title) + 1);
    return str_hash(hash, item->source, strlen(item->source) + 1);
}

size_t page_leave_nearest(const struct item **items, size_t count)
{
    size_t places = 16;
    while (places < 2 * count) {
        places *= 2;
    }
    const struct item **seen = xcalloc(places, sizeof(const struct item *));
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct item *item = items[i];
        uint64_t mark = event_mark(item);
        size_t at = (size_t)mark & (places - 1);
        while (seen[at] != NULL && event_mark(seen[at]) != mark) {
            at = (at + 1) & (places - 1);
        }
        bool later = seen[at] != NULL && item->starts != WALL_NONE &&
                     seen[at]->starts != WALL_NONE && seen[at]->starts < item->starts;
        if (!later) {
            seen[at] = seen[at] != NULL ? seen[at] : item;
            items[kept++] = item;
        }
    }
    free(seen);
    return kept;
}

size_t page_items(const struct app *app, enum item_kind kind, wall_t now,
                  const struct item ***found)
{
    size_t count = 0;
    *found = xcalloc(app->items.count, sizeof **found);
    for (size_t i = 0; i < app->items.count; i++) {
        const struct item *item = &app->items.items[i];
        if (item->kind == kind && item_status(item, now) == ITEM_SHOWING) {
            (*found)[count++] = item;
        }
    }
    if (count > 1) {
        qsort(*found, count, sizeof **found, in_list_order);
    }
    return kind == ITEM_EVENT ? page_leave_nearest(*found, count) : count;
}

bool page_fills(const struct picture *picture, struct rect box)
{
    if (picture->width <= 0 || picture->height <= 0 || box.w <= 0 || box.h <= 0) {
        return true;
    }
    float shape = (float)picture->width / (float)picture->height;
    float want = box.w / box.h;
    float kept = shape > want ? want / shape : shape / want;
    return kept >= 0.85f;
}

void page_photo(struct page *page, const struct picture *picture, struct rect box, float radius,
                struct colour corner)
{
    struct draw_list *draw = page->ui->draw;
    if (page_fills(picture, box)) {
        draw_picture(draw, box, picture->hash, PICTURE_FULL, PICTURE_COVER, radius, corner);
        return;
    }
    draw_picture(draw, box, picture->hash, PICTURE_BLUR, PICTURE_COVER, radius, corner);
    /* The whole picture has its own shape inside the box: its corners stay as they are. */
    draw_picture(draw, box, picture->hash, PICTURE_FULL, PICTURE_CONTAIN, 0, corner);
}
