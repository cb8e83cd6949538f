/* Validity: what the screen may show of its items, given how long the share has been away.
 *
 * After three days nobody can have withdrawn a photo, so achievements rest until it is back. Pure.
 * HOT-FOLDER.md section 3. What may be claimed of the time: model/clocktrust. */
#ifndef FOYER_MODEL_VALIDITY_H
#define FOYER_MODEL_VALIDITY_H

#include <stdbool.h>

#include "base/clock.h"
#include "model/clocktrust.h"
#include "model/item.h"

/* How long achievements show without a look at the share. */
#define VALIDITY_AWAY (3 * WALL_DAY)

struct validity {
    bool achievements; /* may be shown */
};

/* `share` is import's fact about the share ("ok", "away since 2026-11-23T10:42"; NULL: none). */
struct validity validity_judge(const struct clock_belief *clock, const char *share);

/* Makes the items follow it: drops achievements that must rest. */
void validity_apply(const struct validity *validity, struct item_list *items);

#endif
