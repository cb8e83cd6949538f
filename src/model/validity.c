/* Validity. How: while the clock is not believed, the belief's own moment stands still, so that nothing needs
 * to be done to what begins and ends. */
#include "model/validity.h"

#include <string.h>

#include "base/str.h"

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

struct validity validity_judge(const struct clock_belief *clock, const char *share)
{
    wall_t since = away_since(share);
    /* While time stands still, so much has passed for certain. */
    return (struct validity){.achievements =
                                 since == WALL_NONE || clock->now - since < VALIDITY_AWAY};
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
        items->items[kept++] = *item;
    }
    items->count = kept;
}
