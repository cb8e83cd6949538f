/* What several screens share: which items a list holds, and how a photo is shown in a box. */
#include "screens/page.h"

#include <stdlib.h>

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

/* A later date of the same event: the nearest stands for all of them in a list. */
static bool is_later_date(const struct app *app, const struct item *item, wall_t now)
{
    for (size_t i = 0; item->kind == ITEM_EVENT && i < app->items.count; i++) {
        const struct item *other = &app->items.items[i];
        if (other->kind == ITEM_EVENT && other->id != item->id && other->starts < item->starts &&
            other->starts != WALL_NONE && str_same(other->title, item->title) &&
            str_same(other->source, item->source) && item_status(other, now) == ITEM_SHOWING) {
            return true;
        }
    }
    return false;
}

size_t page_items(const struct app *app, enum item_kind kind, wall_t now,
                  const struct item ***found)
{
    size_t count = 0;
    *found = xcalloc(app->items.count, sizeof **found);
    for (size_t i = 0; i < app->items.count; i++) {
        const struct item *item = &app->items.items[i];
        if (item->kind == kind && item_status(item, now) == ITEM_SHOWING &&
            !is_later_date(app, item, now)) {
            (*found)[count++] = item;
        }
    }
    if (count > 1) {
        qsort(*found, count, sizeof **found, in_list_order);
    }
    return count;
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
