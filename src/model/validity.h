/* Validity: what the screen may claim of its items, given how well it knows the time and the share.
 *
 * Without a set clock nothing expires and nothing is "today". When the share has been away for three
 * days, nobody can have withdrawn a photo, so achievements rest until it is back. Pure.
 * HOT-FOLDER.md section 3. */
#ifndef FOYER_MODEL_VALIDITY_H
#define FOYER_MODEL_VALIDITY_H

#include <stdbool.h>

#include "base/clock.h"
#include "model/item.h"

/* How long achievements show without a look at the share. */
#define VALIDITY_AWAY (3 * WALL_DAY)

struct validity {
    bool clock_sure;   /* else words like "today" and the time of day are not to be used */
    bool achievements; /* may be shown */
    wall_t now;        /* the clock's, or the best guess when it is not sure */
};

/* `clock` is what the clock says, `synchronised` whether it is known to be right, `share` import's fact
 * about the share ("ok", "away since 2026-11-23T10:42"; NULL: none). */
struct validity validity_judge(const struct item_list *items, wall_t clock, bool synchronised,
                               const char *share);

/* Makes the items follow it: drops achievements that must rest, and every end of which nobody
 * can know whether it has come. */
void validity_apply(const struct validity *validity, struct item_list *items);

#endif
