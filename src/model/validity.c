/* Validity. How: the latest moment at which import saw something new is a time that has certainly
 * passed; a clock more than a day behind it has not been set. */
#include "model/validity.h"

#include <string.h>

#include "base/str.h"

static wall_t latest_seen(const struct item_list *items)
{
    wall_t latest = WALL_NONE;
    for (size_t i = 0; i < items->count; i++) {
        if (items->items[i].first_seen > latest) {
            latest = items->items[i].first_seen;
        }
    }
    return latest;
}

/* Since when the share is away; WALL_NONE: it is not, or nobody knows. */
static wall_t away_since(const char *share)
{
    static const char words[] = "away since ";
    wall_t since = WALL_NONE;
    bool has_time = false;
    if (share == NULL || !str_starts_nocase(share, words) ||
        !wall_from_iso(share + strlen(words), &since, &has_time)) {
        return WALL_NONE;
    }
    return since;
}

struct validity validity_judge(const struct item_list *items, wall_t clock, bool synchronised,
                               const char *share)
{
    wall_t latest = latest_seen(items);
    wall_t since = away_since(share);
    struct validity v = {.clock_sure = clock_is_plausible(clock, latest, synchronised),
                         .achievements = true,
                         .now = clock};
    if (!v.clock_sure && latest > clock) {
        v.now = latest;
    }
    if (v.clock_sure && since != WALL_NONE && clock - since >= VALIDITY_AWAY) {
        v.achievements = false;
    }
    return v;
}

void validity_apply(const struct validity *validity, struct item_list *items)
{
    size_t kept = 0;
    for (size_t i = 0; i < items->count; i++) {
        struct item *item = &items->items[i];
        if (item->kind == ITEM_ACHIEVEMENT && !validity->achievements) {
            item_free(item);
            continue;
        }
        if (!validity->clock_sure && item->show_until > validity->now) {
            item->show_until = WALL_NONE;
        }
        items->items[kept++] = *item;
    }
    items->count = kept;
}
